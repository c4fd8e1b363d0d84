import Values
import Policies
import Foundation
import PolicyCore
import Synchronization
import TestSupport

/// A workspace on a server that hands over a table at once.
struct Fixture: Sendable {
  let server: TableServer
  let workspace: Workspace
  let list: PolicyList

  init(_ table: PolicyTable, cache: any PolicyCache = NoCache()) async throws {
    server = TableServer(table)
    workspace = Workspace(account: .sample(), service: server, store: MemoryDraftStore(), cache: cache)
    list = try await workspace.loadPolicies().list
  }

  init(_ shape: MadeAccount.Shape, policies: Int) async throws {
    try await self.init(MadeAccount(shape, policies: policies).table())
  }
}

/// What of a server is not measured here.
final class TableServer: PolicyService {
  private let state: Mutex<PolicyTable>

  init(_ table: PolicyTable) {
    state = Mutex(table)
  }

  func serve(_ table: PolicyTable) { state.withLock { $0 = table } }

  func policies(progress: @escaping @Sendable (LoadProgress) -> Void) async throws(Problem) -> PolicyListing {
    PolicyListing(policies: state.withLock { $0 }, isComplete: true)
  }

  func policy(_ id: PolicyID) async throws(Problem) -> AllowPolicy? { state.withLock { $0[id] } }

  func newestPolicies(page: Int, size: Int) async throws(Problem) -> NewestPage {
    NewestPage(policies: [], total: 0, isShort: true)
  }

  func submit(
    _ request: BatchRequest,
    willSend: @escaping @Sendable () async throws -> Void
  ) async -> BatchAnswer {
    .notSent(Problem(.unreachable, what: "Nothing is sent here.", advice: ""))
  }
}

/// Keeps nothing.
struct NoCache: PolicyCache {
  func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies? { nil }
  func save(_ policies: CachedPolicies, of account: AccountKey) async throws(Problem) {}
  func head(of account: AccountKey) async throws(Problem) -> CachedHead? { nil }
  func save(_ head: CachedHead, of account: AccountKey) async throws(Problem) {}
}
