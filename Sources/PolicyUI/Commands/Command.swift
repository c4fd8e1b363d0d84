import PolicyCore

/// Where the keyboard is: which commands its keys mean.
package enum CommandContext: String, CaseIterable, Hashable, Sendable {
  case browse
  case review
  case findings
  /// What was found, rule by rule.
  case rules
  /// What policies have in common, and how many.
  case frequencies
  case changes
  case picker
  case views
  case history
  case help
  /// A policy, or several, in a form.
  case form
  /// The question whether to leave a form that was changed.
  case leaving
  /// A message that is put together, and what lets it through.
  case whatIf
  /// Pasted lines before they are queued.
  case pasted
  /// The rows of a file before they are queued.
  case importing
  /// What the columns of a file are.
  case columns
  /// The question before a batch is sent.
  case question
  /// While a batch is on its way.
  case sending
  /// What became of it.
  case outcome
  case filter
  case palette
  /// The search among the keys.
  case search
  /// A line that is asked for: a reason, a comment, the name of a file.
  case line
  /// The name of a file that is read, or written.
  case path

  /// The heading in the help.
  package var title: String {
    switch self {
    case .browse: "Policies"
    case .review: "Review"
    case .findings: "Findings"
    case .rules: "Dangers"
    case .frequencies: "Frequencies"
    case .changes: "Changes"
    case .picker: "Lists"
    case .views: "Views"
    case .history: "History"
    case .help: "Help"
    case .form: "Form"
    case .leaving: "Leaving a form"
    case .whatIf: "What-if"
    case .pasted: "Pasted lines"
    case .importing: "Import"
    case .columns: "Columns of a file"
    case .question: "Submit"
    case .sending: "Sending"
    case .outcome: "Outcome"
    case .filter: "Filter"
    case .palette: "Commands"
    case .search: "Search"
    case .line: "Asked line"
    case .path: "Name of a file"
    }
  }

  /// Whether a text field has the keyboard all the time, so that a letter can never be a command.
  var isText: Bool {
    switch self {
    case .filter, .palette, .search, .line, .path: true
    case .browse, .review, .findings, .rules, .frequencies, .changes, .picker, .views, .history, .help, .form, .leaving,
      .whatIf, .pasted, .importing, .columns, .question, .sending, .outcome:
      false
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
