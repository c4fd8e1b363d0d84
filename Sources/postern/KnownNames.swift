import ArgumentParser
import Configuration
import Foundation
import Theming

/// Names of the configuration for the shell to complete; none where anything is in the way, as nobody wants errors at a
/// tab key.
enum KnownNames {
  static let accounts: @Sendable ([String], Int, String) -> [String] = { _, _, prefix in
    let environment = ProcessInfo.processInfo.environment
    guard let paths = try? Paths(environment: environment),
      let file = try? ConfigurationFile.load(paths, environment: environment)
    else { return [] }
    return file.accounts.map(\.label).filter { $0.hasPrefix(prefix) }
  }

  static let themes: @Sendable ([String], Int, String) -> [String] = { _, _, prefix in
    ([ThemeLibrary.automaticName] + ThemesCommand.library().names).filter { $0.hasPrefix(prefix) }
  }

  static let views: @Sendable ([String], Int, String) -> [String] = { _, _, prefix in
    ((try? ViewsDisk.own().read()) ?? []).map(\.name).filter { $0.hasPrefix(prefix) }
  }
}
