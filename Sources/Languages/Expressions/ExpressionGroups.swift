/// Groups, looks around, and flags.
extension ExpressionParser {
  /// From the opening parenthesis to behind the closing one; nil for flags only.
  mutating func group(at place: Int) throws(ExpressionFailure) -> ExpressionNode? {
    let saved = scanner.flags
    var look: ExpressionNode.Look?
    var isAtomic = false
    if scanner.next() == "?" {
      switch scanner.skip() {
      case ":": break
      case "=": look = ExpressionNode.Look(isAhead: true, isNegative: false)
      case "!": look = ExpressionNode.Look(isAhead: true, isNegative: true)
      case ">": isAtomic = true
      case "<":
        let scalar = scanner.read()
        if scalar == "=" || scalar == "!" {
          look = ExpressionNode.Look(isAhead: false, isNegative: scalar == "!")
        } else {
          let name = try groupName(scalar, from: place)
          if !groupNames.insert(name).inserted {
            throw mistake("another group has the name \(name) already", from: place)
          }
        }
      case "$", "@":
        throw mistake("there is no such kind of group", from: place)
      default:
        scanner.cursor -= 1
        if try onlyFlags(from: place, saved: saved) { return nil }
      }
    }
    let inner = try alternatives()
    if scanner.read() != ")" { throw mistake("a group is not closed: ) is missing", from: place) }
    scanner.flags = saved
    guard let look else { return node(isAtomic ? .undecided(.atomicGroup) : .group(inner), from: place) }
    if !look.isAhead {
      let reach = inner.reach
      if !reach.isBounded { throw mistake("what is looked behind for has no longest match", from: place) }
      if reach.isUnlimited { return node(.undecided(.unlimitedLookBehind), from: place) }
    }
    return node(.look(look, inner), from: place)
  }

  /// A group's name, of which the first character was read; leaves the reader behind the `>`.
  mutating func groupName(_ first: UInt32, from place: Int) throws(ExpressionFailure) -> String {
    guard ASCII.isLetter(first) else { throw mistake("a group's name begins with a letter", from: place) }
    var name = String.UnicodeScalarView()
    var scalar = first
    while ASCII.isLetter(scalar) || ASCII.isDigit(scalar) {
      if let character = Unicode.Scalar(scalar) { name.append(character) }
      scalar = scanner.read()
    }
    if scalar != ">" { throw mistake("a group's name is of letters and digits, and ends with >", from: place) }
    return String(name)
  }

  /// Reads flags, and tells whether nothing else is in the group; if so they stand until the group around it ends.
  private mutating func onlyFlags(
    from place: Int,
    saved: ExpressionScanner.Flags
  ) throws(ExpressionFailure) -> Bool {
    var isOn = true
    var scalar = scanner.peek()
    reading: while true {
      if scalar == "-", isOn {
        isOn = false
      } else {
        let flag: ExpressionScanner.Flags
        switch scalar {
        case "i": flag = .caseless
        case "m": flag = .multiline
        case "s": flag = .dotAll
        case "d": flag = .unixLines
        case "u": flag = .unicodeCase
        case "x": flag = .comments
        case "c", "U":
          let reason: Undecided = scalar == "c" ? .canonicalEquivalence : .unicodeClasses
          if isOn { noted = noted ?? (reason, place..<scanner.place + 1) }
          flag = []
        default: break reading
        }
        if isOn { scanner.flags.formUnion(flag) } else { scanner.flags.subtract(flag) }
      }
      scalar = scanner.next()
    }
    switch scanner.read() {
    case ")": return true
    case ":": return false
    default: throw mistake("there is no such flag or kind of group", from: place)
    }
  }
}
