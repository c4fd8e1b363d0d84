/// An expression made at random, as a tree of the tests' own: its text is read by what is tested, its tree by `matches`.
indirect enum RandomExpression {
  case empty
  case scalar(Unicode.Scalar)
  case set(Set)
  case sequence([RandomExpression])
  case alternatives([RandomExpression])
  case repeated(RandomExpression, least: Int, most: Int?, String)
  /// The opening, as `(`, `(?:`, `(?<n1>`, `(?i:`; and whether letters match in either case within.
  case group(String, RandomExpression, caseless: Bool?)
  case look(ahead: Bool, negative: Bool, RandomExpression)
  case assertion(Assertion)

  enum Assertion: String, CaseIterable {
    case caret = "^", dollar = "$", a = #"\A"#, bigZ = #"\Z"#, z = #"\z"#, boundary = #"\b"#, noBoundary = #"\B"#
  }

  /// A class: how it is written, what it has, and whether letters in it match in either case where that is asked for.
  struct Set {
    let source: String
    var isNegated = false
    var folds = true
    let has: @Sendable (Unicode.Scalar) -> Bool

    func contains(_ scalar: Unicode.Scalar, caseless: Bool) -> Bool {
      let isThere = has(scalar) || (caseless && folds && has(scalar.otherCase))
      return isThere != isNegated
    }
  }

  var source: String {
    switch self {
    case .empty: ""
    case .scalar(let scalar): #".\^$|?*+()[]{}"#.unicodeScalars.contains(scalar) ? "\\\(scalar)" : "\(scalar)"
    case .set(let set): set.source
    case .sequence(let nodes): nodes.map(\.source).joined()
    case .alternatives(let nodes): nodes.map(\.source).joined(separator: "|")
    case .repeated(let node, _, _, let quantifier): node.source + quantifier
    case .group(let opening, let node, _): opening + node.source + ")"
    case .look(let ahead, let negative, let node):
      "(?" + (ahead ? "" : "<") + (negative ? "!" : "=") + node.source + ")"
    case .assertion(let assertion): assertion.rawValue
    }
  }
}

extension Unicode.Scalar {
  /// An ASCII letter in its other case; anything else itself.
  var otherCase: Unicode.Scalar {
    switch value {
    case 0x41...0x5A, 0x61...0x7A: Unicode.Scalar(value ^ 0x20) ?? self
    default: self
    }
  }

  fileprivate var isTerminator: Bool { value == 0x2028 || value == 0x2029 }
  /// What the words of the alphabet below are made of, for `\b`.
  fileprivate var isLetterOrDigit: Bool { properties.isAlphabetic || ("0"..."9").contains(self) }
}

// MARK: - Classes

private func isWord(_ scalar: Unicode.Scalar) -> Bool {
  scalar == "_" || scalar.isASCII && (scalar.properties.isAlphabetic || isDigit(scalar))
}

