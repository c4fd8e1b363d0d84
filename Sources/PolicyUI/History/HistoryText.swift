import Canvas
import Foundation
import PolicyCore
import Theming
import Policies
import Values

/// The words for submissions.
enum HistoryText {
  /// A line with the role of each part of it: a theme may change while it is shown.
  struct Line: Equatable, Sendable {
    struct Part: Equatable {
      let text: String
      let role: Role
    }

    let parts: [Part]

    init(_ text: String, _ role: Role = .text) {
      parts = [Part(text: text, role: role)]
    }

    init(_ parts: [(text: String, role: Role)]) {
      self.parts = parts.map { Part(text: $0.text, role: $0.role) }
    }

    /// Nothing is cut: what was sent is to be read here years later.
    func rows(_ theme: Theme, width: Int) -> [[TextRun]] {
      parts.map { TextRun($0.text, theme[$0.role]) }.wrapped(to: width, hanging: hanging)
    }

    func rowCount(width: Int) -> Int {
      parts.map { TextRun($0.text, .plain) }.wrapped(to: width, hanging: hanging).count
    }

    /// Behind the indentation of the line, and behind the first of several parts.
    private var hanging: Int {
      let first = parts.first?.text ?? ""
      return parts.count == 3 ? first.count : first.prefix { $0 == " " }.count + 4
    }
  }

  /// One submission in full: what was asked for, what came of it, what it was made of.
  static func lines(of record: SubmissionRecord) -> [Line] {
    var lines = [
      Line([(" \(outcome(record.state))", role(record.state)), ("   \(moment(record.startedAt))", .text)]),
      Line(" by \(record.user)\(record.reason.map { ", because: \($0)" } ?? "")"),
      Line(" fingerprint \(record.fingerprint)", .muted),
      Line(" encoding \(record.encoding.rawValue)   id \(record.id)", .muted),
    ]
    if let detail = record.detail { lines.append(Line(" \(detail)", .levelWarning)) }
    if let rayID = record.rayID { lines.append(Line(" cf-ray \(rayID)", .muted)) }
    let plan = BatchPlan(asWritten: record.operations)
    lines += ServerComplaint.all(record.serverErrors, on: plan).map { Line(" refused, \($0.sentence)", .levelError) }
    var created = record.createdIDs[...]
    var kind: OperationKind?
    for operation in plan.ordered {
      if operation.kind != kind {
        kind = operation.kind
        lines += [Line(""), Line(" \(operation.kind.arrayName) (\(record.counts[operation.kind]))", .heading)]
      }
      let newID = operation.kind == .post ? created.popFirst() : nil
      lines += self.lines(of: operation, newID: newID)
    }
    lines += section("Request", record.request)
    if let response = record.response { lines += section("The server's answer", response) }
    return lines
  }

  private static func lines(of operation: DraftOperation, newID: PolicyID?) -> [Line] {
    let id = newID.map { "created as \($0.text)" } ?? "id \(operation.id.text)"
    return [
      Line([
        ("   ", .text), ("\(operation.kind.sign)", operation.kind.role), (" \(operation.pattern)", .text),
        ("   \(id)", .muted),
      ])
    ]
      + FieldChange.changes(of: operation).map { change in
        let before = change.before.map { "\($0) > " } ?? ""
        let after = change.after.map { "\($0)" } ?? "(gone)"
        let gap = String(repeating: " ", count: max(1, 20 - change.field.label.count))
        return Line([("       \(change.field.label)\(gap)", .fieldLabel), (before, .muted), (after, .diffChange)])
      }
  }

  private static func section(_ title: String, _ body: Data) -> [Line] {
    let text = String(decoding: body, as: UTF8.self)
    return [Line(""), Line(" \(title)", .heading)]
      + text.split(separator: "\n", omittingEmptySubsequences: false).map { Line(" \($0)", .muted) }
  }

  /// Date and time as they stand in every list; in UTC, as all times are.
  static func moment(_ date: Date) -> String {
    let text = Timestamp.text(of: date)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  static func outcome(_ state: SubmissionRecord.State) -> String {
    switch state {
    case .checking, .sending: "open"
    case .applied: "applied"
    case .refused: "refused"
    case .conflict: "conflict"
    case .notSent: "not sent"
    case .notSeen: "not seen"
    case .unknown: "unknown"
    case .neverTold: "never told"
    }
  }

  static func role(_ state: SubmissionRecord.State) -> Role {
    switch state {
    case .applied: .diffAdd
    case .checking, .sending, .notSeen, .unknown: .levelWarning
    case .refused, .conflict: .levelError
    case .notSent, .neverTold: .muted
    }
  }

  /// The counts with their signs, such as `-2 ~5 +1`.
  static func counts(_ counts: OperationCounts) -> String {
    OperationKind.allCases.filter { counts[$0] > 0 }.map { "\($0.sign)\(counts[$0])" }.joined(separator: " ")
  }
}
