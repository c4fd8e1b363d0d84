import CBuildInfo

/// Which Postern this is.
enum BuildInfo {
  static let version = "0.1.0"

  /// The commit that a release was built from; nil for a build that was not told, as those of `swift build` are.
  static let commit: String? = {
    let commit = String(cString: postern_commit)
    return commit.isEmpty ? nil : commit
  }()

  /// What `--version` prints.
  static var text: String { "postern \(version)" + (commit.map { " (\($0))" } ?? "") }
}
