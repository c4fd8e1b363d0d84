import ArgumentParser
import Configuration
import Foundation
import PolicyAPI
import PolicyCore
import PolicyStore
import PolicyUI
import Policies
import Values

/// Which account a command works on, and how much it logs.
struct AccountOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "The account of the configuration file to work on.",
    completion: .custom(KnownNames.accounts)
  )
  var account: String?
  @Option(
    help: .init("The draft to work on, by its name (or POSTERN_DRAFT).", valueName: "name"),
    completion: .custom(KnownNames.drafts),
    transform: { try DraftName(argument: $0) }
  )
  var draft: DraftName?
  @Option(help: "How much goes to the log file.")
  var logLevel = LogLevel.info
  @OptionGroup var run: RunOptions

  var chosen: Session.Options { Session.Options(account: account, draft: draft, logLevel: logLevel) }
}

/// An account opened for work: configuration read, credentials fetched, stores open.
struct Session: Sendable {
  /// How it is opened; as it stands, without a word on the command line.
  struct Options: Sendable {
    var account: String?
    /// Nil for the one that the environment names, or else the standard one.
    var draft: DraftName?
    var logLevel = LogLevel.info
    /// Whether it only reads: then a disk that takes nothing is said, and does not keep it from its work.
    var isReading = false
  }

  let workspace: Workspace
  let settings: Settings
  let account: Account
  let colour: AccountColour?
  let stateFolder: String
  /// Whether its folder is removed at the end.
  var isTemporary = false
  /// The file in which the screen accepts findings; nil for this machine's own store.
  var silences: SilencesDisk?
  /// Whether the screen begins with the guided tour.
  var beginsTour = false
  /// The accounts of the environment and the configuration file, this one among them.
  private(set) var accounts: [AccountEntry] = []
  /// Environment variables that hold secrets: no other program is to be started with them.
  private(set) var secretVariables = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY"]
  /// What a person has to know before anything else: that the state file was damaged, and what was rescued.
  let notice: Problem?
  /// Tells of pauses between attempts at a read.
  let waits: WaitRelay
  /// The mail of the account: what is kept, and how more is read.
  let mail: MailReader
  /// What that mail says of the policies.
  let usage: MailUsage
  private let api: CloudflareAPI

  /// Opens the account that the options, the environment or the configuration file name.
  static func open(_ options: Options) async throws(Problem) -> Session {
    let paths = try Paths(environment: ProcessInfo.processInfo.environment)
    Log.open(paths.logFile, level: options.logLevel)
    return try await open(draft: options.draft, isReading: options.isReading) { file, environment throws(Problem) in
      try file.account(named: options.account, environment: environment)
    }
  }

  /// Opens the account of this label in the configuration file, or for nil that of the environment.
  static func open(label: String?, draft: DraftName) async throws(Problem) -> Session {
    try await open(draft: draft) { file, environment throws(Problem) in
      if let label { return try file.account(named: label, environment: environment) }
      return try file.environmentAccount(environment)
    }
  }

  private static func open(
    draft: DraftName?,
    isReading: Bool = false,
    _ choose: (ConfigurationFile, _ environment: [String: String]) throws(Problem) -> ResolvedAccount
  ) async throws(Problem) -> Session {
    let environment = ProcessInfo.processInfo.environment
    let paths = try Paths(environment: environment)
    let file = try ConfigurationFile.load(paths, environment: environment)
    let resolved = try choose(file, environment)
    let name = if let draft { draft } else { try DraftName.chosen(by: environment) }
    Log.account(resolved.account.key)
    let credentials = try await resolved.source.credentials(
      environment: environment,
      timeout: RunOptions.limit ?? .seconds(30)
    )
    var session = try open(
      resolved,
      credentials: credentials,
      settings: file.settings,
      paths: paths,
      environment: environment,
      draft: name,
      isReading: isReading
    )
    session.secretVariables += file.accounts.compactMap(\.source.variable)
    session.accounts = file.accounts(environment: environment).map { entry in
      AccountEntry(
        label: entry.origin.label,
        name: entry.account.name,
        environment: entry.account.environment,
        host: (try? BaseURL(entry.baseURL))?.host ?? entry.baseURL,
        isCurrent: entry.origin == resolved.origin
      )
    }
    return session
  }

