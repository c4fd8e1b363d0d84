import CNcurses
package import Canvas

/// Which key a number or an extended name of ncurses stands for.
package enum KeyTable {
  /// The press behind a key code; `nil` for keys that the program has no word for.
  package static func press(number: Int32, name: String) -> KeyPress? {
    if let press = plain[number] { return press }
    if number >= cn_function_key(1), number <= cn_function_key(60) { return function(Int(number - cn_function_key(0))) }
    return extended(name)
  }

  /// A control byte or a printable one; bytes above 127 are not for here.
  package static func press(byte: UInt8) -> KeyPress {
    switch byte {
    case 0: KeyPress(" ", .ctrl)
    case 9: KeyPress(.tab)
    case 10, 13: KeyPress(.enter)
    case 27: KeyPress(.escape)
    case 1...26: KeyPress(Character(Unicode.Scalar(byte + 0x60)), .ctrl)
    case 28...31: KeyPress(Character(Unicode.Scalar(byte + 0x40)), .ctrl)
    case 127: KeyPress(.backspace)
    default: KeyPress(Character(Unicode.Scalar(byte)))
    }
  }

  /// Reads names such as `kLFT5`: the key and, after it, xterm's number for the modifiers (2 is shift, 5 is ctrl).
  static func extended(_ name: String) -> KeyPress? {
    guard name.hasPrefix("k") else { return nil }
    let letters = name.dropFirst().prefix { $0.isLetter }
    let digits = name.dropFirst(1 + letters.count)
    guard let key = extendedKeys[String(letters)] else { return nil }
    guard !digits.isEmpty else { return KeyPress(key, .shift) }
    guard let number = Int(digits), (2...8).contains(number) else { return nil }
    return KeyPress(key, Modifiers(xterm: number))
  }

  /// Function keys beyond F12 are those twelve with modifiers, a dozen for each, in xterm's order.
  private static func function(_ number: Int) -> KeyPress {
    let groups: [Modifiers] = [[], .shift, .ctrl, [.ctrl, .shift], .alt]
    return KeyPress(.function((number - 1) % 12 + 1), groups[(number - 1) / 12])
  }

  private static let extendedKeys: [String: Key] = [
    "LFT": .left, "RIT": .right, "UP": .up, "DN": .down, "HOM": .home, "END": .end, "PRV": .pageUp, "NXT": .pageDown,
    "DC": .delete, "IC": .insert,
  ]

  private static let plain: [Int32: KeyPress] = [
    KEY_UP: KeyPress(.up), KEY_DOWN: KeyPress(.down), KEY_LEFT: KeyPress(.left), KEY_RIGHT: KeyPress(.right),
    KEY_HOME: KeyPress(.home), KEY_FIND: KeyPress(.home), KEY_A1: KeyPress(.home),
    KEY_END: KeyPress(.end), KEY_SELECT: KeyPress(.end), KEY_C1: KeyPress(.end),
    KEY_PPAGE: KeyPress(.pageUp), KEY_A3: KeyPress(.pageUp),
    KEY_NPAGE: KeyPress(.pageDown), KEY_C3: KeyPress(.pageDown),
    KEY_BACKSPACE: KeyPress(.backspace), KEY_DC: KeyPress(.delete), KEY_IC: KeyPress(.insert),
    KEY_ENTER: KeyPress(.enter), KEY_BTAB: KeyPress(.backTab),
    KEY_SR: KeyPress(.up, .shift), KEY_SF: KeyPress(.down, .shift),
    KEY_SLEFT: KeyPress(.left, .shift), KEY_SRIGHT: KeyPress(.right, .shift),
    KEY_SHOME: KeyPress(.home, .shift), KEY_SEND: KeyPress(.end, .shift),
    KEY_SPREVIOUS: KeyPress(.pageUp, .shift), KEY_SNEXT: KeyPress(.pageDown, .shift),
    KEY_SDC: KeyPress(.delete, .shift), KEY_SIC: KeyPress(.insert, .shift),
  ]
}
