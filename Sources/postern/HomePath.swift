import Foundation

/// A path as a person types it.
enum HomePath {
  /// With the home folder for a `~` at its beginning: that of the environment, as a shell has it.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"], !home.isEmpty
    else { return NSString(string: path).expandingTildeInPath }
    return home + path.dropFirst()
  }
}
