import Policies
import Canvas
import PolicyCore
import Values

/// Findings as text of at most 80 columns, grouped by rule, the worst first.
enum LintText {
  private static let width = 80
  private static let patternWidth = 32

  static func text(of findings: [PlacedFinding], _ counts: FindingCounts) -> String {
    var lines: [String] = []
    for group in groups(of: findings.filter { !$0.finding.isSilenced }) {
      lines += self.lines(of: group) + [""]
    }
    lines += paragraph(summary(of: counts), indent: 0)
    return lines.map { Output.visible($0) + "\n" }.joined()
  }

  /// Throws a ``Problem`` of kind `usage` where there is no such rule.
  static func explanation(of name: String) throws(Problem) -> String {
    if name == "all" {
      return Rule.all.flatMap { rule in
        ["\(rule.level.rawValue) \(rule.name.rawValue)"] + paragraph("Holds when \(rule.holds).", indent: 4)
      }.map { $0 + "\n" }.joined()
    }
    return try Rule.known(as: name).explanation.split(separator: "\n").map(String.init)
      .flatMap { $0.hasPrefix("https://") ? [$0] : paragraph($0, indent: 0) }
      .map { $0 + "\n" }.joined()
  }

  // MARK: - Groups

  private static func groups(of findings: [PlacedFinding]) -> [[PlacedFinding]] {
    struct Key: Hashable {
      let level: FindingLevel
      let rule: RuleName
    }
    return Dictionary(grouping: findings) { Key(level: $0.finding.level, rule: $0.finding.rule) }
      .sorted { ($1.key.level, $0.key.rule.rawValue) < ($0.key.level, $1.key.rule.rawValue) }
      .map(\.value)
  }

  /// What all of them have in common is said once.
  private static func lines(of group: [PlacedFinding]) -> [String] {
    guard let first = group.first?.finding else { return [] }
    let isSame = group.allSatisfy { $0.finding.message == first.message && $0.finding.example == first.example }
    let heading = "\(first.level.rawValue) \(first.rule.rawValue) (\(group.count))"
    let example = isSame ? first.sampleSentence.map { " \($0)." } ?? "" : ""
    return [heading] + paragraph(isSame ? "\(first.message) \(first.why)\(example)" : first.why, indent: 2)
      + group.flatMap { lines(of: $0, saysMessage: !isSame) }
  }

  private static func lines(of placed: PlacedFinding, saysMessage: Bool) -> [String] {
    let finding = placed.finding
    let pattern = VisibleText(finding.pattern.isEmpty ? finding.policyID?.text ?? "" : finding.pattern)
    let spot = placed.place.map { "\($0.line):\($0.column)" }
    let place = [placed.pointer.map { $0.isEmpty ? "(whole batch)" : $0 }, spot].compactMap(\.self)
    guard saysMessage else {
      return ["    " + ([pattern.truncated(to: width - 4, ellipsis: "…").string] + place).joined(separator: "  ")]
    }
    let head = ([pattern.truncated(to: patternWidth, ellipsis: "…").string] + place).joined(separator: "  ")
    let said = [finding.message, finding.sampleSentence.map { "\($0)." }].compactMap { $0 }.joined(separator: " ")
    let message = paragraph(said, indent: 4 + patternWidth + 2)
    let room = patternWidth + 2 - VisibleText(head).width
    guard room > 0, let first = message.first else { return ["    " + head] + message }
    return ["    " + head + String(repeating: " ", count: room) + first.drop { $0 == " " }] + message.dropFirst()
  }

  private static func paragraph(_ text: String, indent: Int) -> [String] {
    Paragraph(text, width: width - indent).lines.map { String(repeating: " ", count: indent) + $0.string }
  }

  private static func summary(of counts: FindingCounts) -> String {
    let levels = FindingLevel.allCases.reversed().compactMap { level -> String? in
      let count = counts[level]
      return count == 0 ? nil : count.counted(level.rawValue)
    }
    let all = levels.isEmpty ? "Nothing is found" : levels.joined(separator: ", ")
    return all + (counts.silenced == 0 ? "." : ", \(counts.silenced) silenced.")
  }
}
