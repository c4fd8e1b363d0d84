import Policies
import PolicyFiles
import Values

/// What an import would queue, for people: a line for each row that does something, and the mistakes.
enum ImportText {
  /// The mistakes stand apart: see ``mistakes(of:)``.
  static func lines(of plan: ImportPlan) -> [String] {
    // In the order of the file, whatever becomes of a line.
    var said = plan.entries.map { (line: $0.line, texts: lines(of: $0)) }
    said += plan.remarks.map { (line: $0.line, texts: ["line \($0.line): \($0.what)"]) }
    said.sort { $0.line < $1.line }
    return said.flatMap(\.texts) + [counts(plan.counts)]
  }

  /// All that is wrong with the file, with how many rows have a mistake before it; nothing where nothing is.
  static func mistakes(of plan: ImportPlan) -> [String] {
    let found = plan.entries.flatMap { entry in
      if case .invalid(let mistakes) = entry.outcome { mistakes.map(mistake) } else { [String]() }
    }
    let broken = plan.broken.map { ["\(mistake($0)) The rest of the file was not read."] } ?? []
    let count = plan.counts.invalid
    let heading = count == 0 ? [] : ["\(count.counted("row")) cannot be taken:"]
    return heading + found + broken
  }

  private static func lines(of entry: ImportPlan.Entry) -> [String] {
    let pattern = entry.fields.pattern ?? ""
    switch entry.outcome {
    case .new:
      let comment = entry.fields.comments.map { $0.isEmpty ? "" : ", “\($0)”" } ?? ""
      let type = entry.fields.patternType?.label ?? "?"
      return ["line \(entry.line): new \(pattern) (\(type)): \(flags(entry.fields))\(comment)"]
    case .changed(let change):
      let fields = change.changes.present.map { field in
        "\(field.label) \(word(change.before[field])) > \(word(change.changes[field]))"
      }
      return ["line \(entry.line): changed \(pattern): \(fields.joined(separator: ", "))"]
    case .duplicate, .queued, .repeated, .invalid, .leftOut:
      return []
    }
  }

  private static func mistake(_ mistake: ImportMistake) -> String {
    "line \(mistake.line), column \(mistake.column): \(mistake.what) \(mistake.advice)"
  }

  private static func flags(_ fields: PolicyFields) -> String {
    let on = PolicyFlag.allCases.filter { fields.isOn($0) }.map(\.field.label)
    return on.isEmpty ? "no flags" : on.joined(separator: ", ")
  }

  /// A file tells no empty comment from none.
  private static func word(_ value: FieldValue?) -> String {
    (value ?? .text("")).word
  }

  private static func counts(_ counts: ImportPlan.Counts) -> String {
    var parts = ["\(counts.new) new", "\(counts.changed) changed", "\(counts.duplicate) there already"]
    if counts.queued > 0 { parts.append("\(counts.queued) in the draft already") }
    if counts.repeated > 0 { parts.append("\(counts.repeated) said before in the file") }
    if counts.invalid > 0 { parts.append("\(counts.invalid) that cannot be taken") }
    return "Rows: \(parts.joined(separator: ", "))."
  }
}
