/// The theme files of `themes/`, which are compiled into the program.
///
/// A new one is a file there, its name in the manifest's `shippedThemes`, and a line here; a test compares the three.
package enum ShippedThemes {
  /// A theme's name is that of its file; the bytes are built when they are asked for.
  private static let files: [(name: String, bytes: @Sendable () -> [UInt8])] = [
    ("default-dark", { PackageResources.default_dark_toml }),
    ("default-light", { PackageResources.default_light_toml }),
  ]

  package static var names: [String] { files.map(\.name) }

  /// The text of a file; nil where no theme of that name comes with the program.
  package static func text(of name: String) -> String? {
    files.first { $0.name == name }.map { String(decoding: $0.bytes(), as: UTF8.self) }
  }
}
