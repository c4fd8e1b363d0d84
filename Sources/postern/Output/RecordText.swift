import Foundation
import PolicyCore
import Policies
import Values

/// A submission of the history as lines for a terminal, a pipe or a screen reader.
enum RecordText {
  static func text(of record: SubmissionRecord) -> String {
    var lines = [
      "\(record.state.rawValue)  \(Timestamp.text(of: record.startedAt))  by \(record.user)",
      "reason \(record.reason ?? "(none)")", "fingerprint \(record.fingerprint)",
      "encoding \(record.encoding.rawValue)", "id \(record.id)",
    ]
    if let detail = record.detail { lines.append(detail) }
    if let rayID = record.rayID { lines.append("cf-ray \(rayID)") }
    lines += ServerComplaint.all(record.serverErrors, on: BatchPlan(asWritten: record.operations)).map { complaint in
      "refused, \(complaint.sentence)\(complaint.error.documentationURL.map { ", see \($0)" } ?? "")"
    }
    var created = record.createdIDs[...]
    for operation in BatchPlan(asWritten: record.operations).ordered {
      let id = (operation.kind == .post ? created.popFirst() : nil) ?? operation.id
      lines.append("  \(operation.kind.rawValue) \(operation.pattern)  \(id.text)")
      lines += FieldChange.changes(of: operation).map { change in
        "    \(change.field.label): \(word(change.before)) > \(word(change.after))"
      }
    }
    lines += ["request", String(decoding: record.request, as: UTF8.self)]
    if let response = record.response { lines += ["answer", String(decoding: response, as: UTF8.self)] }
    return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      .map { Output.visible(String($0)) + "\n" }.joined()
  }

  /// The counts in words, such as `2 deletes, 1 post`.
  static func counts(_ counts: OperationCounts) -> String {
    OperationKind.allCases.filter { counts[$0] > 0 }
      .map { "\(counts[$0]) \(counts[$0] == 1 ? $0.rawValue : $0.arrayName)" }.joined(separator: ", ")
  }

  private static func word(_ value: FieldValue?) -> String {
    guard let value else { return "(none)" }
    return value == .text("") ? "(empty)" : value.description
  }
}