  static func open(
    _ resolved: ResolvedAccount,
    credentials: Credentials,
    settings: Settings,
    paths: Paths,
    environment: [String: String],
    draft: DraftName,
    isReading: Bool = false
  ) throws(Problem) -> Session {
    let connection = APIConnection(to: resolved, credentials: credentials, environment: environment)
    if let proxy = connection.proxy { Log.proxy(proxy) }
    return try open(
      resolved.account,
      connection,
      settings,
      colour: resolved.colour,
      state: paths.stateFolder,
      cache: paths.cacheFolder,
      draft: draft,
      isReading: isReading
    )
  }

  static func open(
    _ account: Account,
    _ connection: APIConnection,
    _ settings: Settings,
    colour: AccountColour? = nil,
    state stateFolder: String,
    cache: String,
    draft: DraftName = .standard,
    isReading: Bool = false
  ) throws(Problem) -> Session {
    let store = try store(in: stateFolder, draft: draft, isReading: isReading)
    let archive = MailFolder(folder: cache)
    let cache = PolicyFileCache(folder: cache)
    let waits = WaitRelay()
    let api = try CloudflareAPI(
      connection,
      retrying: Retrying(deadline: RunOptions.limit),
      onWait: { waits.tell($0) },
      onExchange: { Log.exchange($0) }
    )
    var surroundings = Surroundings.live
    surroundings.origin = SubmissionOrigin(
      actor: RunOptions.actor,
      host: ProcessInfo.processInfo.hostName,
      version: BuildInfo.version
    )
    let workspace = Workspace(
      account: account,
      service: api,
      store: store,
      cache: cache,
      surroundings: surroundings,
      limits: .fromEnvironment(settings),
      settings: RuleSettings(settings, ownDomains: account.ownDomains)
    )
    let mail = MailReader(api, archive, of: account.key, keepingDays: settings.mailDays)
    return Session(
      workspace: workspace,
      settings: settings,
      account: account,
      colour: colour,
      stateFolder: stateFolder,
      notice: store.recovery?.problem,
      waits: waits,
      mail: mail,
      usage: MailUsage(mail, workspace),
      api: api
    )
  }

  /// The state file; a reader gets what can be read of it where it cannot be opened for writing.
  static func store(
    in folder: String,
    draft: DraftName = .standard,
    isReading: Bool
  ) throws(Problem) -> SQLiteDraftStore {
    do throws(Problem) {
      return try SQLiteDraftStore(folder: folder, draft: draft)
    } catch {
      guard isReading, error.kind == .storage,
        let store = try? SQLiteDraftStore(reading: folder, draft: draft, because: error)
      else { throw error }
      Output.say("postern: \(error.what) Nothing can be kept there; reading goes on.")
      return store
    }
  }

  /// The draft, or a batch from a file, made ready to be sent beside the policies as the server has them now.
  ///
  /// `only` leaves of the draft what it keeps.
  func prepare(
    _ file: SubmittedFile?,
    only: PolicySieve? = nil,
    keepingNew: Bool
  ) async throws(Problem) -> PreparedBatch {
    let loaded = try await policies()
    if let file {
      let found = try await review(of: file)
      let mail = try await keptMail(for: found.review)
      let review = try await replayed(found.review, over: mail)
      return PreparedBatch(review: review, conflicts: found.conflicts, drift: DraftDrift(), mail: mail)
    }
    var drift = try await workspace.compareDraft(with: loaded.list, keepingNew: keepingNew)
    let ids = try await part(only, in: loaded)
    if let ids { drift.rebased.removeAll { !ids.contains($0.id) } }
    let conflicts = drift.conflicts.filter { ids?.contains($0.id) ?? true }
    let review = try await workspace.review(only: ids)
    let mail = try await keptMail(for: review)
    return PreparedBatch(
      review: try await replayed(review, over: mail),
      conflicts: conflicts,
      drift: drift,
      mail: mail
    )
  }

  /// The operations that a filter keeps; nil for the whole draft.
  private func part(_ sieve: PolicySieve?, in loaded: LoadedPolicies) async throws(Problem) -> Set<PolicyID>? {
    guard let sieve else { return nil }
    let ids = try await sieve.operations(of: self, in: loaded)
    if ids.isEmpty { Output.say("The filter keeps nothing of the draft.") }
    return ids
  }

