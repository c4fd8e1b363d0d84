import Canvas

@testable import Theming

/// A theme in which each role has a colour that no other has, so that a picture can tell which role was meant.
enum RoleTheme {
  /// Roles that lie as a surface under others.
  private static let surfaces: Set<Role> = [
    .selection, .selectionInactive, .status, .statusAccount, .statusLive, .statusSandbox, .badgePending, .fieldValue,
    .fieldFocus,
  ]

  static let theme = Theme(
    name: "roles",
    variant: .dark,
    contrast: .relaxed,
    depth: .trueColor,
    looks: Role.allCases.map { role in
      let color = PaletteColor.exact(red: number(of: role), green: 1, blue: 2, indexed: nil, ansi: nil)
      if role == .text { return Theme.Look() }
      return Theme.Look(
        foreground: role.isOverlay ? nil : color,
        background: surfaces.contains(role) ? color : nil
      )
    }
  )

  private static func number(of role: Role) -> UInt8 { UInt8(Role.allCases.firstIndex(of: role) ?? 0) }

  private static func role(of color: Color) -> Role? {
    guard case .rgb(let number, 1, 2) = color, Role.allCases.indices.contains(Int(number)) else { return nil }
    return Role.allCases[Int(number)]
  }

  /// What a style was made of: `key`, or `key on status`.
  static func name(of style: Style) -> String {
    let front = role(of: style.foreground) ?? .text
    guard let back = role(of: style.background), back != front else { return front.rawValue }
    return "\(front.rawValue) on \(back.rawValue)"
  }

  /// The runs of a screen that are not plain text, a line for each row that has some.
  static func runs(of buffer: Buffer) -> [String] {
    (0..<buffer.size.rows).compactMap { row in
      let runs = buffer.styleRuns(row: row).map { (name: name(of: $0.style), columns: $0.columns) }
        .filter { $0.name != Role.text.rawValue }
      guard !runs.isEmpty else { return nil }
      let words = runs.map { "\($0.name) \($0.columns.lowerBound + 1)-\($0.columns.upperBound)" }
      return "\(row + 1): " + words.joined(separator: ", ")
    }
  }
}
