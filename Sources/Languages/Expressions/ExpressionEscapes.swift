/// What follows a backslash.
extension ExpressionParser {
  /// What an escape stands for.
  enum Escape {
    case scalar(UInt32)
    case set(ScalarSet)
    case other(ExpressionNode.Kind)
  }

  /// An escape outside a class.
  mutating func escape(at place: Int) throws(ExpressionFailure) -> ExpressionNode {
    let kind: ExpressionNode.Kind
    switch try anyEscape(inClass: false, at: place) {
    case .scalar(let scalar): kind = literal(scalar)
    case .set(let set): kind = .characters(set)
    case .other(let other): kind = other
    }
    return node(kind, from: place)
  }

  /// Reads an escape, the cursor being at its backslash.
  ///
  /// `isRange`: it stands at an end of a range, where `\v` is one character.
  mutating func anyEscape(
    inClass: Bool,
    isRange: Bool = false,
    at place: Int
  ) throws(ExpressionFailure) -> Escape {
    if scanner.cursor + 1 >= scanner.count { throw mistake("nothing follows the backslash", from: place) }
    let next = scanner[scanner.cursor + 1]
    if next == "p" || next == "P" {
      _ = scanner.nextEscaped()
      return .set(try property(isComplement: next == "P", at: place))
    }
    let scalar = scanner.skip()
    if !inClass, let assertion = try assertion(scalar, at: place) { return .other(assertion) }
    switch scalar {
    case "0": return .scalar(try octal(from: place))
    case "D", "S", "W", "H", "V": return .set(JavaClasses.predefined(scalar | 0x20).complement)
    case "d", "s", "w", "h": return .set(JavaClasses.predefined(scalar))
    case "v": return isRange ? .scalar(0x0B) : .set(JavaClasses.predefined(scalar))
    case "N":
      return try characterName(from: place)
    case "R" where !inClass: return .set(JavaClasses.lineTerminators)
    case "X" where !inClass: return .other(.undecided(.graphemeCluster))
    case "a": return .scalar(0x07)
    case "c":
      if scanner.isAtEnd { throw mistake("\\c needs a character", from: place) }
      return .scalar(scanner.read() ^ 64)
    case "e": return .scalar(0x1B)
    case "f": return .scalar(0x0C)
    case "n": return .scalar(0x0A)
    case "r": return .scalar(0x0D)
    case "t": return .scalar(0x09)
    case "u": return .scalar(try fourDigits(from: place))
    case "x": return .scalar(try hexadecimal(from: place))
    default:
      if ASCII.isLetter(scalar) || ASCII.isDigit(scalar) {
        throw mistake("there is no such escape", from: place)
      }
      return .scalar(scalar)
    }
  }

  /// What is no character: assertions and references; nil for all others.
  private mutating func assertion(
    _ scalar: UInt32,
    at place: Int
  ) throws(ExpressionFailure) -> ExpressionNode.Kind? {
    switch scalar {
    case 0x31...0x39:
      return .undecided(.backReference)
    case "A", "G": return .assertion(.start)
    case "B": return .assertion(.noWordBoundary)
    case "Z": return .assertion(scanner.flags.contains(.unixLines) ? .end : .endOrLastTerminator)
    case "z": return .assertion(.end)
    case "b":
      guard scanner.peek() == "{", scanner[scanner.cursor + 1] == "g" else { return .assertion(.wordBoundary) }
      _ = scanner.skip()
      if scanner.read() != "}" { throw mistake("\\b{g} is not closed", from: place) }
      return .undecided(.graphemeCluster)
    case "k":
      if scanner.read() != "<" { throw mistake("\\k needs a group's name, as in \\k<name>", from: place) }
      let name = try groupName(scanner.read(), from: place)
      if !groupNames.contains(name) { throw mistake("no group before this has the name \(name)", from: place) }
      return .undecided(.backReference)
    default: return nil
    }
  }

  // MARK: - Numbers

