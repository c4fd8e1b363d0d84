import Foundation
package import Values

/// Where the program's files live, after the XDG Base Directory Specification 0.8.
///
/// Computing them touches no disk; whoever writes makes the folders.
package struct Paths: Hashable, Sendable {
  /// Holds `config.toml`, the saved filters and the user's own themes.
  package let configurationFolder: String
  /// The configuration file that `POSTERN_CONFIG` names; nil for the one in its usual place.
  package let chosenConfiguration: String?
  /// Holds what must not be lost: drafts and history, and the log.
  package let stateFolder: String
  /// Holds what can be loaded again.
  package let cacheFolder: String

  package var configurationFile: String { chosenConfiguration ?? configurationFolder + "/config.toml" }
  package var viewsFile: String { configurationFolder + "/views.toml" }
  package var themesFolder: String { configurationFolder + "/themes" }
  package var stateDatabase: String { stateFolder + "/state.sqlite" }
  package var logFile: String { stateFolder + "/postern.log" }

  /// Takes the folders from `XDG_CONFIG_HOME`, `XDG_STATE_HOME` and `XDG_CACHE_HOME`, else from below `HOME`.
  ///
  /// An XDG variable that is empty or relative is ignored, as the specification asks. `HOME` is needed only where one
  /// of them is.
  package init(environment: [String: String]) throws(Problem) {
    chosenConfiguration = environment["POSTERN_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    configurationFolder = try Self.folder("XDG_CONFIG_HOME", below: ".config", environment)
    stateFolder = try Self.folder("XDG_STATE_HOME", below: ".local/state", environment)
    cacheFolder = try Self.folder("XDG_CACHE_HOME", below: ".cache", environment)
  }

  private static func folder(
    _ variable: String,
    below standard: String,
    _ environment: [String: String]
  ) throws(Problem) -> String {
    if let base = absolute(environment[variable]) { return joined(base, "postern") }
    guard let home = absolute(environment["HOME"]) else {
      let found = environment["HOME", default: ""].isEmpty ? "is not set" : "is not an absolute path"
      throw Problem(
        .usage,
        what: "There is no place for the program's files: HOME \(found), nor is \(variable) an absolute path.",
        advice: "Set HOME, or \(variable), to an absolute path."
      )
    }
    return joined(home, "\(standard)/postern")
  }

  private static func absolute(_ path: String?) -> String? {
    guard let path, path.hasPrefix("/") else { return nil }
    return path
  }

  private static func joined(_ base: String, _ rest: String) -> String {
    base.hasSuffix("/") ? base + rest : "\(base)/\(rest)"
  }

  /// A path as a person writes it in the configuration: `~/` is the home folder, and what is relative is so to the
  /// folder of the file that it stands in.
  static func expand(_ path: String, besides file: String, home: String?) -> String? {
    if path == "~" || path.hasPrefix("~/") {
      guard let home = absolute(home) else { return nil }
      return path == "~" ? home : joined(home, String(path.dropFirst(2)))
    }
    if path.hasPrefix("/") { return path }
    return joined((file as NSString).deletingLastPathComponent, path)
  }
}
