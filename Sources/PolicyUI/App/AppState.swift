package import Canvas
package import Foundation
package import PolicyCore
package import Theming

/// Everything that the screen shows, and nothing else.
///
/// Changed by ``reduce(_:_:)`` only.
package struct AppState: Sendable {
  package let account: Account
  package let isReadOnly: Bool
  package var keymap: Keymap
  package var theme: Theme
  package var glyphs: Glyphs
  package var size: Size
  package var now: Date
  package var draft = DraftSnapshot()
  /// What the rules say of the policies with the draft applied; it follows both by a moment.
  package var findings = AccountFindings()
  package var browse = BrowseState()
  /// What lies over the table; the last one has the keyboard.
  package var layers: [Layer] = []
  package var message: Message?

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

/// One thing that lies over the table.
package enum Layer: Sendable {
  case form(FormState)
  case review(ReviewState)
  case submission(SubmissionState)
  case findings(FindingsState)
  case help(HelpState)
}
