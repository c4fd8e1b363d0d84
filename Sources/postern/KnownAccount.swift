import Configuration
import Foundation
import Policies
import PolicyStore

/// The account that a command line is about which is still being typed.
struct KnownAccount: Sendable {
  let key: AccountKey
  let paths: Paths

  /// Nil where it cannot be told.
  init?(_ arguments: [String]) {
    let environment = ProcessInfo.processInfo.environment
    guard let paths = try? Paths(environment: environment),
      let file = try? ConfigurationFile.load(paths, environment: environment),
      let account = try? file.account(named: Self.label(in: arguments), environment: environment)
    else { return nil }
    key = account.account.key
    self.paths = paths
  }

  /// The drafts and the history, where there are any: nothing is made for a tab key.
  var store: SQLiteDraftStore? {
    guard FileManager.default.fileExists(atPath: "\(paths.stateFolder)/state.sqlite") else { return nil }
    return try? SQLiteDraftStore(folder: paths.stateFolder)
  }

  private static func label(in arguments: [String]) -> String? {
    for (place, word) in arguments.enumerated().reversed() {
      if word == "--account", place + 1 < arguments.count { return arguments[place + 1] }
      if word.hasPrefix("--account=") { return String(word.dropFirst("--account=".count)) }
    }
    return nil
  }
}
