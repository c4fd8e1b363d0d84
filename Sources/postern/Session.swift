import ArgumentParser
import Configuration
import Foundation
import PolicyAPI
import PolicyCore
import PolicyStore

/// Which account a command works on.
struct AccountOptions: ParsableArguments {
  @Option(name: .long, help: "The account of the configuration file to work on.")
  var account: String?
}

/// An account opened for work: configuration read, credentials fetched, stores open.
struct Session: Sendable {
  let workspace: Workspace
  let settings: Settings
  private let api: CloudflareAPI

  /// Opens the account that the options, the environment or the configuration file name.
  static func open(_ options: AccountOptions) async throws(Problem) -> Session {
    let environment = ProcessInfo.processInfo.environment
    let paths = try Paths(environment: environment)
    let file = try ConfigurationFile.load(paths, environment: environment)
    let resolved = try file.account(named: options.account, environment: environment)
    let credentials = try await resolved.source.credentials(environment: environment)
    return try open(resolved, credentials: credentials, settings: file.settings, paths: paths)
  }

  static func open(
    _ resolved: ResolvedAccount,
    credentials: Configuration.Credentials,
    settings: Settings,
    paths: Paths
  ) throws(Problem) -> Session {
    let connection = APIConnection(
      baseURL: resolved.baseURL,
      accountID: resolved.account.key.accountID,
      credentials: credentials.forAPI,
      caFile: resolved.caFile
    )
    return try open(resolved.account, connection, settings, state: paths.stateFolder, cache: paths.cacheFolder)
  }

  static func open(
    _ account: Account,
    _ connection: APIConnection,
    _ settings: Settings,
    state: String,
    cache: String
  ) throws(Problem) -> Session {
    let store = try SQLiteDraftStore(folder: state)
    let cache = try SQLitePolicyCache(folder: cache)
    let api = try CloudflareAPI(connection)
    let workspace = Workspace(
      account: account,
      service: api,
      store: store,
      cache: cache,
      limits: .fromEnvironment,
      settings: RuleSettings(settings, ownDomains: account.ownDomains)
    )
    return Session(workspace: workspace, settings: settings, api: api)
  }

  /// The review of the draft beside the policies as the server has them now.
  ///
  /// Where these cannot be had, those last seen serve, and standard error says so.
  func review() async throws(Problem) -> Review {
    if try await !workspace.draft().draft.isEmpty { await readPolicies() }
    return try await workspace.review()
  }

  private func readPolicies() async {
    do throws(Problem) {
      _ = try await workspace.loadPolicies()
    } catch {
      ErrorReport.print(error)
      let cached = await workspace.cachedPolicies()
      let beside = cached.map { "the policies of \(Timestamp.text(of: $0.loadedAt))" } ?? "no other policies"
      Output.say("postern: The draft is judged beside \(beside).\n")
    }
  }

  /// Closes the connections.
  ///
  /// The HTTP library insists on it before the process ends.
  func close() async {
    await api.shutdown()
  }
}

extension SubmissionLimits {
  /// The standard ones, with the time that an unknown outcome is looked for taken from `POSTERN_LOOK_SECONDS`.
  static var fromEnvironment: SubmissionLimits {
    var limits = SubmissionLimits.standard
    if let seconds = ProcessInfo.processInfo.environment["POSTERN_LOOK_SECONDS"].flatMap(Double.init), seconds >= 0 {
      limits.lookFor = seconds
      limits.lookEvery = min(limits.lookEvery, max(0.1, seconds / 4))
    }
    return limits
  }
}

extension RuleSettings {
  init(_ settings: Settings, ownDomains: [String]) {
    self.init(choices: settings.findings, staleDays: settings.staleDays, ownDomains: ownDomains)
  }
}

extension Configuration.Credentials {
  /// The two rooms know nothing of each other, so the same secret is handed on here.
  fileprivate var forAPI: PolicyAPI.Credentials {
    switch self {
    case .token(let secret): .token(secret.value)
    case .key(let email, let secret): .key(email: email, key: secret.value)
    }
  }
}

/// Opens an account, does something with it, and closes it whatever happens.
func withSession<Result: Sendable>(
  _ options: AccountOptions,
  _ body: (Session) async throws(Problem) -> Result
) async throws(Problem) -> Result {
  let session = try await Session.open(options)
  do throws(Problem) {
    let result = try await body(session)
    await session.close()
    return result
  } catch {
    await session.close()
    throw error
  }
}
