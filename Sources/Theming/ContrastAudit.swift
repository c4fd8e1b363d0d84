import Canvas

/// Measures a theme against what it claims, over the pairs of roles that the screen really draws.
package enum ContrastAudit {
  /// How well a role can be read where it is drawn.
  package struct Measurement: Hashable, Sendable, CustomStringConvertible {
    package let role: Role
    /// The role that gives the background.
    package let surface: Role
    package let ratio: Double
    /// What the theme claims for this pair; 0 where it claims nothing.
    package let minimum: Double

    package var isShort: Bool { ratio < minimum }

    package var description: String {
      let ratio = (self.ratio * 100).rounded(.down) / 100
      return "\(role.rawValue) on \(surface.rawValue): \(ratio), where \(minimum) is asked for"
    }
  }

  /// A foreground over a background.
  package struct Pair: Hashable, Sendable {
    package let role: Role
    package let surface: Role

    /// Lines are not text: WCAG asks 3:1 of them, and of a theme that claims nothing we ask nothing.
    func minimum(in theme: Theme) -> Double {
      guard role == .border else { return theme.contrast.minimum(at: theme.depth) }
      return theme.contrast == .relaxed ? 0 : 3
    }
  }

  /// All pairs: each role on its own background, and roles of the table, the status bar, its counter of queued
  /// operations and the form over theirs.
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
    let badge = [Role.diffAdd, .diffChange, .diffRemove].map { Pair(role: $0, surface: .badgePending) }
    let fields = [Role.fieldValue, .fieldFocus].flatMap { surface in
      [Role.text, .muted].map { Pair(role: $0, surface: surface) }
    }
    return own + rows + status + badge + fields
  }()

  /// All pairs of a theme, measured; those with a colour of the terminal's own are left out.
  package static func measurements(of theme: Theme) -> [Measurement] {
    pairs.compactMap { pair in
      let style = theme.style(pair.role, on: pair.surface)
      return Contrast.ratio(style.foreground, style.background).map {
        Measurement(role: pair.role, surface: pair.surface, ratio: $0, minimum: pair.minimum(in: theme))
      }
    }
  }

  /// The pairs that fall short of the theme's claim.
  package static func shortfalls(of theme: Theme) -> [Measurement] {
    measurements(of: theme).filter(\.isShort)
  }
}
