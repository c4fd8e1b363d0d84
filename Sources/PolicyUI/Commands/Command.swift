package import Canvas

/// Where the keyboard is: which commands its keys mean.
package enum CommandContext: String, CaseIterable, Hashable, Sendable {
  case browse
  case review
  case findings
  case help

  /// The heading in the help.
  package var title: String {
    switch self {
    case .browse: "Policies"
    case .review: "Review"
    case .findings: "Findings"
    case .help: "Help"
    }
  }
}

/// One command as data: what its keys are, where it works and what it does.
///
/// The hint bar, the help, the keymap and the README's table are all made from this one declaration.
package struct Command: Hashable, Sendable, Identifiable {
  package let id: CommandID
  /// One or two words for the hint bar.
  package let hint: String
  /// One sentence for the help, without a full stop.
  package let summary: String
  /// The first is the one that is shown.
  package let keys: [KeyPress]
  package let contexts: Set<CommandContext>
  /// How early it gives up its place in the hint bar: the highest stay longest, and 0 never stands there.
  package let importance: Int

  /// Keys are written as in the help: `ctrl-r`, `space`, `G`.
  ///
  /// A name that is not a key's is left out.
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
    self.keys = keys.compactMap(KeyPress.init(name:))
    self.contexts = contexts
    self.importance = importance
  }
}
