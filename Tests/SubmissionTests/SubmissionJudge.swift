import Foundation
import PolicyCore
import Sandbox
import Policies

/// What was there before a submission and after it, and what is wrong with the difference.
///
/// Whether the batch was applied is the ledger's word, and what it did the table's; the report only has to agree.
struct SubmissionJudge {
  let report: SubmissionReport
  let submitted: Review
  /// The batches that the sandbox received for it.
  var entries: [Ledger.Entry]
  /// What somebody else did meanwhile, if it came to that.
  let edit: RemoteEdit?
  let draft: Draft
  let table: ServerTable
  var draftAfter: Draft
  var tableAfter: ServerTable
  /// When the client last began to read.
  let lastRead: Date

  var isApplied: Bool { entries.contains(where: \.isApplied) }

  /// A sentence for each thing that must not be.
  func complaints() throws -> [String] {
    var complaints: [String] = []
    func demand(_ holds: Bool, _ what: @autoclosure () -> String) {
      if !holds { complaints.append(what()) }
    }
    let request = submitted.request.body
    demand(entries.count(where: \.isApplied) <= 1, "it was applied twice")
    demand(entries.allSatisfy { $0.body.elementsEqual(request) }, "something else was sent than was reviewed")
    let batch = try SentBatch(request)
    switch report.outcome {
    case .applied:
      demand(try isApplied || isDone(batch), "it is called applied, and was not")
      let created = entries.first(where: \.isApplied)?.ids.posts ?? []
      let named = report.record?.createdIDs.map(\.text) ?? []
      demand(named == created, "the new policies are said to be \(named), and are \(created)")
    case .refused, .conflict, .notSent:
      demand(!isApplied, "it is called \(report.outcome.rawValue), and was applied")
    case .notSeen:
      if case .applied(let time) = entries.first(where: \.isApplied)?.fate {
        demand(try time >= lastRead || isHidden(batch), "it was applied before the last read, which did not see it")
      }
    case .unknown: break
    }
    if report.outcome == .conflict { demand(entries.isEmpty || isLimited, "a batch with conflicts was sent") }
    if let complaint = try tableComplaint(batch) { complaints.append(complaint) }
    complaints += draftComplaints()
    if let record = report.record {
      demand(record.state.rawValue == report.outcome.rawValue, "the history has it as \(record.state.rawValue)")
      demand(record.request == request, "the history has another request")
    }
    return complaints
  }

  /// Whether all batches but the last were turned away by a rate limit.
  private var isLimited: Bool { entries.allSatisfy { $0.faults.contains(.rateLimited) } }

  // MARK: - The table

  /// Whether somebody else had done already all that the batch was to do.
  func isDone(_ batch: SentBatch) throws -> Bool {
    guard let edit, batch.posts.isEmpty else { return false }
    let edited = try table.applying(edit)
    return edited.disagreement(with: edited.applying(batch, created: [])) == nil
  }

  /// Whether what somebody else did after the batch leaves the table as if it had never run.
  func isHidden(_ batch: SentBatch) throws -> Bool {
    guard let edit, batch.posts.isEmpty else { return false }
    let without = try table.applying(edit)
    return try table.applying(batch, created: []).applying(edit).disagreement(with: without) == nil
  }

  /// The table has to be what the batch, or nothing, made of it; what somebody else did came before or after that.
  private func tableComplaint(_ batch: SentBatch) throws -> String? {
    var expected = [table]
    if let edit { expected.append(try table.applying(edit)) }
    if let entry = entries.first(where: \.isApplied) {
      expected = expected.map { $0.applying(batch, created: entry.ids.posts) }
      if let edit { expected.append(try expected[0].applying(edit)) }
    }
    let complaints = expected.map { tableAfter.disagreement(with: $0) }
    return complaints.contains(nil) ? nil : complaints[0].map { "the table is not as it should be: \($0)" }
  }

  // MARK: - The draft

  private func draftComplaints() -> [String] {
    let sent = Set(submitted.operations.map(\.id))
    var complaints = draft.operations.compactMap { operation -> String? in
      let now = draftAfter[operation.id]
      if report.outcome == .applied, sent.contains(operation.id) {
        return now == nil ? nil : "\(operation.id) was applied and is still queued"
      }
      if now?.intent == operation.intent { return nil }
      let mayMove = report.outcome == .conflict && sent.contains(operation.id)
      if mayMove, stillSays(operation, now) { return nil }
      return
        "\(operation.id) is no longer queued as it was: \(operation.intent), now \(String(describing: now?.intent))"
    }
    let strangers = draftAfter.operations.filter { draft[$0.id] == nil }
    complaints += strangers.map { "\($0.id) came into the draft" }
    return complaints
  }

  /// Whether an operation on a newer base means what it meant before; nothing is left of an edit that is done already.
  private func stillSays(_ operation: DraftOperation, _ now: DraftOperation?) -> Bool {
    switch (operation.intent, now?.intent) {
    case (.delete, .delete): true
    case (.edit(_, let edit), .edit(_, let moved)):
      edit.replacesWhole == moved.replacesWhole
        && edit.changes.present.allSatisfy { now?.result?.holds(edit.changes[$0], in: $0) == true }
    case (.edit(_, let edit), nil): tableAfter[operation.id.text]?.holds(edit.changes) == true
    default: false
    }
  }
}

extension ServerTable.Row {
  /// Whether every field that is there has this value.
  fileprivate func holds(_ fields: PolicyFields) -> Bool {
    fields.pattern.map { $0 == pattern } ?? true
      && fields.patternType.map { $0.rawValue == patternType } ?? true
      && fields.isRegex.map { $0 == isRegex } ?? true
      && fields.isTrustedSender.map { $0 == isTrustedSender } ?? true
      && fields.isAcceptableSender.map { $0 == isAcceptableSender } ?? true
      && fields.isExemptRecipient.map { $0 == isExemptRecipient } ?? true
      && fields.verifySender.map { $0 == verifySender } ?? true
      && fields.comments.map { $0 == comments ?? "" } ?? true
  }
}
