package import PolicyCore

/// What the configuration file says apart from accounts; every part has a default.
package struct Settings: Hashable, Sendable {
  /// The name of a theme, or `auto` for one that suits the terminal's background.
  package var theme = "auto"
  /// The organisation's own domains, in every account.
  package var ownDomains: [String] = []
  /// The mail servers whose word on a message counts, by the names that they write of themselves.
  package var trustedServers: [String] = []
  /// For how many days mail that was read is kept, and how many are read unless told otherwise.
  package var mailDays = 30
  /// What is to become of rules' findings; never of errors.
  package var findings: [RuleName: RuleSettings.Choice] = [:]
  /// The file of accepted findings, as an absolute path; nil for none.
  package var silences: String?
  /// After how many days without a change a policy is stale.
  package var staleDays = 365
  /// How tickets are found in comments, for counting policies by them; nil for not at all.
  package var ticket: TicketPattern? = .usual
  /// What must stay true of the policies of every account.
  package var guards: [Guard] = []
  /// In which reading of what is not documented about the server an example is shown, where they differ.
  package var firstReading = ServerReading.widest
  /// Keys by command, as the keymap writes both; which commands there are is not known here.
  package var keys: [String: [String]] = [:]
  /// Whether the terminal's mouse is asked for.
  package var mouse = true
  /// Whether the screen is drawn with ASCII alone.
  package var ascii = false
  /// Whether the screen is drawn without frames, and with words for signs: for a screen reader.
  package var calm = false
  /// How the end of a submission is told while the window has not the focus.
  package var notify = Notification.bell
  /// The age in minutes from which a list is loaded again by itself; 0 for never.
  package var refreshMinutes = 5
  /// Whether a submission needs a reason.
  package var requireReason = false
  /// More operations than this are confirmed by more than a single key.
  package var manyOperations = 25
  /// After how many hours a submission without an outcome is closed as never told.
  package var closeHours = 24

  package init() {}

  /// How a person who looks elsewhere is told something.
  package enum Notification: String, CaseIterable, Hashable, Sendable {
    case bell
    /// By the desktop, where the terminal knows OSC 9; else by the bell.
    case osc9
    case off
  }
}
