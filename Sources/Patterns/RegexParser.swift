/// What the parser makes of an expression.
struct RegexSyntax: Sendable {
  let root: RegexNode
  /// In the order of the text; empty for an expression that Java and PCRE2 read alike.
  let differences: [LocatedDifference]
  /// Whether a flag makes case meaningless in some part.
  let ignoresCase: Bool
}

/// Reads the structure of a regular expression, and notes where Java and PCRE2 part ways.
///
/// It judges nothing to be an error: PCRE2 does that. On text that PCRE2 refuses it gives some structure, and the
/// differences in it are still worth knowing.
struct RegexParser {
  /// Groups nested deeper than this are not looked into; the engine is told the same limit.
  static let depthLimit = 100

  let scalars: [Unicode.Scalar]
  var position = 0
  var differences: [LocatedDifference] = []
  private var depth = 0
  private(set) var ignoresCase = false

  private init(_ expression: String) {
    scalars = Array(expression.unicodeScalars)
  }

  static func parse(_ expression: String) -> RegexSyntax {
    var parser = RegexParser(expression)
    let root = parser.alternatives()
    return RegexSyntax(root: root, differences: parser.differences, ignoresCase: parser.ignoresCase)
  }

  // MARK: - The text

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    position + ahead < scalars.count ? scalars[position + ahead] : nil
  }

  func follows(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

  mutating func note(_ difference: RegexDifference, at offset: Int) {
    differences.append(LocatedDifference(difference: difference, offset: offset))
  }

  func text(from start: Int, to end: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<min(end, scalars.count)])
    return String(text)
  }

  // MARK: - Structure

  private mutating func alternatives() -> RegexNode {
    var branches = [sequence()]
    while peek() == "|" {
      position += 1
      branches.append(sequence())
    }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() -> RegexNode {
    var nodes: [RegexNode] = []
    while let next = peek(), next != "|", next != ")" || depth == 0 {
      nodes += atoms(next)
      guard let last = nodes.last, let (repetition, offset) = quantifier() else { continue }
      nodes[nodes.count - 1] = .repeated(last, repetition, at: offset)
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  /// One piece; several for a quotation (`\Q…\E`), none for a flag.
  private mutating func atoms(_ next: Unicode.Scalar) -> [RegexNode] {
    let start = position
    switch next {
    case "(":
      return group()
    case "[":
      position += 1
      return [.oneOf(characterClass())]
    case "\\":
      if follows("\\Q") { return quotation().map(RegexNode.literal) }
      return [escape()]
    case ".":
      position += 1
      return [.any(at: start)]
    case "^":
      position += 1
      return [.start]
    case "$":
      position += 1
      return [.end]
    case "{":
      position += 1
      note(.bareBrace, at: start)
      return [.literal(next)]
    default:
      position += 1
      return [.literal(next)]
    }
  }

  /// The characters between `\Q` and `\E`, or to the end.
  mutating func quotation() -> [Unicode.Scalar] {
    position += 2
    var quoted: [Unicode.Scalar] = []
    while let next = peek() {
      if follows("\\E") {
        position += 2
        break
      }
      quoted.append(next)
      position += 1
    }
    return quoted
  }

  // MARK: - Groups

  private mutating func group() -> [RegexNode] {
    let start = position
    position += 1
    if peek() == "*" { note(.verb, at: start) }
    var isAtomic = false
    var isLook = false
    if peek() == "?" {
      position += 1
      switch opening(from: start) {
      case .plain: break
      case .atomic: isAtomic = true
      case .look: isLook = true
      case .flagsOnly: return []
      }
    }
    guard depth < RegexParser.depthLimit else {
      position = scalars.count
      return [.unknown]
    }
    depth += 1
    let inner = alternatives()
    depth -= 1
    if peek() == ")" { position += 1 }
    return [isLook ? .look : .group(inner, isAtomic: isAtomic)]
  }

  private enum Opening { case plain, atomic, look, flagsOnly }

  /// What stands after `(?`; the position is left behind it.
  private mutating func opening(from start: Int) -> Opening {
    for (text, opening) in [
      (":", Opening.plain), (">", .atomic), ("=", .look), ("!", .look), ("<=", .look), ("<!", .look),
    ]
    where follows(text) {
      position += text.unicodeScalars.count
      return opening
    }
    if peek() == "<" {
      groupName(from: start)
      return .plain
    }
    return flags(from: start)
  }

  private mutating func groupName(from start: Int) {
    position += 1
    let begin = position
    while let next = peek(), next != ">", next != ")" { position += 1 }
    let name = scalars[begin..<position]
    if !name.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) }) {
      note(.groupName(text(from: begin, to: position)), at: start)
    }
    if peek() == ">" { position += 1 }
  }

  /// `(?i)`, `(?s-i:…)`; whatever else stands there, Java does not know it.
  private mutating func flags(from start: Int) -> Opening {
    let begin = position
    var negated = false
    while let next = peek(), next != ")", next != ":" {
      switch next {
      case "i": ignoresCase = ignoresCase || !negated
      case "m", "s": break
      case "x": note(.freeSpacing, at: start)
      case "d", "u", "U", "n", "J": note(.flag(String(next)), at: start)
      case "-"
      where !negated && position + 1 < scalars.count && "imsxduU)".unicodeScalars.contains(scalars[position + 1]):
        negated = true
      default:
        note(.group(text(from: start, to: begin + 1)), at: start)
        return .plain
      }
      position += 1
    }
    let isWhole = peek() == ")"
    if peek() != nil { position += 1 }
    return isWhole ? .flagsOnly : .plain
  }

  // MARK: - Quantifiers

  private mutating func quantifier() -> (RegexRepetition, at: Int)? {
    let start = position
    let bounds: (minimum: Int, maximum: Int?)
    switch peek() {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case "{":
      guard let counted = counted() else { return nil }
      bounds = counted
    default: return nil
    }
    position += 1
    let isPossessive = peek() == "+"
    if isPossessive || peek() == "?" { position += 1 }
    let repetition = RegexRepetition(minimum: bounds.minimum, maximum: bounds.maximum, isPossessive: isPossessive)
    return (repetition, at: start)
  }

  /// `{2}`, `{2,}` or `{2,5}`; leaves the position on the closing brace, or where it was if there is none.
  private mutating func counted() -> (minimum: Int, maximum: Int?)? {
    let start = position
    position += 1
    if let minimum = number() {
      var maximum: Int? = minimum
      if peek() == "," {
        position += 1
        maximum = number()
      }
      if peek() == "}" { return (minimum, maximum) }
    }
    position = start
    return nil
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let next = peek(), "0"..."9" ~= next {
      value = min((value ?? 0) * 10 + Int(next.value - 0x30), 1_000_000)
      position += 1
    }
    return value
  }
}
