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

  /// One submission in full.
  static func lines(of record: SubmissionRecord) -> [Line] { record.lines.flatMap(lines(of:)) }

  private static func lines(of line: RecordLine) -> [Line] {
    switch line {
    case .outcome(let state, let date, let user):
      [Line([(" \(state.title)", role(state)), ("   \(moment(date))   by \(user)", .text)])]
    case .fact(let name, let value): [Line(" \(name) \(value)", name == "reason" ? .text : .muted)]
    case .note(let sentence): [Line(" \(sentence)", .levelWarning)]
    case .refusal(let complaint): [Line(" refused, \(complaint.sentence)", .levelError)]
    case .heading(let kind, let count): [Line(""), Line(" \(kind.arrayName) (\(count))", .heading)]
    case .operation(let operation, let created): [self.line(of: operation, created: created)]
    case .change(let change): [self.line(of: change)]
    case .was(let what): [Line([("       was ", .fieldLabel), (what, .muted)])]
    case .body(let title, let text):
      [Line(""), Line(" \(title)", .heading)]
        + text.split(separator: "\n", omittingEmptySubsequences: false).map { Line(" \($0)", .muted) }
    }
  }

  private static func line(of operation: DraftOperation, created: PolicyID?) -> Line {
    let id = created.map { "created as \($0.text)" } ?? "id \(operation.id.text)"
    return Line([
      ("   ", .text), ("\(operation.kind.sign)", operation.kind.role), (" \(operation.pattern)", .text),
      ("   \(id)", .muted),
    ])
  }

  private static func line(of change: FieldChange) -> Line {
    // Of a new policy nothing was there before: that need not be said of each field.
    let before = change.before.map { "\($0.word) > " } ?? ""
    let gap = String(repeating: " ", count: max(1, 20 - change.field.label.count))
    return Line([
      ("       \(change.field.label)\(gap)", .fieldLabel), (before, .muted), (change.after.word, .diffChange),
    ])
  }

  /// Date and time as they stand in every list; in UTC, as all times are.
  static func moment(_ date: Date) -> String {
    let text = Timestamp.text(of: date)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
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