  private mutating func octal(from place: Int) throws(ExpressionFailure) -> UInt32 {
    func isOctal(_ scalar: UInt32) -> Bool { (0x30...0x37).contains(scalar) }
    let first = scanner.read()
    guard isOctal(first) else { throw mistake("\\0 needs an octal number", from: place) }
    var value = first - 0x30
    let second = scanner.read()
    guard isOctal(second) else {
      scanner.cursor -= 1
      return value
    }
    value = value * 8 + second - 0x30
    let third = scanner.read()
    guard isOctal(third), first <= 0x33 else {
      scanner.cursor -= 1
      return value
    }
    return value * 8 + third - 0x30
  }

  private mutating func hexadecimal(from place: Int) throws(ExpressionFailure) -> UInt32 {
    let first = scanner.read()
    if let high = ASCII.hexValue(first) {
      if let low = ASCII.hexValue(scanner.read()) { return high * 16 + low }
    } else if first == "{", ASCII.hexValue(scanner.peek()) != nil {
      var value: UInt32 = 0
      var scalar = scanner.read()
      while let digit = ASCII.hexValue(scalar) {
        value = value << 4 + digit
        if value > ScalarSet.last { throw mistake("there is no character of this number", from: place) }
        scalar = scanner.read()
      }
      if scalar != "}" { throw mistake("a hexadecimal number is not closed: } is missing", from: place) }
      return value
    }
    throw mistake("\\x needs two hexadecimal digits, or as many as you like in { }", from: place)
  }

  /// `\u` and four digits, twice for a character beyond the first 65,536.
  private mutating func fourDigits(from place: Int) throws(ExpressionFailure) -> UInt32 {
    let unit = try codeUnit(from: place)
    guard (0xD800...0xDBFF).contains(unit) else { return unit }
    let back = scanner.cursor
    if scanner.read() == "\\", scanner.read() == "u", let second = try? codeUnit(from: place),
      (0xDC00...0xDFFF).contains(second)
    {
      return 0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)
    }
    scanner.cursor = back
    return unit
  }

  private mutating func codeUnit(from place: Int) throws(ExpressionFailure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = ASCII.hexValue(scanner.read()) else {
        throw mistake("\\u needs four hexadecimal digits", from: place)
      }
      value = value * 16 + digit
    }
    return value
  }

  private mutating func characterName(from place: Int) throws(ExpressionFailure) -> Escape {
    guard scanner.read() == "{" else { throw mistake("\\N needs a character's name in { }", from: place) }
    while !scanner.isAtEnd {
      if scanner.read() == "}" {
        noted = noted ?? (.characterName, place..<scanner.pastPlace)
        return .set(ScalarSet())
      }
    }
    throw mistake("a character's name is not closed: } is missing", from: place)
  }

  // MARK: - Properties

  /// `\pL`, `\p{Lu}`; the cursor is at the `p`.
  private mutating func property(isComplement: Bool, at place: Int) throws(ExpressionFailure) -> ScalarSet {
    var name = String.UnicodeScalarView()
    if scanner.next() == "{" {
      _ = scanner.next()
      while true {
        if scanner.isAtEnd { throw mistake("a property is not closed: } is missing", from: place) }
        let scalar = scanner.read()
        if scalar == "}" { break }
        if let character = Unicode.Scalar(scalar) { name.append(character) }
      }
      if name.isEmpty { throw mistake("a property's name is missing", from: place) }
    } else {
      if scanner.isAtEnd { throw mistake("a property's name is missing", from: place) }
      if let character = Unicode.Scalar(scanner.read()) { name.append(character) }
    }
    switch JavaClasses.property(String(name), caseless: scanner.flags.contains(.caseless)) {
    case .set(let set): return isComplement ? set.complement : set
    case .unknown: throw mistake("there is no property of the name \(String(name))", from: place)
    case .undecided:
      noted = noted ?? (.property(String(name)), place..<scanner.pastPlace)
      return ScalarSet()
    }
  }
}
