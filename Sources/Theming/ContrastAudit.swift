import Canvas

/// Measures a theme against what it claims, over the pairs of roles that the screen really draws.
package enum ContrastAudit {
  /// A role that cannot be read well enough where it is drawn.
  package struct Shortfall: Hashable, Sendable, CustomStringConvertible {
    package let role: Role
    /// The role that gives the background.
    package let surface: Role
    package let ratio: Double
    package let minimum: Double

    package var description: String {
      let ratio = (self.ratio * 100).rounded(.down) / 100
      return "\(role.rawValue) on \(surface.rawValue): \(ratio), where \(minimum) is asked for"
    }
  }

  /// A foreground over a background.
  package struct Pair: Hashable, Sendable {
    package let role: Role
    package let surface: Role
  }

  /// Lines are not text: WCAG asks 3:1 of them.
  static let lineMinimum = 3.0

  /// All pairs: each role on its own background, and roles of the table, the status bar and the form over theirs.
  package static let pairs: [Pair] = {
    let surfaces: Set<Role> = [
      .selection, .selectionInactive, .status, .statusAccount, .statusLive, .statusSandbox, .fieldValue, .fieldFocus,
    ]
    let onRows = Role.allCases.filter { !surfaces.contains($0) && $0 != .border && $0 != .borderFocus }
    let onStatus: [Role] = [
      .text, .muted, .heading, .accent, .key, .keyDisabled, .badgePending, .diffAdd, .diffChange, .diffRemove,
      .effectWidens, .effectNarrows, .effectUnclear, .levelNotice, .levelWarning, .levelDanger, .levelError,
    ]
    let own = Role.allCases.filter { !$0.isOverlay }.map { Pair(role: $0, surface: $0) }
    let rows = [Role.selection, .selectionInactive].flatMap { surface in
      onRows.map { Pair(role: $0, surface: surface) }
    }
    let status = onStatus.map { Pair(role: $0, surface: .status) }
    let fields = [Role.fieldValue, .fieldFocus].flatMap { surface in
      [Role.text, .muted].map { Pair(role: $0, surface: surface) }
    }
    return own + rows + status + fields
  }()

  /// The pairs that fall short of the theme's claim; those with a colour of the terminal's own cannot be measured.
  ///
  /// A theme that claims nothing (`relaxed`) may draw its lines as faintly as it likes.
  package static func shortfalls(of theme: Theme) -> [Shortfall] {
    pairs.compactMap { pair in
      let isLine = pair.role == .border
      if isLine, theme.contrast == .relaxed { return nil }
      let minimum = isLine ? lineMinimum : theme.contrast.minimum
      let style = theme.style(pair.role, on: pair.surface)
      guard let ratio = Contrast.ratio(style.foreground, style.background), ratio < minimum else { return nil }
      return Shortfall(role: pair.role, surface: pair.surface, ratio: ratio, minimum: minimum)
    }
  }
}
