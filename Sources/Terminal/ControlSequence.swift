import Canvas

/// What a sequence that ncurses did not put together stands for.
///
/// On a slow line a sequence comes in pieces, later than the 25 ms that ncurses waits; and what TERM says is not always
/// what the terminal sends, least for keys with modifiers. So the common ones of xterm are known here as well.
enum ControlSequence: Hashable {
  case key(KeyPress)
  case pasteBegins, pasteEnds
  case focus(Bool)

  /// The bytes that end a paste.
  static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Reads what follows ESC [ : parameters, such as `1;5`, and the final byte; `nil` when it is not one of these.
  init?(parameters: [UInt8], final: UInt8) {
    let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      $0.isEmpty ? 1 : Int(String(decoding: $0, as: UTF8.self))
    }
    guard numbers.count <= 2, let first = numbers.first ?? 1, let second = numbers.count == 2 ? numbers[1] : 1,
      (1...8).contains(second)
    else { return nil }
    let modifiers = Modifiers(xterm: second)
    switch (final, first) {
    case (UInt8(ascii: "~"), 200): self = .pasteBegins
    case (UInt8(ascii: "~"), 201): self = .pasteEnds
    case (UInt8(ascii: "I"), _) where parameters.isEmpty: self = .focus(true)
    case (UInt8(ascii: "O"), _) where parameters.isEmpty: self = .focus(false)
    case (UInt8(ascii: "Z"), _): self = .key(KeyPress(.backTab))
    case (UInt8(ascii: "~"), _):
      guard let key = Self.numbered[first] else { return nil }
      self = .key(KeyPress(key, modifiers))
    default:
      guard let key = Self.lettered(final), first == 1 else { return nil }
      self = .key(KeyPress(key, modifiers))
    }
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
