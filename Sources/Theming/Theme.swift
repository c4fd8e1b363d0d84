package import Canvas

/// A theme ready to draw with: one style a role, for one number of colours.
package struct Theme: Hashable, Sendable {
  /// Whether the background is dark or light.
  package enum Variant: String, CaseIterable, Hashable, Sendable {
    case dark
    case light
  }

  package let name: String
  package let variant: Variant
  /// What the theme promises about contrast; the tests measure it.
  package let contrast: ContrastClaim
  package let depth: ColorDepth
  private let looks: [Look]
  private let styles: [Style]

  /// The colours and attributes of a role before they are brought down to what the terminal has.
  struct Look: Hashable, Sendable {
    var foreground: PaletteColor?
    var background: PaletteColor?
    var attributes: Attributes = []
  }

  /// Takes one look a role, in the order of ``Role/allCases``.
  init(name: String, variant: Variant, contrast: ContrastClaim, depth: ColorDepth, looks: [Look]) {
    self.name = name
    self.variant = variant
    self.contrast = contrast
    self.depth = depth
    self.looks = looks
    let text = looks[Role.text.index]
    styles = Role.allCases.map { Self.style(of: $0, looks[$0.index], text: text, depth: depth) }
  }

  /// Attributes alone; what is used when nothing better can be had.
  package static let plain = Theme(
    name: "plain",
    variant: .dark,
    contrast: .relaxed,
    depth: .none,
    looks: Role.allCases.map { Look(attributes: $0.plainAttributes) }
  )

  /// The style for a role, complete: what the theme leaves out of it is filled from ``Role/text``.
  ///
  /// Only the overlays (``Role/isOverlay``) keep `.default` for what they leave out, so that `Buffer.apply` lets the
  /// colours below through.
  package subscript(role: Role) -> Style { styles[role.index] }

  /// A role's foreground and attributes on the background of another, such as a count on the status bar.
  ///
  /// A surface that is told from the screen by being in reverse takes the role with it: there would be a hole in it. So
  /// does one that is laid over others with a foreground of its own.
  package func style(_ role: Role, on surface: Role) -> Style {
    let below = self[surface]
    var style = self[role].with(attributes: below.attributes.intersection(.reverse))
    if surface.isOverlay, below.foreground != .default { style = style.with(foreground: below.foreground) }
    return below.background == .default ? style : style.with(background: below.background)
  }

  /// The same theme for a terminal with another number of colours.
  package func downsampled(to depth: ColorDepth) -> Theme {
    Theme(name: name, variant: variant, contrast: contrast, depth: depth, looks: looks)
  }

  /// Brings one role down; where its own background is lost in that, the plain attributes take its place.
  private static func style(of role: Role, _ look: Look, text: Look, depth: ColorDepth) -> Style {
    guard depth != .none else { return Style(attributes: look.attributes.union(role.plainAttributes)) }
    let below = role.isOverlay ? Look() : text
    let foreground = (look.foreground ?? below.foreground)?.color(at: depth) ?? .default
    let background = (look.background ?? below.background)?.color(at: depth) ?? .default
    let screen = text.background ?? .terminal
    let isLost = (look.background ?? screen) != screen && background == screen.color(at: depth)
    return Style(
      foreground: foreground,
      background: background,
      attributes: isLost ? look.attributes.union(role.plainAttributes) : look.attributes
    )
  }
}

/// How well a theme's text can be read, as WCAG 2.2 measures it.
package enum ContrastClaim: String, CaseIterable, Hashable, Sendable {
  case aaa = "AAA"
  case aa = "AA"
  /// Less than what WCAG asks of text.
  case relaxed

  /// The least ratio that all text of the theme has, on a terminal with this many colours.
  ///
  /// With sixteen no more than 4.5 is claimed: they are the user's own, so that only xterm's can be measured, and of
  /// those not one red reaches 7 on black or on white.
  package func minimum(at depth: ColorDepth) -> Double {
    switch self {
    case .aaa: depth == .ansi16 ? 4.5 : 7
    case .aa: 4.5
    case .relaxed: 3
    }
  }
}
