/// Reads an expression character by character, as Java's own reader does.
///
/// What `\Q…\E` quotes is escaped beforehand; in the mode of `(?x)` blanks and comments are skipped by most ways of
/// going on, and not by all. Both show in what expressions mean, so the steps here are Java's.
struct ExpressionScanner {
  /// The scalars, with two zeros behind them.
  private let scalars: [UInt32]
  /// Where each of them, and the end, stands in the source.
  private let origins: [Int32]
  let count: Int
  var cursor = 0
  var flags: Flags

  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    static let caseless = Flags(rawValue: 1)
    static let multiline = Flags(rawValue: 2)
    static let dotAll = Flags(rawValue: 4)
    static let unixLines = Flags(rawValue: 8)
    static let unicodeCase = Flags(rawValue: 16)
    static let comments = Flags(rawValue: 32)
  }

  init(_ source: String, flags: Flags) {
    var scalars: [UInt32] = []
    var origins: [Int32] = []
    scalars.reserveCapacity(source.utf8.count + 2)
    origins.reserveCapacity(source.utf8.count + 2)
    var length: Int32 = 0
    for scalar in source.unicodeScalars {
      scalars.append(scalar.value)
      origins.append(length)
      length += 1
    }
    Self.unquote(&scalars, &origins)
    count = scalars.count
    scalars.append(contentsOf: [0, 0])
    origins.append(contentsOf: [length, length])
    self.scalars = scalars
    self.origins = origins
    self.flags = flags
  }

  /// Replaces quotations by escapes.
  private static func unquote(_ scalars: inout [UInt32], _ origins: inout [Int32]) {
    var result: [UInt32] = []
    var places: [Int32] = []
    var index = 0
    var isQuoting = false
    var hasQuoted = false
    while index < scalars.count {
      let scalar = scalars[index]
      let follower = index + 1 < scalars.count ? scalars[index + 1] : 0
      if scalar == "\\", follower == (isQuoting ? "E" : "Q") {
        isQuoting.toggle()
        hasQuoted = true
        index += 2
        continue
      }
      let taken = !isQuoting && scalar == "\\" && index + 1 < scalars.count ? 2 : 1
      if isQuoting, scalar < 128, !ASCII.isLetter(scalar), !ASCII.isDigit(scalar) {
        result.append(0x5C)
        places.append(origins[index])
      }
      result.append(contentsOf: scalars[index..<index + taken])
      places.append(contentsOf: origins[index..<index + taken])
      index += taken
    }
    guard hasQuoted else { return }
    scalars = result
    origins = places
  }

  /// Where the cursor stands in the source.
  var place: Int { origin(cursor) }

  func origin(_ cursor: Int) -> Int { Int(origins[min(max(cursor, 0), count)]) }

  /// Where what was read last ends in the source.
  var pastPlace: Int { cursor == 0 ? 0 : origin(cursor - 1) + 1 }

  subscript(_ index: Int) -> UInt32 { index < scalars.count ? scalars[index] : 0 }

  var isAtEnd: Bool { cursor >= count }

  // MARK: - Java's ways of going on

  /// The character here, after blanks.
  mutating func peek() -> UInt32 {
    if flags.contains(.comments) { skipBlanks() }
    return self[cursor]
  }

  /// Takes the character here, and blanks before it.
  mutating func read() -> UInt32 {
    if flags.contains(.comments) { skipBlanks() }
    let scalar = self[cursor]
    cursor += 1
    return scalar
  }

  /// Goes one on, and gives the character there, after blanks.
  mutating func next() -> UInt32 {
    cursor += 1
    return peek()
  }

  /// Goes one on, and gives the character there, be it a blank.
  mutating func nextEscaped() -> UInt32 {
    cursor += 1
    return self[cursor]
  }

  /// Takes the character after the one here.
  mutating func skip() -> UInt32 {
    let scalar = self[cursor + 1]
    cursor += 2
    return scalar
  }

  private mutating func skipBlanks() {
    while cursor < count {
      let scalar = self[cursor]
      if ASCII.isSpace(scalar) {
        cursor += 1
      } else if scalar == "#" {
        while cursor < count, !isLineEnd(self[cursor]) { cursor += 1 }
      } else {
        return
      }
    }
  }

  private func isLineEnd(_ scalar: UInt32) -> Bool {
    if flags.contains(.unixLines) { return scalar == 0x0A }
    return scalar == 0x0A || scalar == 0x0D || scalar == 0x85 || scalar == 0x2028 || scalar == 0x2029
  }
}

/// What Java calls a letter, a digit and so on in the syntax itself.
enum ASCII {
  static func isLetter(_ scalar: UInt32) -> Bool { (0x61...0x7A).contains(scalar | 0x20) }
  static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }
  static func isSpace(_ scalar: UInt32) -> Bool { scalar == 0x20 || (0x09...0x0D).contains(scalar) }

  /// The value of a hexadecimal digit.
  static func hexValue(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x30...0x39: scalar - 0x30
    case 0x41...0x46, 0x61...0x66: (scalar | 0x20) - 0x61 + 10
    default: nil
    }
  }
}

/// Lets a number be compared with a character as it is written.
func == (left: UInt32, right: Unicode.Scalar) -> Bool { left == right.value }

func != (left: UInt32, right: Unicode.Scalar) -> Bool { left != right.value }

func ~= (pattern: Unicode.Scalar, value: UInt32) -> Bool { pattern.value == value }
