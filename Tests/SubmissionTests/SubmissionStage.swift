import Values
import Foundation
import PolicyAPI
import PolicyCore
import PolicyStore
import Sandbox
import Synchronization
import TestSupport
import Policies

/// A workspace over the real HTTP client and the real store, beside the sandbox that judges it.
struct SubmissionStage: Sendable {
  /// How long things may take.
  ///
  /// What is to be found ends a look at once, so that a long look costs nothing but where there is nothing to be found.
  struct Times: Sendable {
    var batch: Duration = .seconds(20)
    var read: Duration = .seconds(20)
    /// In seconds.
    var look = 20.0
  }

  let server: SandboxServer
  let service: WatchedService
  let store: SQLiteDraftStore
  let folder: TemporaryFolder
  let workspace: Workspace
  let pauses: Pauses
  private let limits: SubmissionLimits

  var account: Account { workspace.account }

  /// Runs something on a stage of its own; only a few stand at a time, so that a small machine keeps its times.
  static func run(
    _ options: SandboxOptions = SandboxOptions(policies: 12, seed: 5),
    encoding: BatchEncoding = .documented,
    times: Times = Times(),
    _ body: (SubmissionStage) async throws -> Void
  ) async throws {
    await Turnstile.stages.enter()
    defer { Task { await Turnstile.stages.leave() } }
    let server = try await SandboxServer.start(options)
    let connection = APIConnection(
      baseURL: server.baseURL,
      accountID: server.accountID,
      credentials: .token(server.token),
      readTimeout: times.read,
      batchTimeout: times.batch
    )
    let short: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: min($0, .milliseconds(10))) }
    let api = try CloudflareAPI(connection, retrying: Retrying(attempts: 3, sleep: short))
    do {
      try await body(SubmissionStage(server, api, encoding, times))
    } catch {
      await api.shutdown()
      await server.stop()
      throw error
    }
    await api.shutdown()
    await server.stop()
  }

  private init(_ server: SandboxServer, _ api: CloudflareAPI, _ encoding: BatchEncoding, _ times: Times) throws {
    self.server = server
    service = WatchedService(api)
    folder = try TemporaryFolder()
    store = try SQLiteDraftStore(folder: folder.path("state"))
    pauses = Pauses()
    limits = SubmissionLimits(lookFor: times.look, lookEvery: 0.05)
    let key = AccountKey(baseURL: server.baseURL, accountID: server.accountID)
    let account = Account(key: key, name: "Acme", environment: .sandbox, encoding: encoding)
    workspace = Self.workspace(account, service, store, pauses, limits)
  }

  private init(_ stage: SubmissionStage, _ account: Account, _ store: SQLiteDraftStore) {
    server = stage.server
    service = stage.service
    folder = stage.folder
    self.store = store
    pauses = stage.pauses
    limits = stage.limits
    workspace = Self.workspace(account, service, store, pauses, limits)
  }

  private static func workspace(
    _ account: Account,
    _ service: WatchedService,
    _ store: SQLiteDraftStore,
    _ pauses: Pauses,
    _ limits: SubmissionLimits
  ) -> Workspace {
    var surroundings = Surroundings.live
    surroundings.sleep = { try await pauses.take($0, isLooking: service.isLooking) }
    surroundings.user = "ada"
    return Workspace(
      account: account,
      service: service,
      store: store,
      cache: MemoryPolicyCache(),
      surroundings: surroundings,
      limits: limits
    )
  }

  /// The same server, with a draft and a history of their own.
  func forAccount(_ name: String, _ encoding: BatchEncoding) -> SubmissionStage {
    let key = AccountKey(baseURL: server.baseURL, accountID: name)
    return SubmissionStage(self, Account(key: key, name: name, environment: .sandbox, encoding: encoding), store)
  }

  /// What the next start of the program has: the same account, and the store opened anew.
  func restarted() throws -> SubmissionStage {
    SubmissionStage(self, account, try SQLiteDraftStore(folder: folder.path("state")))
  }

  func table() async throws -> ServerTable {
    try ServerTable(await server.allPolicies())
  }
}

/// Pauses that a submission asked for; one before it sends again is cut short.
///
/// Those between looks are not: they are what keeps the requests few.
final class Pauses: Sendable {
  private let asked = Mutex<[Double]>([])

  /// Those of a second and more before it sends again, in the order in which they were asked for.
  var long: [Double] { asked.withLock { $0.filter { $0 >= 1 } } }

  func take(_ seconds: Double, isLooking: Bool) async throws {
    if !isLooking { asked.withLock { $0.append(seconds) } }
    try await Task.sleep(for: .seconds(isLooking ? seconds : min(seconds, 0.05)))
  }
}

/// Lets in so many at a time.
actor Turnstile {
  static let stages = Turnstile(4)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ free: Int) {
    self.free = free
  }

  func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
