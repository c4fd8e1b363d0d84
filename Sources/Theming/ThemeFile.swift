package import Canvas
import TOMLText

/// A theme as it stands in its file, before the theme that it inherits from is put under it.
///
/// The program's own stand in `themes/`; a user's stand in `themes` beside the configuration (``ThemeFolder``).
///
/// ```toml
/// name = "night-shift"
/// variant = "dark"                  # or "light"
/// inherits = "default-dark"         # optional: palette and roles that this file leaves out
/// contrast = "AA"                   # AAA (7:1), AA (4.5:1) or relaxed
/// source = "original"               # where the colours come from
/// license = "same as Postern"
///
/// [palette]
/// ground = "#101418"                          # 256 and 16 colours: the nearest
/// amber = ["#e5b567", 179, "bright-yellow"]   # or the ones named here
/// user-red = "red"                            # the user's own red, at every depth; "default" is the terminal's own
///
/// [roles]
/// text = { fg = "default", bg = "ground" }
/// "level.warning" = "amber"                   # a foreground
/// "level.danger" = { fg = "amber", attrs = ["bold"] }
/// ```
/// The names of roles are those of ``Role``, and what stands before their dots: `diff` is for all of `diff.…`. As TOML
/// has it, `diff.add` without quotation marks is the same, except where `diff` has a value as well.
package struct ThemeFile: Hashable, Sendable {
  /// The file's path, or the name of a theme that comes with the program.
  package let origin: String
  package let name: String
  package let variant: Theme.Variant?
  package let inherits: String?
  package let contrast: ContrastClaim?
  /// Where the colours come from.
  package let source: String?
  package let license: String?
  package let palette: [String: PaletteColor]
  package let roles: [String: RoleValue]
  /// What was left out of account, because it makes no sense.
  package let warnings: [ThemeProblem]
  let lines: KeyLines

  /// What a file says of one role.
  package struct RoleValue: Hashable, Sendable {
    /// Names of the palette, or colours as the palette writes them.
    package var foreground: String?
    package var background: String?
    package var attributes: Attributes = []
  }

  /// The keys that may stand at the top of a file, for messages.
  static let keys = ["name", "variant", "inherits", "contrast", "source", "license", "palette", "roles"]

  /// The names of the attributes in a file.
  package static let attributeNames: [String: Attributes] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
  ]

  /// Reads a file's text; throws where it is not TOML or has no name, and lists everything else in ``warnings``.
  package init(text: String, origin: String) throws(ThemeProblem) {
    var reader = try ThemeReader(text: text, origin: origin)
    self.origin = origin
    name = try reader.name()
    variant = reader.choice("variant", of: Theme.Variant.self)
    inherits = reader.string("inherits")
    contrast = reader.choice("contrast", of: ContrastClaim.self)
    source = reader.string("source")
    license = reader.string("license")
    palette = reader.palette()
    roles = reader.roles()
    reader.reportUnknownKeys()
    warnings = reader.warnings
    lines = reader.lines
  }
}
