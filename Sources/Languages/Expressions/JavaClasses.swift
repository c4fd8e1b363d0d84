/// The classes that Java has names for.
enum JavaClasses {
  /// U+2028 and U+2029; the other line terminators are control characters, which no text has.
  static let lineTerminators = ScalarSet([0x0A...0x0D, 0x85...0x85, 0x2028...0x2029])
  /// `.` without a flag.
  static let withoutTerminators = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x85...0x85, 0x2028...0x2029]).complement

  /// With what differs from a member by case only: by that of ASCII letters, unless `(?u)` asks for more.
  static func folded(_ set: ScalarSet, unicode: Bool) -> ScalarSet {
    unicode ? UnicodeTables.folded(set) : set.foldingASCII
  }

  private static let digits = ScalarSet(0x30...0x39)
  private static let lower = ScalarSet(0x61...0x7A)
  private static let upper = ScalarSet(0x41...0x5A)
  private static let letters = lower.union(upper)
  private static let spaces = ScalarSet([0x09...0x0D, 0x20...0x20])
  private static let words = letters.union(digits).union(ScalarSet(0x5F))
  private static let horizontalSpaces = ScalarSet([
    0x09...0x09, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x180E...0x180E, 0x2000...0x200A, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000,
  ])

  /// `\d`, `\s`, `\w`, `\h`, `\v`, by their letters.
  static func predefined(_ letter: UInt32) -> ScalarSet {
    switch letter {
    case "d": digits
    case "s": spaces
    case "w": words
    case "h": horizontalSpaces
    default: lineTerminators
    }
  }

  enum Property {
    case set(ScalarSet)
    /// Java has it, or may have it.
    case undecided
    case unknown
  }

  /// What is between the braces of `\p{…}`.
  static func property(_ name: String, caseless: Bool) -> Property {
    if let equals = name.firstIndex(of: "=") {
      let value = String(name[name.index(after: equals)...])
      switch name[..<equals].lowercased() {
      case "gc", "general_category": return category(value, caseless: caseless).map(Property.set) ?? .unknown
      case "sc", "script", "blk", "block": return .undecided
      default: return .unknown
      }
    }
    if name.hasPrefix("In") || name.hasPrefix("java") { return .undecided }
    if name.hasPrefix("Is") {
      let short = String(name.dropFirst(2))
      // Binary properties come before categories here, as in Java.
      if let set = binary(short.uppercased(), caseless: caseless) { return .set(set) }
      if let set = category(short, caseless: caseless) { return .set(set) }
      return .undecided
    }
    return category(name, caseless: caseless).map(Property.set) ?? .unknown
  }

  // Each is a walk over all characters, made once.
  private static let alphabetic = UnicodeTables.scalars(where: \.isAlphabetic)
  private static let ideographic = UnicodeTables.scalars(where: \.isIdeographic)
  private static let whiteSpace = UnicodeTables.scalars(where: \.isWhitespace)
  private static let lowercase = UnicodeTables.scalars(where: \.isLowercase)
  private static let uppercase = UnicodeTables.scalars(where: \.isUppercase)

  /// A property of Unicode's that characters have or have not.
  private static func binary(_ name: String, caseless: Bool) -> ScalarSet? {
    switch name {
    case "ALPHABETIC": alphabetic
    case "LETTER": category("L", caseless: false)
    case "DIGIT": category("Nd", caseless: false)
    case "PUNCTUATION": category("P", caseless: false)
    case "CONTROL": category("Cc", caseless: false)
    case "ASSIGNED": category("Cn", caseless: false)?.complement
    case "IDEOGRAPHIC": ideographic
    case "WHITE_SPACE", "WHITESPACE": whiteSpace
    case "LOWERCASE" where !caseless: lowercase
    case "UPPERCASE" where !caseless: uppercase
    case "TITLECASE" where !caseless: category("Lt", caseless: false)
    default: nil
    }
  }

  /// A general category, one of POSIX's classes in ASCII, or one of a few more.
  private static func category(_ name: String, caseless: Bool) -> ScalarSet? {
    if caseless, name == "Lu" || name == "Ll" || name == "Lt" {
      return UnicodeTables.union([.uppercaseLetter, .lowercaseLetter, .titlecaseLetter])
    }
    switch name {
    case "ASCII": return ScalarSet(0...0x7F)
    case "Alnum": return letters.union(digits)
    case "Alpha": return letters
    case "Blank": return ScalarSet([0x09...0x09, 0x20...0x20])
    case "Cntrl": return ScalarSet([0...0x1F, 0x7F...0x7F])
    case "Digit": return digits
    case "Graph": return ScalarSet(0x21...0x7E)
    case "Lower": return caseless ? letters : lower
    case "Print": return ScalarSet(0x20...0x7E)
    case "Punct": return ScalarSet(0x21...0x7E).subtracting(letters.union(digits))
    case "Space": return spaces
    case "Upper": return caseless ? letters : upper
    case "XDigit": return ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    case "all": return .all
    case "L1": return ScalarSet(0...0xFF)
    case "LD": return UnicodeTables.lettersAndDigits
    case "LC": return UnicodeTables.union([.uppercaseLetter, .lowercaseLetter, .titlecaseLetter])
    default: return categories[name].map { UnicodeTables.union($0) }
    }
  }

  private static let categories: [String: [Unicode.GeneralCategory]] = [
    "Cn": [.unassigned], "Lu": [.uppercaseLetter], "Ll": [.lowercaseLetter], "Lt": [.titlecaseLetter],
    "Lm": [.modifierLetter], "Lo": [.otherLetter], "Mn": [.nonspacingMark], "Me": [.enclosingMark],
    "Mc": [.spacingMark], "Nd": [.decimalNumber], "Nl": [.letterNumber], "No": [.otherNumber],
    "Zs": [.spaceSeparator], "Zl": [.lineSeparator], "Zp": [.paragraphSeparator], "Cc": [.control],
    "Cf": [.format], "Co": [.privateUse], "Cs": [.surrogate], "Pd": [.dashPunctuation],
    "Ps": [.openPunctuation], "Pe": [.closePunctuation], "Pc": [.connectorPunctuation],
    "Po": [.otherPunctuation], "Sm": [.mathSymbol], "Sc": [.currencySymbol], "Sk": [.modifierSymbol],
    "So": [.otherSymbol], "Pi": [.initialPunctuation], "Pf": [.finalPunctuation],
    "L": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter],
    "M": [.nonspacingMark, .spacingMark, .enclosingMark],
    "N": [.decimalNumber, .letterNumber, .otherNumber],
    "Z": [.spaceSeparator, .lineSeparator, .paragraphSeparator],
    "C": [.control, .format, .surrogate, .privateUse, .unassigned],
    "P": [
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .otherPunctuation,
      .initialPunctuation, .finalPunctuation,
    ],
    "S": [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol],
  ]
}
