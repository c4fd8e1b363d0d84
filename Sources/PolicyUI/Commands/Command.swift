import PolicyCore

/// Where the keyboard is: which commands its keys mean.
package enum CommandContext: String, CaseIterable, Hashable, Sendable {
  case browse
  case review
  case findings
  case changes
  case picker
  case history
  case help

  /// The heading in the help.
  package var title: String {
    switch self {
    case .browse: "Policies"
    case .review: "Review"
    case .findings: "Findings"
    case .changes: "Changes"
    case .picker: "Lists"
    case .history: "History"
    case .help: "Help"
    }
  }
}

/// One command as data: what its keys are, where it works and what it does.
///
/// The hint bar, the help, the palette, the keymap and the README's table are all made from this one declaration.
package struct Command: Hashable, Sendable, Identifiable {
  package let id: CommandID
  /// One or two words for the hint bar.
  package let hint: String
  /// One sentence for the help, without a full stop.
  package let summary: String
  /// Its keys where the user gave it no others, the one to be shown first; ``Keymap`` tells those that it has.
  package let keys: [KeySequence]
  package let contexts: Set<CommandContext>
  /// How early it gives up its place in the hint bar: the highest stay longest, and 0 never stands there.
  package let importance: Int

  /// Keys are written as in the help: `ctrl-r`, `space`, `G`, and `z c` for two strokes.
  ///
  /// A text that names no key is left out.
  init(
    _ id: CommandID,
    _ keys: [String],
    _ hint: String,
    _ summary: String,
    in contexts: Set<CommandContext>,
    importance: Int = 0
  ) {
    self.id = id
    self.hint = hint
    self.summary = summary
    self.keys = keys.compactMap { try? KeySequence(reading: $0) }
    self.contexts = contexts
    self.importance = importance
  }
}
