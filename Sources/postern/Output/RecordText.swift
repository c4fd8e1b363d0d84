import Foundation
import PolicyCore
import Policies
import Values

/// A submission of the history as lines for a terminal, a pipe or a screen reader.
enum RecordText {
  static func text(of record: SubmissionRecord) -> String {
    record.lines.flatMap(text(of:)).flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      .map { Output.visible(String($0)) + "\n" }.joined()
  }

  private static func text(of line: RecordLine) -> [String] {
    switch line {
    case .outcome(let state, let date, let user): ["\(state.rawValue)  \(Timestamp.text(of: date))  by \(user)"]
    case .fact(let name, let value): ["\(name) \(value)"]
    case .note(let sentence): [sentence]
    case .refusal(let complaint):
      ["refused, \(complaint.sentence)\(complaint.error.documentationURL.map { ", see \($0)" } ?? "")"]
    // Each operation names its kind.
    case .heading: []
    case .operation(let operation, let created):
      ["  \(operation.kind.rawValue) \(operation.pattern)  \((created ?? operation.id).text)"]
    case .change(let change): ["    \(change.field.label): \(change.before.word) > \(change.after.word)"]
    case .was(let what): ["    was \(what)"]
    case .body(let title, let text): [title, text]
    }
  }

  /// The counts in words, such as `2 deletes, 1 post`.
  static func counts(_ counts: OperationCounts) -> String {
    OperationKind.allCases.filter { counts[$0] > 0 }.map { counts[$0].counted($0.rawValue, $0.arrayName) }
      .joined(separator: ", ")
  }
}