private func isLower(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

extension RandomExpression.Set {
  static let all: [RandomExpression.Set] = [
    .init(source: ".", folds: false) { !$0.isTerminator },
    .init(source: ".", folds: false) { !$0.isTerminator },
    .init(source: "[ab]") { $0 == "a" || $0 == "b" },
    .init(source: "[^a]", isNegated: true) { $0 == "a" },
    .init(source: "[^@]", isNegated: true) { $0 == "@" },
    .init(source: "[a-c]") { ("a"..."c").contains($0) },
    .init(source: "[@.]") { $0 == "@" || $0 == "." },
    .init(source: "[a-z]") { isLower($0) },
    .init(source: "[^b-z.]", isNegated: true) { ("b"..."z").contains($0) || $0 == "." },
    // Case counts for each side by itself: what the right side excludes, it excludes in both cases.
    .init(source: "[a-z&&[^b]]") { isLower($0) && $0 != "b" },
    .init(source: #"[\w.-]"#) { isWord($0) || $0 == "." || $0 == "-" },
    .init(source: "[a[bé]]") { $0 == "a" || $0 == "b" || $0 == "é" },
    .init(source: #"\w"#) { isWord($0) },
    .init(source: #"\W"#, isNegated: true) { isWord($0) },
    .init(source: #"\d"#) { isDigit($0) },
    .init(source: #"\D"#, isNegated: true) { isDigit($0) },
    .init(source: #"\s"#) { $0 == " " },
    .init(source: #"\S"#, isNegated: true) { $0 == " " },
    .init(source: #"\p{L}"#) { $0.properties.isAlphabetic },
    .init(source: #"\p{Alpha}"#) { $0.isASCII && $0.properties.isAlphabetic },
    .init(source: #"\P{Alpha}"#, isNegated: true) { $0.isASCII && $0.properties.isAlphabetic },
    .init(source: #"\x61"#) { $0 == "a" },
    .init(source: "é", folds: false) { $0 == "é" },
  ]
}

// MARK: - Making them

struct RandomExpressions<Generator: RandomNumberGenerator> {
  var generator: Generator
  /// Looks and word boundaries too, not only what every engine reads alike.
  var hasAssertions = true
  private var names = 0

  init(_ generator: Generator, hasAssertions: Bool = true) {
    self.generator = generator
    self.hasAssertions = hasAssertions
  }

  static var literals: [Unicode.Scalar] { Array("aaabbcA.@-1_é".unicodeScalars) }
  static var letters: [Unicode.Scalar] { Array("aaabbcAB.@-1_é\u{2028}\u{0301}😀 ".unicodeScalars) }

  private mutating func one<Element>(of elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }

  /// A text of the letters that matter, up to so many.
  mutating func text(upTo limit: Int) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...limit, using: &generator) { text.append(one(of: Self.letters)) }
    return String(text)
  }

  mutating func expression(depth: Int = 3, isBehind: Bool = false) -> RandomExpression {
    let branches = one(of: [1, 1, 1, 1, 2, 3])
    let nodes = (0..<branches).map { _ in sequence(depth: depth, isBehind: isBehind) }
    return branches == 1 ? nodes[0] : .alternatives(nodes)
  }

  private mutating func sequence(depth: Int, isBehind: Bool) -> RandomExpression {
    .sequence((0..<one(of: [0, 1, 1, 2, 2, 3, 4])).map { _ in quantified(depth: depth, isBehind: isBehind) })
  }

  private mutating func quantified(depth: Int, isBehind: Bool) -> RandomExpression {
    let node = atom(depth: depth, isBehind: isBehind)
    guard Int.random(in: 0..<4, using: &generator) == 0 else { return node }
    if case .assertion = node { return node }
    if isBehind { return .repeated(node, least: 0, most: 1, "?") }
    let lazy = one(of: ["", "", "?"])
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return .repeated(node, least: 0, most: 1, "?" + lazy)
    case 1, 2: return .repeated(node, least: 0, most: nil, "*" + lazy)
    case 3: return .repeated(node, least: 1, most: nil, "+" + lazy)
    case 4: return .repeated(node, least: 2, most: nil, "{2,}" + lazy)
    default:
      let least = Int.random(in: 0...2, using: &generator)
      let most = least + Int.random(in: 0...2, using: &generator)
      return .repeated(node, least: least, most: most, "{\(least),\(most)}" + lazy)
    }
  }

  private mutating func atom(depth: Int, isBehind: Bool) -> RandomExpression {
    switch Int.random(in: 0..<(depth > 0 ? 16 : 10), using: &generator) {
    case 0..<5: return .scalar(one(of: Self.literals))
    case 5..<9: return .set(one(of: RandomExpression.Set.all))
    case 9:
      let plain: [RandomExpression.Assertion] = [.caret, .dollar, .a, .z, .bigZ]
      return .assertion(one(of: hasAssertions ? RandomExpression.Assertion.allCases : plain))
    case 10..<14:
      let inner = expression(depth: depth - 1, isBehind: isBehind)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0:
        names += 1
        return .group("(?<n\(names)>", inner, caseless: nil)
      case 1: return .group("(?i:", inner, caseless: true)
      case 2: return .group("(?-i:", inner, caseless: false)
      case 3...4: return .group("(?:", inner, caseless: nil)
      default: return .group("(", inner, caseless: nil)
      }
    case 14 where hasAssertions:
      return .look(
        ahead: true,
        negative: Bool.random(using: &generator),
        expression(depth: depth - 1, isBehind: isBehind)
      )
    case 15 where hasAssertions:
      return .look(ahead: false, negative: Bool.random(using: &generator), expression(depth: depth - 1, isBehind: true))
    default: return .group("(?:", expression(depth: depth - 1, isBehind: isBehind), caseless: nil)
    }
  }
}

// MARK: - What they match, by trying

/// Java's semantics with nothing clever: a position, and what to do with the rest.
struct Backtracker {
  let text: [Unicode.Scalar]
  /// How many steps it may take; beyond, it says nothing.
  private(set) var steps = 20_000

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  /// Nil where it took too long.
  static func matches(_ expression: RandomExpression, _ text: String, whole: Bool, caseless: Bool) -> Bool? {
    var tracker = Backtracker(text)
    let length = tracker.text.count
    for start in 0...(whole ? 0 : length) {
      let found = tracker.match(expression, start, caseless) { _, end in !whole || end == length }
      if tracker.steps <= 0 { return nil }
      if found { return true }
    }
    return false
  }

  private mutating func match(
    _ node: RandomExpression,
    _ place: Int,
    _ caseless: Bool,
    _ rest: (inout Backtracker, Int) -> Bool
  ) -> Bool {
    steps -= 1
    if steps <= 0 { return false }
    switch node {
    case .empty: return rest(&self, place)
    case .scalar(let scalar):
      guard place < text.count else { return false }
      let isEqual = text[place] == scalar || (caseless && text[place] == scalar.otherCase)
      return isEqual && rest(&self, place + 1)
    case .set(let set):
      return place < text.count && set.contains(text[place], caseless: caseless) && rest(&self, place + 1)
    case .sequence(let nodes): return match(nodes[...], place, caseless, rest)
    case .alternatives(let nodes):
      for node in nodes where match(node, place, caseless, rest) { return true }
      return false
    case .group(_, let inner, let scoped): return match(inner, place, scoped ?? caseless, rest)
    case .repeated(let inner, let least, let most, _):
      return repeated(inner, least, most, 0, place, caseless, rest)
    case .look(let ahead, let negative, let inner):
      var isThere = false
      if ahead {
        isThere = match(inner, place, caseless) { _, _ in true }
      } else {
        for start in 0...place where !isThere {
          isThere = match(inner, start, caseless) { _, end in end == place }
        }
      }
      return steps > 0 && isThere != negative && rest(&self, place)
    case .assertion(let assertion): return holds(assertion, place) && rest(&self, place)
    }
  }

  private mutating func match(
    _ nodes: ArraySlice<RandomExpression>,
    _ place: Int,
    _ caseless: Bool,
    _ rest: (inout Backtracker, Int) -> Bool
  ) -> Bool {
    guard let first = nodes.first else { return rest(&self, place) }
    return match(first, place, caseless) { $0.match(nodes.dropFirst(), $1, caseless, rest) }
  }

  private mutating func repeated(
    _ node: RandomExpression,
    _ least: Int,
    _ most: Int?,
    _ count: Int,
    _ place: Int,
    _ caseless: Bool,
    _ rest: (inout Backtracker, Int) -> Bool
  ) -> Bool {
    if most.map({ count < $0 }) ?? true {
      let isFound = match(node, place, caseless) { tracker, end in
        // Nothing was read: to go on like this would not end, and what is missing can be read in the same way.
        if end == place { return rest(&tracker, end) }
        return tracker.repeated(node, least, most, count + 1, end, caseless, rest)
      }
      if isFound { return true }
    }
    return count >= least && rest(&self, place)
  }

  private func holds(_ assertion: RandomExpression.Assertion, _ place: Int) -> Bool {
    switch assertion {
    case .caret, .a: place == 0
    case .z: place == text.count
    case .dollar, .bigZ: place == text.count || (place == text.count - 1 && text[place].isTerminator)
    case .boundary: isWord(place - 1) != isWord(place)
    case .noBoundary: isWord(place - 1) == isWord(place)
    }
  }

  private func isWord(_ place: Int) -> Bool {
    guard text.indices.contains(place) else { return false }
    if text[place] == "_" || text[place].isLetterOrDigit { return true }
    var base = place
    while base >= 0, text[base] == "\u{301}" { base -= 1 }
    return base >= 0 && base < place && text[base].isLetterOrDigit
  }
}
