extension KeyPress: CustomStringConvertible {
  /// The name that help, hints and the configuration use: `ctrl-r`, `space`, `shift-tab`, `alt-x`, `G`, `f5`.
  package var description: String {
    var name = ""
    if modifiers.contains(.ctrl) { name += "ctrl-" }
    if modifiers.contains(.alt) { name += "alt-" }
    if modifiers.contains(.shift) { name += "shift-" }
    switch key {
    case .character(" "): name += "space"
    case .character(let character): name.append(character)
    case .backTab: name += "shift-tab"
    case .function(let number): name += "f\(number)"
    default: name += Self.names.first { $0.key == key }?.name ?? ""
    }
    return name
  }

  /// Reads a name as ``description`` writes it; `nil` when it is not the name of a key.
  ///
  /// Names of keys and modifiers may be written in either case, single characters may not. `del`, `esc`, `pgup` and the
  /// like are understood as well.
  package init?(name: String) {
    var rest = name[...]
    var modifiers: Modifiers = []
    while let dash = rest.dropFirst().firstIndex(of: "-"), rest.index(after: dash) < rest.endIndex {
      guard let modifier = Self.modifierNames[rest[..<dash].lowercased()] else { return nil }
      modifiers.insert(modifier)
      rest = rest[rest.index(after: dash)...]
    }
    guard let first = rest.first else { return nil }
    if rest.count == 1 {
      guard !VisibleText.mustEscape(first.unicodeScalars[first.unicodeScalars.startIndex]), first != " " else {
        return nil
      }
      self.init(first, modifiers)
      return
    }
    let lower = rest.lowercased()
    if lower == "space" {
      self.init(" ", modifiers)
    } else if let named = Self.names.first(where: { $0.name == lower }) {
      self.init(named.key, modifiers)
    } else if lower.first == "f", let number = Int(lower.dropFirst()), (1...63).contains(number) {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }

  private static let modifierNames: [String: Modifiers] = [
    "ctrl": .ctrl, "c": .ctrl, "control": .ctrl, "alt": .alt, "meta": .alt, "a": .alt, "shift": .shift, "s": .shift,
  ]

  /// The first name of a key is the one that is written.
  private static let names: [(name: String, key: Key)] = [
    ("enter", .enter), ("return", .enter), ("esc", .escape), ("escape", .escape), ("tab", .tab),
    ("backtab", .backTab), ("backspace", .backspace), ("bs", .backspace), ("delete", .delete), ("del", .delete),
    ("insert", .insert), ("ins", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("home", .home), ("end", .end), ("pgup", .pageUp), ("pageup", .pageUp), ("pgdn", .pageDown),
    ("pagedown", .pageDown),
  ]
}
