import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("The workspace")
struct WorkspaceTests {
  private let clock = FakeClock()
  private let service = FakePolicyService([.sample("a"), .sample("b")])

  private func workspace(_ cache: MemoryPolicyCache = MemoryPolicyCache()) -> Workspace {
    Workspace(
      account: .sample(),
      service: service,
      store: MemoryDraftStore(),
      cache: cache,
      surroundings: clock.surroundings
    )
  }

  @Test("keeps what it loaded for the next start")
  func cache() async throws {
    let cache = MemoryPolicyCache()
    #expect(try await workspace(cache).cachedPolicies() == nil)
    let loading = workspace(cache)
    let loaded = try await loading.loadPolicies()
    await loading.finishSaving()
    #expect(Array(loaded.list) == service.stored)
    #expect(loaded.isComplete)
    #expect(loaded.loadedAt == clock.now)
    let cached = try #require(try await workspace(cache).cachedPolicies())
    #expect(Array(cached.list) == service.stored)
    #expect(cached.loadedAt == loaded.loadedAt)
  }

  @Test("works without a cache that can be read or written")
  func brokenCache() async throws {
    let workspace = workspace(MemoryPolicyCache(failing: .diskFull))
    await #expect(throws: Problem.self) { try await workspace.cachedPolicies() }
    #expect(try await workspace.loadPolicies().list.count == 2)
  }

  @Test("a snapshot of the policies has the last one's revision as long as they are the same, and then another")
  func revisions() async throws {
    let workspace = workspace()
    let first = try await workspace.loadPolicies().list.revision
    #expect(try #require(try await workspace.cachedPolicies()).list.revision == first)
    #expect(try await workspace.loadPolicies().list.revision == first)
    service.stored[0].fields.comments = "changed by somebody else"
    #expect(try await workspace.loadPolicies().list.revision > first)
  }

  @Test("says when the list may have gaps")
  func incomplete() async throws {
    service.isComplete = false
    #expect(try await !workspace().loadPolicies().isComplete)
  }

  @Test("passes on why the policies could not be loaded, and keeps the cache")
  func loadFails() async throws {
    let workspace = workspace()
    _ = try await workspace.loadPolicies()
    service.readFailure = .noConnection
    await #expect(throws: Problem.noConnection) { try await workspace.loadPolicies() }
    #expect(try await workspace.cachedPolicies()?.list.count == 2)
  }

  @Test("a policy that does not exist is none")
  func onePolicy() async throws {
    #expect(try await workspace().policy(PolicyID("a")) == .sample("a"))
    #expect(try await workspace().policy(PolicyID("z")) == nil)
  }

  @Test("every change of the draft makes another revision, and undo takes it back")
  func draft() async throws {
    let workspace = workspace()
    let start = try await workspace.draftRevision()
    _ = try await workspace.perform(.delete([.sample("a")]))
    let changed = try await workspace.draftRevision()
    #expect(changed > start)
    #expect(try await workspace.review().draftRevision == changed)
    #expect(try await workspace.undo().snapshot.draft.isEmpty)
    #expect(try await workspace.redo().snapshot.draft.count == 1)
    #expect(try await workspace.draftRevision() > changed)
  }

  @Test("a review of some operations leaves the others out")
  func partialReview() async throws {
    let workspace = workspace()
    _ = try await workspace.perform(.delete([.sample("a"), .sample("b")]))
    #expect(try await workspace.review().operations.map(\.id.text) == ["a", "b"])
    #expect(try await workspace.review(only: [PolicyID("b")]).operations.map(\.id.text) == ["b"])
    #expect(try await workspace.review(only: []).operations.isEmpty)
  }

  @Test("the history is newest first")
  func history() async throws {
    let scene = WorkspaceScene()
    for id in ["e1", "d1"] {
      try await scene.delete(id)
      scene.service.reply(.init(.applied()))
      _ = try await scene.submit()
    }
    let history = try await scene.workspace.history()
    #expect(history.map { $0.operations.map(\.id.text) } == [["d1"], ["e1"]])
    #expect(try await scene.workspace.history(limit: 1) == [history[0]])
  }
}
