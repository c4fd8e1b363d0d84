import Configuration
import PolicyStore
import Terminal
import Values

/// Looks at everything that Postern needs, one area after the other, and goes on where something is broken.
///
/// An area is a type that makes checks out of values, in a file of its own; only what is called `probe` or `look` there
/// touches the machine. To add a check, name it in ``Check/Name``, make it in its area, and call it here. Nothing is
/// made or mended on the way.
struct Doctor: Sendable {
  let environment: [String: String]
  /// The label that `--account` names.
  let account: String?
  let isOffline: Bool
  /// How long the token command may take, and how long after that the answer.
  let limit: Duration

  func checks() async -> [Check] {
    let terminal = TerminalChecks(report: .probe(), environment: environment).checks
    do throws(Problem) {
      return terminal + (await checks(of: try Paths(environment: environment)))
    } catch {
      let others = Check.Name.allCases.drop { $0 != .configuration }.dropFirst()
      return terminal + [.failed(.configuration, error)]
        + .skipped(Array(others), because: "There is no place for the program's files.")
    }
  }

  private func checks(of paths: Paths) async -> [Check] {
    let configuration = ConfigurationChecks.look(at: paths, environment: environment)
    let state = StateChecks.look(
      at: paths.stateFolder,
      accounts: configuration.file?.accounts(environment: environment)
    )
    let folders = [
      FolderChecks(.stateFolder, FolderFacts.probe(paths.stateFolder), variable: "XDG_STATE_HOME"),
      FolderChecks(.cacheFolder, FolderFacts.probe(paths.cacheFolder), variable: "XDG_CACHE_HOME"),
    ]
    return configuration.checks + folders.flatMap(\.checks) + state.checks + (await accountChecks(configuration.file))
  }

  private func accountChecks(_ file: ConfigurationFile?) async -> [Check] {
    guard let file else {
      let names: [Check.Name] = [.account, .credentials, .connection, .permission]
      return .skipped(names, because: "The configuration has to be in order first.")
    }
    let choice = AccountChecks(file: file, option: account, environment: environment)
    guard let chosen = choice.chosen else {
      return [choice.check]
        + .skipped([.credentials, .connection, .permission], because: "No account is chosen.")
    }
    let trial = AccountTrial(account: chosen, environment: environment, limit: limit)
    return [choice.check] + (await ConnectionChecks.look(trial, isOffline: isOffline))
  }
}
