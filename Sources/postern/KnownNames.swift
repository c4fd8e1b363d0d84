import Configuration
import Foundation
import Policies
import PolicyCore
import PolicyQuery
import PolicyStore
import Theming

/// Names for the shell to complete, from what is on this machine; none where anything is in the way.
enum KnownNames {
  /// What the shell shows at most.
  private static let limit = 200
  /// How many policies are looked through: reading more than this would be felt.
  private static let reach = 30_000

  /// Patterns of the policies last seen.
  static func patterns(arguments: [String], index: Int, prefix: String) -> [String] {
    KnownAccount(arguments)?.found { known in
      let head = try await PolicyFileCache(folder: known.paths.cacheFolder).first(reach, of: known.key)
      let patterns = head?.policies.lazy.map(\.pattern).filter { isSafe($0) && $0.hasPrefix(prefix) }.prefix(limit)
      return patterns.map(Array.init) ?? []
    } ?? []
  }

  /// The account's drafts that have operations.
  static func drafts(arguments: [String], index: Int, prefix: String) -> [String] {
    KnownAccount(arguments)?.found { known in
      try await known.store?.drafts(of: known.key).map(\.name.text).filter { $0.hasPrefix(prefix) } ?? []
    } ?? []
  }

  /// The ids of the account's newest submissions.
  static func submissions(arguments: [String], index: Int, prefix: String) -> [String] {
    KnownAccount(arguments)?.found { known in
      try await known.store?.submissionIDs(of: known.key, limit: limit).filter { $0.hasPrefix(prefix) } ?? []
    } ?? []
  }

  /// The accounts of the configuration file.
  static func accounts(arguments: [String], index: Int, prefix: String) -> [String] {
    let environment = ProcessInfo.processInfo.environment
    guard let paths = try? Paths(environment: environment),
      let file = try? ConfigurationFile.load(paths, environment: environment)
    else { return [] }
    return file.accounts.map(\.label).filter { isSafe($0) && $0.hasPrefix(prefix) }
  }

  static func themes(arguments: [String], index: Int, prefix: String) -> [String] {
    ([ThemeLibrary.automaticName] + ThemesCommand.library().names).filter { isSafe($0) && $0.hasPrefix(prefix) }
  }

  /// The saved filters.
  static func views(arguments: [String], index: Int, prefix: String) -> [String] {
    let views = (try? ViewsDisk.own().read()) ?? []
    return views.map(\.name).filter { isSafe($0) && $0.hasPrefix(prefix) }
  }

  /// What a shell would take apart, or a terminal obey, is not offered.
  private static func isSafe(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "@.-_+/:".utf8.contains(byte)
        }
      }
  }
}
