import PolicyCore
import PolicyStore
import TestSupport
import Testing
import Policies
import Values

@Suite("A stored draft")
struct DraftStoreTests {
  private let folder: TemporaryFolder
  private let store: SQLiteDraftStore

  init() throws {
    folder = try TemporaryFolder()
    store = try SQLiteDraftStore(folder: folder.path("state"))
  }

  /// The same store as the next start of the program would see it.
  private func reopened() throws -> SQLiteDraftStore {
    try SQLiteDraftStore(folder: folder.path("state"))
  }

  @Test("an account that was never touched has an empty draft")
  func untouched() async throws {
    #expect(try await store.snapshot(of: acme) == DraftSnapshot())
    #expect(try await store.revision(of: acme) == 0)
  }

  @Test("a change is kept, counted and named")
  func perform() async throws {
    let outcome = try await store.perform(.delete("p1"), on: acme)
    #expect(outcome.change.steps.map(\.id) == [PolicyID("p1")])
    #expect(outcome.snapshot.revision == 1)
    #expect(outcome.snapshot.undoTitle == "delete billing@partner.example")
    #expect(outcome.snapshot.redoTitle == nil)
    #expect(try await store.revision(of: acme) == 1)
    #expect(try await reopened().snapshot(of: acme) == outcome.snapshot)
  }

  @Test("operations keep their order over a restart")
  func order() async throws {
    for id in ["p3", "p1", "p2"] { _ = try await store.perform(.delete(id), on: acme) }
    _ = try await store.perform(.drop([PolicyID("p3")]), on: acme)
    _ = try await store.undo(on: acme)
    let ids = try await reopened().snapshot(of: acme).draft.operations.map(\.id.text)
    #expect(ids == ["p3", "p1", "p2"])
  }

  @Test("an operation keeps its base, whatever the server sent")
  func base() async throws {
    var generator = SeededGenerator(seed: 7)
    let policies = (0..<200).map { AllowPolicy.random(id: "p\($0)\u{0}", using: &generator) }
    _ = try await store.perform(.delete(policies), on: acme)
    #expect(try await reopened().snapshot(of: acme).draft.operations.map(\.base) == policies)
  }

  @Test("a change that changes nothing is neither logged nor counted")
  func emptyChange() async throws {
    let before = try await store.perform(.delete("p1"), on: acme).snapshot
    let outcome = try await store.perform(.delete("p1"), on: acme)
    #expect(outcome.change.isEmpty)
    #expect(outcome.snapshot == before)
    #expect(try await store.revision(of: acme) == 1)
  }

  @Test("a change that changes nothing does not take redo away")
  func emptyChangeKeepsRedo() async throws {
    _ = try await store.perform(.delete("p1"), on: acme)
    _ = try await store.undo(on: acme)
    let outcome = try await store.perform(.restore([PolicyID("p1")]), on: acme)
    #expect(outcome.snapshot.redoTitle == "delete billing@partner.example")
  }

  @Test("an intent that cannot be carried out changes nothing")
  func refused() async throws {
    let before = try await store.perform(.delete("p1"), on: acme).snapshot
    await #expect { try await store.perform(.comment("hello", on: "p1"), on: acme) } throws: { error in
      (error as? Problem)?.kind == .invalid
    }
    #expect(try await store.snapshot(of: acme) == before)
    #expect(try await reopened().snapshot(of: acme) == before)
  }

  @Test("undo and redo walk the whole log, in another process too")
  func undoAndRedo() async throws {
    var states = [try await store.snapshot(of: acme).draft.operations]
    let edits: [DraftEdit] = [
      .delete("p1"), .comment("ticket", on: "p2"), .delete("p2"), .create("new", pattern: "new@partner.example"),
      .clear,
    ]
    for edit in edits {
      states.append(try await store.perform(edit, on: acme).snapshot.draft.operations)
    }
    for index in edits.indices.reversed() {
      let outcome = try await reopened().undo(on: acme)
      #expect(outcome.snapshot.draft.operations == states[index])
      #expect(outcome.snapshot.redoTitle == edits[index].title)
      #expect(outcome.snapshot.undoTitle == (index == 0 ? nil : edits[index - 1].title))
    }
    #expect(try await store.undo(on: acme).change.isEmpty)
    for index in edits.indices {
      let outcome = try await reopened().redo(on: acme)
      #expect(outcome.snapshot.draft.operations == states[index + 1])
    }
    #expect(try await store.redo(on: acme).change.isEmpty)
    #expect(try await store.revision(of: acme) == 3 * edits.count)
  }

  @Test("undo says what it did, not what it took back")
  func undoneSteps() async throws {
    let done = try await store.perform(.delete("p1"), on: acme).change
    let undone = try await store.undo(on: acme).change
    #expect(undone.title == done.title)
    #expect(undone.steps.map(\.before) == done.steps.map(\.after))
    #expect(undone.steps.map(\.after) == [nil])
  }

  @Test("a new change forgets what could have been redone")
  func forgetsRedo() async throws {
    _ = try await store.perform(.delete("p1"), on: acme)
    _ = try await store.perform(.delete("p2"), on: acme)
    _ = try await store.undo(on: acme)
    let outcome = try await store.perform(.delete("p3"), on: acme)
    #expect(outcome.snapshot.redoTitle == nil)
    #expect(try await store.redo(on: acme).change.isEmpty)
    #expect(try await store.undo(on: acme).snapshot.draft.operations.map(\.id.text) == ["p1"])
  }

  @Test("accounts share nothing, even under one account id")
  func accounts() async throws {
    let sandbox = AccountKey(baseURL: "http://127.0.0.1:8080", accountID: acme.accountID)
    _ = try await store.perform(.delete("p1"), on: acme)
    _ = try await store.perform(.delete("p2"), on: sandbox)
    for other in [globex, sandbox] {
      _ = try await store.undo(on: other)
      #expect(try await store.snapshot(of: other).draft.isEmpty)
    }
    #expect(try await reopened().snapshot(of: acme).draft.operations.map(\.id.text) == ["p1"])
  }

  @Test("a change is carried out even when nobody waits for it any more")
  func cancellation() async throws {
    let store = store
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await store.perform(.delete("p1"), on: acme)
    }
    #expect(try await task.value.snapshot.revision == 1)
    #expect(try await store.revision(of: acme) == 1)
  }
}
