/// Reads the syntax of `java.util.regex.Pattern` (Java 17) into a tree.
///
/// It accepts what Java accepts, oddities included, and refuses the rest as a mistake. What is accepted and not regular
/// becomes a node of its own, so that a mistake further on is still found.
struct ExpressionParser {
  /// Groups and classes nested deeper are not looked into; the reader calls itself for each.
  static let depthLimit = 120

  var scanner: ExpressionScanner
  private(set) var depth = 0
  var groupNames: Set<String> = []
  /// The first construct inside a class, or the first flag, that cannot be decided.
  var noted: (reason: Undecided, range: Range<Int>)?

  static func parse(
    _ source: String,
    flags: ExpressionScanner.Flags = []
  ) throws(ExpressionFailure) -> ExpressionNode {
    var parser = ExpressionParser(scanner: ExpressionScanner(source, flags: flags))
    let root = try parser.alternatives()
    if !parser.scanner.isAtEnd {
      let place = parser.scanner.place
      throw .mistake("a group is closed that was not opened", place..<place + 1)
    }
    guard let noted = parser.noted else { return root }
    return ExpressionNode(.sequence([root, ExpressionNode(.undecided(noted.reason), noted.range)]), root.range)
  }

  init(scanner: ExpressionScanner) { self.scanner = scanner }

  /// A node from a place to where the reader is now.
  func node(_ kind: ExpressionNode.Kind, from start: Int) -> ExpressionNode {
    ExpressionNode(kind, start..<max(start, scanner.pastPlace))
  }

  func mistake(_ words: String, from start: Int) -> ExpressionFailure {
    let end = min(max(start + 1, scanner.pastPlace), scanner.origin(scanner.count))
    return .mistake(words, min(start, end)..<end)
  }

  mutating func nested<Result>(
    _ body: (inout ExpressionParser) throws(ExpressionFailure) -> Result
  ) throws(ExpressionFailure) -> Result {
    if depth == Self.depthLimit {
      throw .undecided(.depth(Self.depthLimit), scanner.place..<scanner.origin(scanner.count))
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: - Structure

  mutating func alternatives() throws(ExpressionFailure) -> ExpressionNode {
    let start = scanner.place
    var branches = [try sequence()]
    while scanner.peek() == "|" {
      _ = scanner.next()
      branches.append(try sequence())
    }
    if branches.count == 1 { return branches[0] }
    return ExpressionNode(.alternatives(branches), start..<(branches.last?.range.upperBound ?? start))
  }

  private mutating func sequence() throws(ExpressionFailure) -> ExpressionNode {
    var nodes: [ExpressionNode] = []
    _ = scanner.peek()
    let start = scanner.place
    while true {
      let next = scanner.peek()
      let place = scanner.place
      if next == "|" || next == ")" || (next == 0 && scanner.isAtEnd) { break }
      guard let piece = try piece(next, at: place) else { continue }
      nodes.append(try quantified(piece))
    }
    if nodes.count == 1 { return nodes[0] }
    return ExpressionNode(
      nodes.isEmpty ? .empty : .sequence(nodes),
      start..<max(start, nodes.last?.range.upperBound ?? start)
    )
  }

  /// One piece without its quantifier; nil for flags.
  private mutating func piece(_ next: UInt32, at place: Int) throws(ExpressionFailure) -> ExpressionNode? {
    switch next {
    case "(":
      return try nested { parser throws(ExpressionFailure) in try parser.group(at: place) }
    case "[":
      let set = try nested { parser throws(ExpressionFailure) in try parser.bracketed(closing: true) }
      return node(.characters(set), from: place)
    case "\\":
      return try escape(at: place)
    case "^":
      _ = scanner.next()
      let kind: ExpressionNode.Assertion =
        !scanner.flags.contains(.multiline) ? .start : scanner.flags.contains(.unixLines) ? .nonEmptyStart : .lineStart
      return ExpressionNode(.assertion(kind), place..<place + 1)
    case "$":
      _ = scanner.next()
      let kind: ExpressionNode.Assertion =
        scanner.flags.contains(.unixLines)
        ? .end : scanner.flags.contains(.multiline) ? .lineEnd : .endOrLastTerminator
      return ExpressionNode(.assertion(kind), place..<place + 1)
    case ".":
      _ = scanner.next()
      let isWhole = scanner.flags.contains(.dotAll) || scanner.flags.contains(.unixLines)
      return ExpressionNode(.characters(isWhole ? .all : JavaClasses.withoutTerminators), place..<place + 1)
    case "?", "*", "+":
      throw .mistake("there is nothing to repeat", place..<place + 1)
    case "{":
      // Java repeats the empty text here.
      return ExpressionNode(.empty, place..<place)
    default:
      _ = scanner.next()
      return ExpressionNode(literal(next), place..<place + 1)
    }
  }

  /// A character, in the cases that the flags ask for.
  func literal(_ scalar: UInt32) -> ExpressionNode.Kind {
    guard let character = Unicode.Scalar(scalar) else { return .characters(ScalarSet()) }
    guard scanner.flags.contains(.caseless) else { return .character(character) }
    let set = JavaClasses.folded(ScalarSet(scalar), unicode: scanner.flags.contains(.unicodeCase))
    return set == ScalarSet(scalar) ? .character(character) : .characters(set)
  }

  // MARK: - Quantifiers

  private mutating func quantified(_ piece: ExpressionNode) throws(ExpressionFailure) -> ExpressionNode {
    let place = scanner.origin(scanner.cursor)
    let least: Int
    let most: Int?
    switch scanner.peek() {
    case "?":
      (least, most) = (0, 1)
      _ = scanner.next()
    case "*":
      (least, most) = (0, nil)
      _ = scanner.next()
    case "+":
      (least, most) = (1, nil)
      _ = scanner.next()
    case "{":
      (least, most) = try counted(from: place)
    default:
      return piece
    }
    let start = piece.range.lowerBound
    switch scanner.peek() {
    case "?":
      _ = scanner.next()
    case "+":
      let end = scanner.place + 1
      _ = scanner.next()
      return ExpressionNode(.undecided(.possessive), start..<end)
    default: break
    }
    var isLoop = false
    if case .group = piece.kind { isLoop = true }
    if isLoop, least > 1, piece.emptiness == .underAssertion {
      return node(.undecided(.repeatedAssertion), from: start)
    }
    return node(.repeated(piece, least: least, most: most), from: start)
  }

  /// The numbers in `{2}`, `{2,}`, `{2,3}`.
  private mutating func counted(from place: Int) throws(ExpressionFailure) -> (Int, Int?) {
    guard ASCII.isDigit(scanner[scanner.cursor + 1]) else {
      throw mistake("a number is missing after {", from: place)
    }
    var scalar = scanner.skip()
    let least = try number(&scalar, from: place)
    var most: Int? = least
    if scalar == "," {
      scalar = scanner.read()
      most = scalar == "}" ? nil : try number(&scalar, from: place)
    }
    if scalar != "}" { throw mistake("a count is not closed: } is missing", from: place) }
    if let most, most < least { throw mistake("a count's second number is less than its first", from: place) }
    return (least, most)
  }

  /// Reads digits to the character after them.
  private mutating func number(_ scalar: inout UInt32, from place: Int) throws(ExpressionFailure) -> Int {
    var value = 0
    while ASCII.isDigit(scalar) {
      value = value * 10 + Int(scalar - 0x30)
      if value > Int(Int32.max) { throw mistake("a count is too large", from: place) }
      scalar = scanner.read()
    }
    return value
  }
}
