/// A key, without the modifiers held with it.
package enum Key: Hashable, Sendable {
  /// A key that types; a capital letter comes as the capital, without ``Modifiers/shift``.
  case character(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 is 1.
  case function(Int)
}

/// The keys held while another is pressed.
package struct Modifiers: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let ctrl = Modifiers(rawValue: 1)
  package static let alt = Modifiers(rawValue: 2)
  package static let shift = Modifiers(rawValue: 4)
}

/// One press of a key.
///
/// Two spellings of one press are equal: `shift-g` is `G`, `shift-tab` is ``Key/backTab``, and a letter with ctrl is
/// always small, since a terminal cannot tell the two apart. Where the key lies is no part of what was pressed: presses
/// that differ in ``onLatinLayout`` alone are equal.
package struct KeyPress: Hashable, Sendable {
  package let key: Key
  package let modifiers: Modifiers
  /// What the key at the same place types on the standard layout, where the terminal told it.
  let place: Character?

  package init(_ key: Key, _ modifiers: Modifiers = []) {
    var key = key
    var modifiers = modifiers
    switch key {
    case .character(let character):
      if modifiers.contains(.ctrl) {
        key = .character(Self.single(character.lowercased()) ?? character)
      } else if modifiers.contains(.shift) {
        key = .character(Self.single(character.uppercased()) ?? character)
      }
      if character != " " { modifiers.remove(.shift) }
    case .tab where modifiers.contains(.shift):
      key = .backTab
      modifiers.remove(.shift)
    case .backTab:
      modifiers.remove(.shift)
    default:
      break
    }
    self.key = key
    self.modifiers = modifiers
    place = nil
  }

  init(_ press: KeyPress, place: Character) {
    key = press.key
    modifiers = press.modifiers
    self.place = place
  }

  /// A key that types this character.
  package init(_ character: Character, _ modifiers: Modifiers = []) {
    self.init(.character(character), modifiers)
  }

  /// The character that the press would type into a text field; `nil` for commands.
  package var typed: Character? {
    guard case .character(let character) = key, modifiers.isDisjoint(with: [.ctrl, .alt]) else { return nil }
    return character
  }

  package static func == (one: KeyPress, other: KeyPress) -> Bool {
    one.key == other.key && one.modifiers == other.modifiers
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(modifiers)
  }

  static func single(_ text: String) -> Character? { text.count == 1 ? text.first : nil }
}
