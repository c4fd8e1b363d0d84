import Canvas

/// What a sequence that ncurses did not put together stands for.
///
/// On a slow line a sequence comes in pieces, later than the 25 ms that ncurses waits; and what TERM says is not always
/// what the terminal sends, least for keys with modifiers. So the common ones of xterm are known here as well, with the
/// two ways in which terminals tell more of a key: the kitty keyboard protocol (`CSI code ; modifiers u`) and xterm's
/// modifyOtherKeys (`CSI 27 ; modifiers ; code ~`). Either may have been left on by a program that was cut off.
enum ControlSequence: Hashable {
  /// What was pressed, in order; empty for a key that was let go, or that means nothing by itself.
  case keys([KeyPress])
  case pasteBegins, pasteEnds
  case focus(Bool)
  case answer(TerminalAnswer)

  /// The bytes that end a paste.
  static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Reads what follows ESC [ : parameters, such as `1;5`, and the final byte; `nil` when it is not one of these.
  init?(parameters bytes: [UInt8], final: UInt8) {
    guard let parameters = SequenceParameters(bytes) else { return nil }
    guard parameters.marker == nil else {
      guard let answer = TerminalAnswer(parameters, final: final) else { return nil }
      self = .answer(answer)
      return
    }
    switch (final, parameters.number(0) ?? 1) {
    case (UInt8(ascii: "u"), _):
      guard let keys = KeyReport(parameters)?.keys else { return nil }
      self = .keys(keys)
    case (UInt8(ascii: "~"), 27) where parameters.count == 3:
      guard let keys = KeyReport(modifyOtherKeys: parameters)?.keys else { return nil }
      self = .keys(keys)
    case (UInt8(ascii: "~"), 200): self = .pasteBegins
    case (UInt8(ascii: "~"), 201): self = .pasteEnds
    case (UInt8(ascii: "I"), _) where bytes.isEmpty: self = .focus(true)
    case (UInt8(ascii: "O"), _) where bytes.isEmpty: self = .focus(false)
    case (UInt8(ascii: "Z"), _): self = .keys([KeyPress(.backTab)])
    case (UInt8(ascii: "~"), let number):
      guard let key = Self.numbered[number] else { return nil }
      self.init(key, parameters)
    case (_, 1):
      guard let key = Self.lettered(final) else { return nil }
      self.init(key, parameters)
    default:
      return nil
    }
  }

  /// A key whose modifiers, if any, are the second parameter.
  private init?(_ key: Key, _ parameters: SequenceParameters) {
    guard parameters.count <= 3, let held = HeldKeys(parameters, field: 1) else { return nil }
    self = .keys(held.press(key).map { [$0] } ?? [])
  }

  /// The key of a letter that ends ESC [ or follows ESC O.
  static func lettered(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte - UInt8(ascii: "P")) + 1)
    default: nil
    }
  }

  private static let numbered: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end, 11: .function(1),
    12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6), 18: .function(7),
    19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]
}

/// The modifiers of a sequence, and whether the key went down.
struct HeldKeys: Hashable {
  let modifiers: Modifiers
  /// Whether super, hyper or meta is held: such a press is meant for somebody else, and means no command.
  let isForeign: Bool
  let isRelease: Bool

  private enum Bit {
    static let foreign = 8 | 16 | 32
    static let largest = 255
  }

  /// Reads `modifiers:event`, both of which may be left out; `nil` when they are none.
  ///
  /// The locks (64 for CapsLock, 128 for NumLock) change no key.
  init?(_ parameters: SequenceParameters, field: Int) {
    let number = max(1, parameters.number(field) ?? 1)
    let event = parameters.number(field, part: 1) ?? 1
    guard number - 1 <= Bit.largest, (1...3).contains(event) else { return nil }
    modifiers = Modifiers(xterm: number)
    isForeign = (number - 1) & Bit.foreign != 0
    isRelease = event == 3
  }

  /// The press of a key while these are held; `nil` where it means nothing.
  func press(_ key: Key) -> KeyPress? { isForeign || isRelease ? nil : KeyPress(key, modifiers) }
}

extension Modifiers {
  /// From xterm's number: one more than the sum of 1 for shift, 2 for alt and 4 for ctrl.
  init(xterm number: Int) {
    self = []
    let bits = number - 1
    if bits & 1 != 0 { insert(.shift) }
    if bits & 2 != 0 { insert(.alt) }
    if bits & 4 != 0 { insert(.ctrl) }
  }
}

extension TerminalAnswer {
  /// Reads a sequence whose parameters begin with `?`.
  fileprivate init?(_ parameters: SequenceParameters, final: UInt8) {
    guard parameters.marker == UInt8(ascii: "?"), let first = parameters.number(0) else { return nil }
    switch (final, first, parameters.number(1)) {
    case (UInt8(ascii: "u"), _, nil): self = .keyboardProtocol(flags: first)
    case (UInt8(ascii: "n"), 997, 1): self = .appearance(isDark: true)
    case (UInt8(ascii: "n"), 997, 2): self = .appearance(isDark: false)
    default: return nil
    }
  }
}
