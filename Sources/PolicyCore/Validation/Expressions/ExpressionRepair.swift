import Languages
import Policies
import Values

/// What was meant by an expression that nothing can match.
enum ExpressionRepair {
  /// The first repaired expression that something can match, and what it opens.
  static func fix(for expression: ExpressionJudgement) -> Fix? {
    for text in candidates(for: expression.source) where text != expression.source && !text.isEmpty {
      var (text, judgement) = (text, ExpressionJudgement.of(text, expression.kind))
      if case .dot(_, _, _, let escaped)? = judgement.verdict.decided?.hole {
        (text, judgement) = (escaped, .of(escaped, expression.kind))
      }
      guard let decided = judgement.verdict.decided, !decided.matchesNothing,
        let opened = decided.opened ?? judgement.example
      else { continue }
      return Fix(title: "write \(text), which opens \(opened)", change: .set(PolicyFields(pattern: text)))
    }
    return nil
  }

  /// The expression with every loose dot escaped; nil where it cannot be read.
  static func escapingDots(in source: String) -> String? {
    guard let expression = try? RegularExpression(source) else { return nil }
    return try? expression.escaping(expression.unescapedDots).source
  }

  /// One repair after the other, and all of them together.
  private static func candidates(for source: String) -> [String] {
    let repairs = [withoutBlanks, withoutDelimiters, withHalvedBackslashes, withAnchorsAtEnds]
    return repairs.map { $0(source) } + [repairs.reduce(source) { $1($0) }]
  }

  /// Blanks at the ends, and beside the anchors.
  private static func withoutBlanks(_ source: String) -> String {
    var body = source.trimmed[...]
    let isHeldAtStart = body.first == "^"
    let isHeldAtEnd = body.last == "$" && !body.dropLast().hasSuffix("\\")
    if isHeldAtStart { body = body.dropFirst() }
    if isHeldAtEnd { body = body.dropLast() }
    return (isHeldAtStart ? "^" : "") + String(body).trimmed + (isHeldAtEnd ? "$" : "")
  }

  /// What stands between delimiters as other languages have them: `/…/i`, `m!…!`, `s/…/…/`, `r'…'`.
  private static func withoutDelimiters(_ source: String) -> String {
    let text = source.trimmed
    let body = text.drop { ("a"..."z").contains($0) }
    let name = text.prefix(text.count - body.count)
    guard ["", "m", "r", "s", "qr", "re"].contains(name), let delimiter = body.first, "/!#~'\"|,".contains(delimiter)
    else { return source }
    let parts = body.dropFirst().split(separator: delimiter, omittingEmptySubsequences: false)
    // A substitution has three of them.
    guard parts.count >= 2, name != "s" || parts.count == 3, let flags = parts.last,
      flags.allSatisfy({ ("a"..."z").contains($0) })
    else { return source }
    let inner = name == "s" ? String(parts[0]) : parts.dropLast().joined(separator: String(delimiter))
    return flags.contains("i") ? "(?i)" + inner : inner
  }

  private static func withHalvedBackslashes(_ source: String) -> String { source.replacing("\\\\", with: "\\") }

  /// `^` at the start and `$` at the end, where they stand elsewhere.
  private static func withAnchorsAtEnds(_ source: String) -> String {
    guard !source.contains("["), !source.contains("\\^"), !source.contains("\\$") else { return source }
    let body = source.filter { $0 != "^" && $0 != "$" }
    return (source.contains("^") ? "^" : "") + body + (source.contains("$") ? "$" : "")
  }
}
