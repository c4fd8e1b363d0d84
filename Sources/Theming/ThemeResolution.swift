import TOMLText

/// Lays a theme over those that it inherits from, and looks up its names.
struct ThemeResolution {
  /// Names that no palette of the chain has.
  private(set) var warnings: [ThemeProblem] = []
  private var looks: [String: Theme.Look] = [:]
  private let name: String
  private let variant: Theme.Variant
  private let contrast: ContrastClaim

  /// Takes the theme and then those that it inherits from, nearest first; at least one.
  ///
  /// Palettes are laid over each other before any name is looked up, so that a theme that only gives other colours to
  /// its parent's names changes every role that uses them.
  init(_ chain: [ThemeFile]) {
    name = chain.first?.name ?? ""
    variant = chain.lazy.compactMap(\.variant).first ?? .dark
    contrast = chain.first?.contrast ?? .relaxed
    let palette = chain.reduce(into: [:]) { $0.merge($1.palette) { nearest, _ in nearest } }
    for file in chain.reversed() {
      let isTheme = file.origin == chain.first?.origin
      for (role, value) in file.roles.sorted(by: { $0.key < $1.key }) {
        looks[role] = Theme.Look(
          foreground: color(value.foreground, palette, file, role, isTheme),
          background: color(value.background, palette, file, role, isTheme),
          attributes: value.attributes
        )
      }
    }
  }

  func theme(depth: ColorDepth) -> Theme {
    Theme(
      name: name,
      variant: variant,
      contrast: contrast,
      depth: depth,
      looks: Role.allCases.map { look(of: $0) }
    )
  }

  /// The look of the first of the role's names that the theme has; without one the role is told from text by its
  /// attributes.
  private func look(of role: Role) -> Theme.Look {
    role.names.lazy.compactMap { looks[$0] }.first ?? Theme.Look(attributes: role.plainAttributes)
  }

  private mutating func color(
    _ name: String?,
    _ palette: [String: PaletteColor],
    _ file: ThemeFile,
    _ role: String,
    _ isReported: Bool
  ) -> PaletteColor? {
    guard let name else { return nil }
    if let color = palette[name] { return color }
    if name == "default" { return .terminal }
    if let color = PaletteColor(hex: name) { return color }
    if isReported {
      warnings.append(
        ThemeProblem(
          file: file.origin,
          key: "roles.\(role)",
          line: file.lines["roles.\(role)"],
          what: "The palette has no colour “\(name)”.",
          advice: "Name one of the palette, or write \"#rrggbb\"."
        )
      )
    }
    return nil
  }
}
