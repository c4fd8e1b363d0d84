import Canvas

extension Keymap {
  /// The key to look up for a press: itself, or where it means nothing the one at its place of a Latin layout.
  func meant(by key: KeyPress, after first: KeyPress? = nil, in context: CommandContext) -> KeyPress {
    guard let latin = key.onLatinLayout, !hasMeaning(key, after: first, in: context),
      hasMeaning(latin, after: first, in: context)
    else { return key }
    return latin
  }

  private func hasMeaning(_ key: KeyPress, after first: KeyPress?, in context: CommandContext) -> Bool {
    if let first { return command(for: key, after: first, in: context) != nil }
    return command(for: key, in: context) != nil || !continuations(after: key, in: context).isEmpty
  }
}

extension Message {
  /// What is said where a key of another layout means no command; nil for a key that people press by mistake only.
  init?(meaningless key: KeyPress) {
    guard let typed = key.typed, !typed.isASCII else { return nil }
    self.init("\(key) means nothing here; commands are keys of a Latin layout.", tone: .warning)
  }
}
