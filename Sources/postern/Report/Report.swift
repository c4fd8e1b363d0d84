import Foundation
import Mail
import MailLog
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import Values

/// What is handed to somebody who was not there: an account as it is, or a draft as it would be sent.
///
/// Every format is made of this one value. What is counted in it is what the overview and the review show.
struct Report: Sendable {
  let account: Account
  /// When it was made, and when its policies were read.
  let madeAt: Date
  let readAt: Date
  /// The version of the program.
  let version: String
  let content: Content
  /// What must stay true, now and, of a draft, once it is submitted.
  let guards: [GuardReport]
  /// Of a draft that of its request, which the review shows; of an account that of what `postern export` prints.
  let fingerprint: String
  let shortener: RecipientShortener

  enum Content: Sendable {
    case account(Overview, [Danger])
    case draft(Draft)
  }

  /// A rule of level danger or error that holds of some policies.
  struct Danger: Sendable {
    let rule: RuleName
    let level: FindingLevel
    let count: Int
    /// What it says of the first of them.
    let examples: [Finding]
  }

  struct Draft: Sendable {
    let review: Review
    let conflicts: [Conflict]
    /// Nil where no mail was read.
    let replay: ReplayReport?
    /// What the policies that it touches let through so far, in the order of the operations.
    let usage: [Usage]
  }

  struct Usage: Sendable {
    let pattern: String
    let use: PolicyUsage.Use
  }

  /// So many policies are named for each danger.
  static let mostExamples = 5
}

/// Makes reports of an account's policies, its draft and its mail.
struct ReportMaker: Sendable {
  let workspace: Workspace
  /// The mail that is kept; nil is as if there were none.
  let mail: KeptMail?
  /// Whether recipients are told in full.
  var isFull = false
  var now = Date()

  /// Throws a ``Problem`` where the draft or the library of the fingerprint cannot be used, and where the policies were
  /// read anew meanwhile: what is said of mail and of guards is of the newest list.
  func report(on subject: ReportSubject) async throws(Problem) -> Report {
    let report =
      if let review = subject.review {
        try await draft(subject, review)
      } else {
        try await account(subject)
      }
    _ = try await policies(of: subject.list)
    return report
  }

  private func policies(of list: PolicyList) async throws(Problem) -> PolicySet {
    if let policies = await workspace.policies(of: list) { return policies }
    throw Problem(
      .conflict,
      what: "The policies were read anew while the report was made.",
      advice: "Nothing was written; make the report once more.",
      retry: .safe
    )
  }

  private func account(_ subject: ReportSubject) async throws(Problem) -> Report {
    let usage = try await usage(of: subject.list)
    let findings = try await workspace.findings(
      on: subject.list,
      draft: DraftSnapshot(),
      usage: usage?.coverage?.isComplete == true ? usage : nil
    )
    let request = OverviewRequest(subject.list, draft: DraftSnapshot(), findings: findings, now: Instant(now))
    let passed = mail.flatMap { PassedMail($0) }
    let told = if let passed, let usage { MailTold.told(passed, usage) } else { MailTold.nothing }
    guard let overview = request.overview(mail: told) else { throw Self.stopped }
    let guards = try await workspace.guards(after: [])
    let dangers = Self.dangers(findings, subject.list)
    return Report(
      account: workspace.account,
      madeAt: now,
      readAt: subject.loadedAt,
      version: BuildInfo.version,
      content: .account(overview, dangers),
      guards: guards,
      fingerprint: try await Self.fingerprint(of: subject.list),
      shortener: shortener(subject.list, guards: guards, findings: dangers.flatMap(\.examples))
    )
  }

  private func draft(_ subject: ReportSubject, _ review: Review) async throws(Problem) -> Report {
    let operations = review.operations.map(\.operation)
    let guards = try await workspace.guards(after: operations)
    var replay: ReplayReport?
    var usage: [Report.Usage] = []
    if let mail {
      replay = try await workspace.replay(of: review, over: mail)
      usage = try await self.usage(of: subject.list).map { Self.usage(of: operations, $0, subject.list) } ?? []
    }
    var review = review
    review.mail = replay.map { MailEffect($0) }
    let draft = Report.Draft(review: review, conflicts: subject.conflicts, replay: replay, usage: usage)
    return Report(
      account: workspace.account,
      madeAt: now,
      readAt: subject.loadedAt,
      version: BuildInfo.version,
      content: .draft(draft),
      guards: guards,
      fingerprint: review.fingerprint.hex,
      shortener: shortener(subject.list, draft, guards: guards, findings: review.findings)
    )
  }

