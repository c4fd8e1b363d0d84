import PolicyCore

/// What an import would queue, for people: a line for each row that does something, or that cannot be taken.
enum ImportText {
  static func lines(of plan: ImportPlan) -> [String] {
    plan.entries.flatMap(lines) + [counts(plan.counts)]
  }

  private static func lines(of entry: ImportPlan.Entry) -> [String] {
    let pattern = entry.fields.pattern ?? ""
    switch entry.outcome {
    case .new:
      return ["line \(entry.line): new \(pattern) (\(entry.fields.patternType?.label ?? "?")): \(flags(entry.fields))"]
    case .changed(let change):
      let fields = change.changes.present.map { field in
        "\(field.label) \(word(change.before[field])) > \(word(change.changes[field]))"
      }
      return ["line \(entry.line): changed \(pattern): \(fields.joined(separator: ", "))"]
    case .invalid(let mistakes):
      return mistakes.map { "line \($0.line), column \($0.column): \($0.what) \($0.advice)" }
    case .duplicate, .repeated:
      return []
    }
  }

  private static func flags(_ fields: PolicyFields) -> String {
    let on = PolicyFlag.allCases.filter { fields.isOn($0) }.map(\.field.label)
    return on.isEmpty ? "no flags" : on.joined(separator: ", ")
  }

  private static func word(_ value: FieldValue?) -> String {
    guard let value, value != .text("") else { return "(empty)" }
    return value.description
  }

  private static func counts(_ counts: ImportPlan.Counts) -> String {
    var parts = ["\(counts.new) new", "\(counts.changed) changed", "\(counts.duplicate) there already"]
    if counts.repeated > 0 { parts.append("\(counts.repeated) said before in the file") }
    if counts.invalid > 0 { parts.append("\(counts.invalid) that cannot be taken") }
    return "Rows: \(parts.joined(separator: ", "))."
  }
}
