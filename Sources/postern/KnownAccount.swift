import Configuration
import Dispatch
import Foundation
import Policies
import PolicyStore
import Synchronization

/// The account that a command line is about which is still being typed, and what is known of it without asking anybody.
struct KnownAccount: Sendable {
  private static let patience = DispatchTimeInterval.milliseconds(500)

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
    guard FileManager.default.fileExists(atPath: paths.stateDatabase) else { return nil }
    return try? SQLiteDraftStore(folder: paths.stateFolder)
  }

  /// What a look finds before a person would wait for it; nothing where anything is in the way, as nobody wants errors at
  /// a tab key.
  func found(_ look: @escaping @Sendable (KnownAccount) async throws -> [String]) -> [String] {
    let found = Mutex<[String]>([])
    waitUntil(atMost: Self.patience) {
      guard let names = try? await look(self) else { return }
      found.withLock { $0 = names }
    }
    return found.withLock(\.self)
  }

  private static func label(in arguments: [String]) -> String? {
    for (place, word) in arguments.enumerated().reversed() {
      if word == "--account", place + 1 < arguments.count { return arguments[place + 1] }
      if word.hasPrefix("--account=") { return String(word.dropFirst("--account=".count)) }
    }
    return nil
  }
}
