extension RegexParser {
  /// A backslash and what belongs to it, outside a class.
  mutating func escape() -> RegexNode {
    let start = position
    guard let letter = peek(1) else {
      position += 1
      return .literal("\\")
    }
    position += 2
    switch letter {
    case "A", "G": return letter == "A" ? .start : .boundary
    case "z", "Z": return .end
    case "b", "B":
      if peek() == "{" { note(.escape("\\\(letter){"), at: start) }
      return .boundary
    case "R", "X": return .unknown
    case "1"..."9":
      while let next = peek(), "0"..."9" ~= next { position += 1 }
      return .unknown
    case "k":
      // PCRE2 also takes \k{name} and \k'name', which Java refuses.
      if peek() != "<" { note(.escape("\\k\(peek().map(String.init) ?? "")"), at: start) }
      while let next = peek(), next != ">" { position += next == ")" ? scalars.count - position : 1 }
      if peek() == ">" { position += 1 }
      return .unknown
    default:
      return set(for: letter).map(RegexNode.oneOf) ?? .literal(character(letter, from: start))
    }
  }

  /// The set that an escape names, in a class or outside; nil where it names one character.
  ///
  /// Java and PCRE2, as it is used here, both hold `\d`, `\w` and `\s` to ASCII.
  mutating func set(for letter: Unicode.Scalar) -> RegexCharacters? {
    switch letter {
    case "d": return .digits
    case "D": return .digits.complement
    case "w": return .word
    case "W": return .word.complement
    case "s": return .space
    case "S": return .space.complement
    case "h", "v", "H", "V": return .everything
    case "p", "P":
      property()
      return .everything
    default: return nil
    }
  }

  /// The one character that an escape stands for; notes the escapes that only one of the two knows.
  mutating func character(_ letter: Unicode.Scalar, from start: Int) -> Unicode.Scalar {
    switch letter {
    case "t": return "\t"
    case "n": return "\n"
    case "r": return "\r"
    case "f": return "\u{c}"
    case "a": return "\u{7}"
    case "e": return "\u{1b}"
    case "x": return hexadecimal(from: start)
    case "0": return octal(from: start)
    case "c":
      // Java looks for \Q before it looks at \c.
      if peek() == "\\" { note(.escape("\\c\\"), at: start) }
      let control = peek().flatMap { Unicode.Scalar($0.value ^ 64) }
      if control != nil { position += 1 }
      return control ?? letter
    // A digit ends up here inside a class only, where Java knows no such escape.
    case _ where letter.isASCII && (letter.properties.isAlphabetic || letter.properties.numericType != nil):
      note(.escape("\\\(letter)"), at: start)
      return letter
    default: return letter
    }
  }

  private mutating func hexadecimal(from start: Int) -> Unicode.Scalar {
    let isBraced = peek() == "{"
    if isBraced { position += 1 }
    let begin = position
    while let next = peek(), next.properties.isASCIIHexDigit, isBraced || position < begin + 2 { position += 1 }
    let digits = text(from: begin, to: position)
    if isBraced, peek() == "}" { position += 1 }
    // Java wants two digits; PCRE2 is content with fewer.
    if !isBraced, digits.count < 2 { note(.escape("\\x\(digits)"), at: start) }
    return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{fffd}"
  }

  private mutating func octal(from start: Int) -> Unicode.Scalar {
    let begin = position
    while let next = peek(), "0"..."7" ~= next, position < begin + 2 { position += 1 }
    // Java takes a third digit after 0, 1, 2 or 3, and wants at least one.
    if position == begin || "0"..."7" ~= (peek() ?? "x") { note(.escape("\\0"), at: start) }
    return UInt32(text(from: begin, to: position), radix: 8).flatMap(Unicode.Scalar.init) ?? "\0"
  }

  /// `\pL`, `\p{Lu}`: the names of general categories and scripts are common to both, the others are not.
  ///
  /// Where case does not matter, Java makes no difference between `Lu`, `Ll` and `Lt`, and PCRE2 does.
  private mutating func property() {
    let start = position - 2
    guard peek() == "{" else {
      if peek() != nil { position += 1 }
      return
    }
    position += 1
    let begin = position
    while let next = peek(), next != "}" { position += 1 }
    let name = text(from: begin, to: position)
    if peek() == "}" { position += 1 }
    let isScript = ["sc=", "script="].contains { name.hasPrefix($0) }
    let isCased = ["Lu", "Ll", "Lt"].contains(name)
    if (!isScript && !RegexParser.generalCategories.contains(name)) || (isCased && ignoresCase) {
      note(.property(name), at: start)
    }
  }

  private static let generalCategories: Set<String> = [
    "C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No",
    "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
  ]

  // MARK: - Classes in brackets

  /// The characters of a class; the position is behind its opening bracket.
  mutating func characterClass() -> RegexCharacters {
    var set = RegexCharacters.nothing
    let isNegated = peek() == "^"
    if isNegated { position += 1 }
    let begin = position
    while let next = peek(), next != "]" || position == begin {
      let start = position
      if follows("\\Q") {
        for scalar in quotation() { set.insert(scalar...scalar) }
      } else if let named = namedSet(next) {
        set = set.union(named)
      } else {
        let lower = classCharacter()
        let upper = rangeEnd()
        set.insert(lower...max(lower, upper ?? lower))
      }
      // The engine refuses what does not move on; the parser must not wait for it.
      if position == start { position += 1 }
    }
    if peek() == "]" { position += 1 }
    return isNegated ? set.complement : set
  }

  /// The end of a range such as `a-z`, if one stands here.
  private mutating func rangeEnd() -> Unicode.Scalar? {
    guard peek() == "-", let end = peek(1), end != "]" else { return nil }
    position += 1
    if end == "\\", let letter = peek(1), "dDwWsShHvVpPQ".unicodeScalars.contains(letter) { return nil }
    return classCharacter()
  }

  /// A set inside a class: `\w`, or `[:alpha:]`, which PCRE2 alone reads so.
  private mutating func namedSet(_ next: Unicode.Scalar) -> RegexCharacters? {
    let start = position
    if next == "\\", let letter = peek(1), "dDwWsShHvVpP".unicodeScalars.contains(letter) {
      position += 2
      return set(for: letter)
    }
    guard follows("[:") else { return nil }
    var end = position + 2
    while end < scalars.count, scalars[end].properties.isAlphabetic || scalars[end] == "^" { end += 1 }
    guard end + 1 < scalars.count, scalars[end] == ":", scalars[end + 1] == "]" else { return nil }
    note(.posixClass, at: start)
    position = end + 2
    return .everything
  }

  private mutating func classCharacter() -> Unicode.Scalar {
    let start = position
    guard let next = peek() else { return "\0" }
    position += 1
    switch next {
    case "[": note(.nestedClass, at: start)
    case "&" where peek() == "&": note(.classIntersection, at: start)
    case "\\":
      guard let letter = peek() else { return next }
      position += 1
      if letter == "b" { note(.escape("[\\b]"), at: start) }
      return letter == "b" ? "\u{8}" : character(letter, from: start)
    default: break
    }
    return next
  }
}
