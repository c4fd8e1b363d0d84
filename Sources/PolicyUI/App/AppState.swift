package import Canvas
package import Foundation
package import PolicyCore
package import PolicyQuery
package import Theming
package import Policies

/// Everything that the screen shows, and nothing else.
///
/// Changed by ``reduce(_:_:)`` only.
package struct AppState: Equatable, Sendable {
  package let account: Account
  package let isReadOnly: Bool
  package var keymap: Keymap
  package var theme: Theme
  package var glyphs: Glyphs
  package var size: Size
  package var now: Date
  package var draft = DraftSnapshot() { didSet { isDraftRead = true } }
  /// Its name, which the header says where it is not the standard one.
  package var draftName = DraftName.standard
  /// The account's drafts to choose from, once they were asked for.
  package var drafts: [ListedDraft] = []
  /// False until the draft was read: then nothing is said of it, least of all that it is empty.
  package private(set) var isDraftRead = false
  /// What the rules say of the policies with the draft applied; it follows both by a moment.
  package var findings = AccountFindings()
  /// Policies that were changed elsewhere in what the draft changes, or that are gone.
  package var conflicts: [Conflict] = []
  /// The last batch that was sent, while its outcome is not known.
  package var unsettled: UnsettledSubmission?
  package var browse = BrowseState()
  /// What lies over the table; the last one has the keyboard.
  package var layers: [Layer] = []
  /// What was ordered and is not answered yet.
  package var outstanding = Outstanding()
  /// What was typed, pasted or clicked before its screen was there.
  package var held: [InputEvent] = [] {
    didSet { heldSince = held.isEmpty ? nil : heldSince ?? now }
  }
  /// Since when something is held.
  package private(set) var heldSince: Date?
  /// The first stroke of a sequence of keys, while the second is waited for.
  package var begun: BegunSequence?
  /// The number that was typed, while the key is waited for that it belongs to.
  package var keyCount: KeyCount?
  /// The commands that were chosen in the palette, the last one first.
  package var recentCommands: [CommandID] = []
  package var message: Message? {
    didSet {
      guard let message, message != oldValue else { return }
      log.append(LogEntry(at: now, message: message))
      if log.count > LogEntry.most { log.removeFirst(log.count - LogEntry.most) }
    }
  }
  /// What was said so far, the newest last.
  package private(set) var log: [LogEntry] = []
  /// The themes to choose from, once they were asked for.
  package var themes: [ThemeOption] = []
  /// The theme that was chosen in the list of themes, now or at an earlier start.
  package var chosenTheme: String?
  /// The filters that have a name, as far as they were read.
  package var views: [SavedView] = []
  /// The accounts that can be switched to.
  package var accounts: [AccountEntry] = []
  /// The colour of the account's badge, if it has one of its own.
  package var accountColor: Color?
  /// Whether the draft and the history go with the program, as those of the demo do.
  package var isTemporary = false
  /// Leaving was asked for although the draft goes with it: the next answer decides.
  package var asksToQuit = false
  /// The guided tour, while somebody is on it.
  package var tour: Tour?
  /// How tickets are found in comments; nil where the configuration says that there are none.
  package var ticket: TicketPattern?
  /// The file in which findings are accepted; nil where that is this machine's own affair.
  package var silencesFile: String?
  /// Whether a submission needs a reason.
  package var requiresReason = false
  /// The mail that arrived: what is kept, and the reading that is under way.
  package var mail = MailState()
  /// Whether the terminal's mouse is asked for.
  package var isMouseOn = true

  package init(
    account: Account,
    isReadOnly: Bool = false,
    keymap: Keymap = Keymap(),
    theme: Theme,
    glyphs: Glyphs = .unicode,
    size: Size,
    now: Date
  ) {
    self.account = account
    self.isReadOnly = isReadOnly
    self.keymap = keymap
    self.theme = theme
    self.glyphs = glyphs
    self.size = size
    self.now = now
  }

  /// Below this the screen only says that it is too small.
  package static let smallest = Size(rows: 10, columns: 40)

  package var isTooSmall: Bool {
    size.rows < Self.smallest.rows || size.columns < Self.smallest.columns
  }
}

extension AppState {
  /// After which time the screen says something else though nothing has happened: a wait that is counted down.
  package var nextTick: Duration? {
    let isWaiting =
      browse.wait != nil
      || layers.contains { if case .submission(let submission) = $0 { submission.waitsUntil != nil } else { false } }
    if !held.isEmpty, !isHeldLong { return Self.patience }
    return isWaiting ? .seconds(1) : nil
  }

  /// What is held for less is not worth a word: mostly it is a few milliseconds.
  private static let patience = Duration.milliseconds(300)

  /// Whether a person who typed ahead may wonder what has become of it.
  var isHeldLong: Bool { heldSince.map { now.timeIntervalSince($0) >= 0.3 } ?? false }
}
