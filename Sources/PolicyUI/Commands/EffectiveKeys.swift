import Canvas

extension AppState {
  /// The key that a command has now, for a sentence; its name in the palette where it has none.
  func key(_ id: CommandID, in context: CommandContext = .browse) -> String {
    keymap.keys(of: id, in: context).first?.description ?? ":\(id.rawValue)"
  }

  /// A command in a hint bar, under the key that it has now; nil where it has none.
  ///
  /// Where text is typed, a key that types a character is none, unless the caller says whether it is enabled.
  func hint(
    _ id: CommandID,
    in context: CommandContext,
    label: String? = nil,
    isEnabled: Bool? = nil,
    importance: Int = 0
  ) -> HintBar.Item? {
    let isTyping = isEnabled == nil && takesText
    guard let key = keymap.keys(of: id, in: context).first(where: { !isTyping || $0.first.typed == nil }),
      let command = CommandCatalogue.command(id)
    else { return nil }
    return HintBar.Item(
      key: key.description,
      label: label ?? command.hint,
      isEnabled: isEnabled ?? (disabledReason(for: id) == nil),
      importance: importance
    )
  }

  /// Both ways through a list as one item of a hint bar.
  func movingHint(in context: CommandContext, label: String = "move") -> HintBar.Item? {
    let keys = [CommandID.cursorDown, .cursorUp].compactMap { keymap.keys(of: $0, in: context).first?.description }
    return keys.isEmpty ? nil : HintBar.Item(key: keys.joined(separator: " "), label: label)
  }
}
