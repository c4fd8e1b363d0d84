import Values
import Policies

/// A review as lines for a terminal, a pipe or a screen reader: one thing a line, in the order of execution.
///
/// The lines hold what policies hold: whoever prints them makes them harmless first.
package enum ReviewText {
  package static func lines(of review: Review, conflicts: [Conflict] = []) -> [String] {
    var lines = [heading(of: review)]
    var kind: OperationKind?
    for operation in review.operations {
      if operation.kind != kind {
        kind = operation.kind
        lines += ["", "\(operation.kind.arrayName) (\(review.counts[operation.kind]))"]
      }
      lines += self.lines(of: operation)
    }
    lines += ["", effects(of: review)]
    lines += review.batchFindings.map { "\(text(of: $0)) \($0.why)" }
    lines += self.lines(of: conflicts)
    lines += review.notices
    if let mail = review.mail { lines += [mail.words] + [mail.danger.map { "danger: \($0)" }].compactMap(\.self) }
    lines += SubmissionWords.sentences(on: review.repetitions) + review.demands + review.excesses
    lines.append("fingerprint \(review.fingerprint.hex)")
    return lines
  }

  private static func heading(of review: Review) -> String {
    let count = review.operations.count
    let place = review.account.environment == .live ? "LIVE" : "SANDBOX"
    let operations = "\(count.counted("operation"))"
    return "Review: \(review.account.name), \(place): \(operations), in this order, all or nothing."
  }

  private static func lines(of operation: ReviewedOperation) -> [String] {
    let type = (operation.operation.result ?? operation.operation.base?.fields)?.patternType?.label ?? "?"
    var lines = ["  \(operation.operation.name)  \(type)  \(operation.effect.rawValue)"]
    lines += operation.judged.sentences.map { "    \($0)" }
    lines += operation.changes.map { change in
      "    \(change.field.label): \(change.before.word) > \(change.after.word)"
    }
    lines += operation.changedElsewhere.map { change in
      "    changed elsewhere, \(change.field.label): \(change.before.word) > \(change.after.word)"
    }
    // A deletion sends no field, and so has no findings on them.
    if operation.kind == .delete, let unread = operation.operation.base?.fields.unread, !unread.isEmpty {
      lines += PolicyField.allCases.filter { unread[$0] != nil }.map { field in
        "    \(field.label): ? (the server said \(unread[field] ?? ""))"
      }
    }
    return lines + operation.findings.map { "    \(text(of: $0))" }
  }

  private static func text(of finding: Finding) -> String {
    if let reason = finding.silencedBy { return "silenced \(finding.rule.rawValue): \(reason)" }
    return "\(finding.level.rawValue) \(finding.rule.rawValue): \(finding.message)"
      + (finding.sampleSentence.map { " \($0)" } ?? "")
  }

  /// What became of the policies that a batch touches.
  package static func lines(of conflicts: [Conflict]) -> [String] { conflicts.flatMap(lines(of:)) }

  private static func lines(of conflict: Conflict) -> [String] {
    guard let theirs = conflict.theirs else { return ["conflict \(name(of: conflict)): it no longer exists"] }
    guard !conflict.fields.isEmpty else {
      let moments = "at \(theirs.echoedModification ?? "an unknown time"), while the file knows it as of "
      return ["conflict \(name(of: conflict)): changed elsewhere \(moments)\(conflict.base.lastModified ?? "no time")"]
    }
    // Of a plan every change counts, whether or not the plan touches that field.
    let isClash = conflict.mine.map { mine in
      conflict.fields.contains { !conflict.base.fields.holds(mine[$0], in: $0) }
    }
    return ["conflict \(conflict.base.pattern): changed elsewhere\(isClash == false ? "" : " in the same field")"]
      + conflict.fields.map { field in
        func text(_ fields: PolicyFields?) -> String {
          let value = fields?[field]
          guard value == nil, let said = fields?.words(for: field) else { return value.word }
          return said
        }
        let mine = conflict.mine == nil ? "(deleted)" : text(conflict.mine)
        return "    \(field.label): base \(text(conflict.base.fields)), mine \(mine), theirs \(text(theirs.fields))"
      }
  }

  private static func name(of conflict: Conflict) -> String {
    conflict.base.pattern.isEmpty ? conflict.id.text : conflict.base.pattern
  }

  private static func effects(of review: Review) -> String {
    Effect.allCases.map { "\($0.rawValue) \(review.count(of: $0))" }.joined(separator: ", ")
  }
}