  /// What the policies of the list let through of the mail; nil where there is none.
  private func usage(of list: PolicyList) async throws(Problem) -> PolicyUsage? {
    guard let mail, mail.coverage != nil else { return nil }
    let policies = try await policies(of: list)
    do throws(CancellationError) {
      return try await PolicyUsage(of: policies, in: mail)
    } catch {
      throw Self.stopped
    }
  }

  private static let stopped = Problem(
    .interrupted,
    what: "The report was stopped before it was finished.",
    advice: "Nothing was written; start it again when it suits.",
    retry: .safe
  )

  // MARK: - Parts

  private static func dangers(_ findings: AccountFindings, _ list: PolicyList) -> [Report.Danger] {
    let dangers = findings.rows.tallies(in: list).compactMap { tally -> Report.Danger? in
      let ids = findings.rows.policies(under: tally.rule, in: list).prefix(Report.mostExamples)
      let examples = ids.compactMap { id in
        findings.findings(on: id).first { $0.rule == tally.rule && !$0.isSilenced }
      }
      guard let first = examples.first, first.level >= .danger else { return nil }
      return Report.Danger(rule: tally.rule, level: first.level, count: tally.count, examples: examples)
    }
    return dangers.sorted { left, right in
      if left.level != right.level { return left.level > right.level }
      return (left.count, right.rule.rawValue) > (right.count, left.rule.rawValue)
    }
  }

  private static func usage(
    of operations: [DraftOperation],
    _ usage: PolicyUsage,
    _ list: PolicyList
  ) -> [Report.Usage] {
    operations.compactMap { operation in
      guard let row = list.index(of: operation.id), let use = usage[row] else { return nil }
      return Report.Usage(pattern: list.fields(at: row).pattern ?? operation.id.text, use: use)
    }
  }

  /// That of the very bytes that `postern export` prints, so that both can be compared.
  private static func fingerprint(of list: PolicyList) async throws(Problem) -> String {
    let data = await exported(list)
    return try SHA256.hex(of: data)
  }

  private static func exported(_ list: PolicyList) async -> Data {
    var data = Data()
    await JSONShapes.write(ListedRows(list)) { data += $0 }
    return data
  }

  private func shortener(
    _ list: PolicyList,
    _ draft: Report.Draft? = nil,
    guards: [GuardReport],
    findings: [Finding]
  ) -> RecipientShortener {
    guard !isFull else { return RecipientShortener() }
    var shortener = RecipientShortener(list)
    for operation in draft?.review.operations ?? [] {
      for fields in [operation.operation.base?.fields, operation.operation.result].compactMap(\.self) {
        shortener.add(fields)
      }
      for answer in [operation.judged.more, operation.judged.less] { shortener.add(answer.example?.recipient) }
    }
    for report in guards { shortener.add(report.after.example?.recipient) }
    for finding in findings { add(finding, of: list, draft, to: &shortener) }
    for example in (draft?.replay?.more ?? []) + (draft?.replay?.less ?? []) + (draft?.replay?.undecided ?? []) {
      for recipient in example.message.message.recipients.value ?? [] { shortener.add(recipient) }
    }
    return shortener
  }

  /// An example of what an exempt recipient's expression matches is a recipient too.
  private func add(
    _ finding: Finding,
    of list: PolicyList,
    _ draft: Report.Draft?,
    to shortener: inout RecipientShortener
  ) {
    guard let id = finding.policyID, finding.example != nil else { return }
    let queued = draft?.review.operations.first { $0.id == id }?.operation.result
    guard let fields = queued ?? list[id]?.fields, RecipientShortener.concerns(fields) else { return }
    shortener.add(finding.example)
  }
}
