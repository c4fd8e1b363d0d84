/// The theme files of `themes/`, which are compiled into the program.
///
/// A new one is a file there, its name in the manifest's `shippedThemes`, and a line here; a test compares the three.
package enum ShippedThemes {
  /// A theme's name is that of its file; the bytes are built when they are asked for.
  private static let files: [(name: String, bytes: @Sendable () -> [UInt8])] = [
    ("default-dark", { PackageResources.default_dark_toml }),
    ("default-light", { PackageResources.default_light_toml }),
    ("high-contrast-dark", { PackageResources.high_contrast_dark_toml }),
    ("high-contrast-light", { PackageResources.high_contrast_light_toml }),
    ("colorblind-dark", { PackageResources.colorblind_dark_toml }),
    ("colorblind-light", { PackageResources.colorblind_light_toml }),
    ("mono", { PackageResources.mono_toml }),
    ("terminal", { PackageResources.terminal_toml }),
    ("dracula", { PackageResources.dracula_toml }),
    ("alucard", { PackageResources.alucard_toml }),
    ("catppuccin-mocha", { PackageResources.catppuccin_mocha_toml }),
    ("catppuccin-latte", { PackageResources.catppuccin_latte_toml }),
    ("gruvbox-dark", { PackageResources.gruvbox_dark_toml }),
    ("gruvbox-light", { PackageResources.gruvbox_light_toml }),
    ("nord", { PackageResources.nord_toml }),
    ("solarized-dark", { PackageResources.solarized_dark_toml }),
  ]

  package static var names: [String] { files.map(\.name) }

  /// The text of a file; nil where no theme of that name comes with the program.
  package static func text(of name: String) -> String? {
    files.first { $0.name == name }.map { String(decoding: $0.bytes(), as: UTF8.self) }
  }
}