  /// The review of the draft beside the policies as the server has them now.
  ///
  /// Where these cannot be had, those last seen serve, and standard error says so.
  /// A batch from a file is judged beside what the server has, or not at all.
  func review(
    _ file: SubmittedFile? = nil,
    only: PolicySieve? = nil
  ) async throws(Problem) -> (review: Review, conflicts: [Conflict]) {
    if let only {
      let part = try await prepare(nil, only: only, keepingNew: true)
      return (part.review, part.conflicts)
    }
    if let file {
      _ = try await policies()
      let found = try await review(of: file)
      return (try await replayed(found.review), found.conflicts)
    }
    let drift = try await workspace.draft().draft.isEmpty ? DraftDrift() : driftOfDraft()
    return (try await replayed(try await workspace.review()), drift.conflicts)
  }

  private func review(of file: SubmittedFile) async throws(Problem) -> FileReview {
    switch file {
    case .batch(let batch): return try await workspace.review(batch)
    case .plan(let plan):
      let scope = try plan.scope.map { text throws(Problem) in try DesiredScope(filter: text) }
      return try await workspace.review(plan, scope: scope)
    }
  }

  /// Reads every policy, and tells a person who waits how far it is; standard error says if some may be missing.
  func policies() async throws(Problem) -> LoadedPolicies {
    let progress = ReadingProgress()
    waits.connect { progress.show($0) }
    defer { progress.end() }
    let loaded = try await workspace.loadPolicies { progress.show($0) }
    if !loaded.isComplete {
      progress.end()
      let why = loaded.stopped ?? "The list kept changing while it was read. Trying again is safe."
      Output.say("postern: policies may be missing. \(why)")
    }
    if let clause = loaded.leftOutClause {
      progress.end()
      Output.say("postern: \(clause): the server's list has nothing there by which they could be changed.")
    }
    return loaded
  }

  /// Reads the policies, and gives what changed elsewhere in those that the draft touches.
  private func driftOfDraft() async throws(Problem) -> DraftDrift {
    let loaded: LoadedPolicies
    do throws(Problem) {
      loaded = try await policies()
    } catch {
      ErrorReport.note(error)
      let cached = try? await workspace.cachedPolicies()
      let beside = cached.map { "the policies of \(Timestamp.text(of: $0.loadedAt))" } ?? "no other policies"
      Output.say("postern: The draft is judged beside \(beside).")
      return DraftDrift()
    }
    let drift = try await workspace.compareDraft(with: loaded.list)
    EarlierText.say(drift.earlier, onlyNews: true)
    EarlierText.say(drift.dissolved)
    return drift
  }

  /// Closes the connections, and lets what was loaded be kept.
  func close() async {
    await workspace.finishSaving()
    await api.shutdown()
  }
}

extension SubmissionLimits {
  /// Those of the configuration, with the time that an unknown outcome is looked for taken from `POSTERN_LOOK_SECONDS`.
  static func fromEnvironment(_ settings: Settings) -> SubmissionLimits {
    var limits = SubmissionLimits.standard
    limits.manyOperations = settings.manyOperations
    limits.closeAfter = Double(settings.closeHours) * 3600
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
    guards = settings.guards
    firstReading = settings.firstReading
  }
}

/// A batch with all that is known of it before it is sent.
struct PreparedBatch: Sendable {
  let review: Review
  let conflicts: [Conflict]
  /// What changed elsewhere in what the draft touches, and what left it.
  let drift: DraftDrift
  /// The mail that it was replayed with.
  let mail: KeptMail?
}

/// Opens an account, does something with it, and closes it whatever happens.
///
/// `silences` are accepted findings of a file, beside those that are kept on this machine.
func withSession<Result: Sendable>(
  _ options: AccountOptions,
  isReading: Bool = false,
  silences: [Silence] = [],
  _ body: (Session) async throws(Problem) -> Result
) async throws(Problem) -> Result {
  var chosen = options.chosen
  chosen.isReading = isReading
  let session = try await Session.open(chosen)
  if let notice = session.notice { ErrorReport.note(notice) }
  await session.workspace.heed(silences)
  do throws(Problem) {
    let result = try await body(session)
    await session.close()
    return result
  } catch {
    await session.close()
    throw error
  }
}
