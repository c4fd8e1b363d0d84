import Foundation

/// The theme files as they stand in the repository, found without the program's help.
enum ShippedThemeFolder {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let path = root.appending(path: "themes")

  /// The names of the files, without `.toml`, in order; none where the folder cannot be read, which a test tells.
  static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? [])
    .map { $0.hasSuffix(".toml") ? String($0.dropLast(5)) : $0 }.sorted()

  static func text(of name: String) throws -> String {
    try String(contentsOf: path.appending(path: "\(name).toml"), encoding: .utf8)
  }

  /// The comment that the file begins with, as one line.
  static func header(of name: String) throws -> String {
    try text(of: name).split(separator: "\n").prefix { $0.hasPrefix("# ") }.map { $0.dropFirst(2) }
      .joined(separator: " ")
  }
}
