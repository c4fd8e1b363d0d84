/// What a piece of the screen means; a theme gives each its look.
///
/// A role that a theme leaves out takes the look of the name before its last dot, and in the end that of ``text``:
/// `diff.add` → `diff` → `text`. So a new role never breaks an old theme.
package enum Role: String, CaseIterable, Hashable, Sendable {
  /// Body text, and the background of the whole screen.
  case text
  /// Secondary text: ids, dates, counts.
  case muted
  /// Titles and column heads.
  case heading
  /// Focus marks, the open tab.
  case accent
  case border
  case borderFocus = "border.focus"
  /// Laid over the row under the cursor: what it leaves out lets the row's own colours through.
  case selection
  /// The same in a panel without the focus.
  case selectionInactive = "selection.inactive"
  /// A marked row.
  case mark
  /// What the filter matched.
  case match
  /// The name of a key, in the hint bar, the help and the palette.
  case key
  /// A key that does nothing now.
  case keyDisabled = "key.disabled"
  case status
  /// The badge of an account.
  case statusAccount = "status.account"
  /// The badge that says that changes reach real mail.
  case statusLive = "status.live"
  /// The badge that says that nothing here reaches any mail.
  case statusSandbox = "status.sandbox"
  /// The counter of queued operations.
  case badgePending = "badge.pending"
  case fieldLabel = "field.label"
  case fieldValue = "field.value"
  case fieldFocus = "field.focus"
  case flagOn = "flag.on"
  case flagOff = "flag.off"
  /// A flag whose value widens what is let through.
  case flagRisky = "flag.risky"
  case diffAdd = "diff.add"
  case diffChange = "diff.change"
  case diffRemove = "diff.remove"
  case effectWidens = "effect.widens"
  case effectNarrows = "effect.narrows"
  case effectUnclear = "effect.unclear"
  case levelNotice = "level.notice"
  case levelWarning = "level.warning"
  case levelDanger = "level.danger"
  case levelError = "level.error"
}

extension Role {
  /// The names under which a theme is asked for this role: its own, then shorter and shorter ones, `text` not among
  /// them unless it is the role itself.
  package var names: [String] {
    var names = [rawValue]
    while let name = names.last, let dot = name.lastIndex(of: ".") { names.append(String(name[..<dot])) }
    return names
  }

  /// Every name that may stand in a theme's `[roles]`: the roles, and what stands before their dots.
  package static let allNames: Set<String> = Set(allCases.flatMap(\.names))

  /// Whether the role is laid over others, and so has no colours of its own where a theme gives it none.
  package var isOverlay: Bool { self == .selection || self == .selectionInactive }
}
