import Policies
import PolicyCore
import PolicyStore
import TestSupport
import Testing

@Suite("Several processes on one state file")
struct SharedStateTests {
  @Test("no change of two busy stores is lost")
  func interleaved() async throws {
    let folder = try TemporaryFolder()
    let stores = [try SQLiteDraftStore(folder: folder.path), try SQLiteDraftStore(folder: folder.path)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        let store = stores[writer % 2]
        group.addTask {
          for number in 0..<25 { _ = try await store.perform(.delete("p\(writer)-\(number)"), on: acme) }
        }
      }
      try await group.waitForAll()
    }
    let expected = Set((0..<4).flatMap { writer in (0..<25).map { "p\(writer)-\($0)" } })
    for store in stores {
      let snapshot = try await store.snapshot(of: acme)
      #expect(Set(snapshot.draft.operations.map(\.id.text)) == expected)
      #expect(snapshot.revision == 100)
    }
  }

  @Test("a change of another process shows in the revision, and in the draft")
  func noticed() async throws {
    let folder = try TemporaryFolder()
    let mine = try SQLiteDraftStore(folder: folder.path)
    let theirs = try SQLiteDraftStore(folder: folder.path)
    let before = try await mine.perform(.delete("p1"), on: acme).snapshot
    _ = try await theirs.perform(.delete("p2"), on: acme)
    #expect(try await mine.revision(of: acme) == before.revision + 1)
    #expect(try await mine.snapshot(of: acme).draft.count == 2)
  }

  @Test("undo takes back the last change, whoever made it")
  func sharedUndo() async throws {
    let folder = try TemporaryFolder()
    let mine = try SQLiteDraftStore(folder: folder.path)
    let theirs = try SQLiteDraftStore(folder: folder.path)
    _ = try await mine.perform(.delete("p1"), on: acme)
    _ = try await theirs.perform(.delete("p2"), on: acme)
    #expect(try await mine.undo(on: acme).snapshot.draft.operations.map(\.id.text) == ["p1"])
    #expect(try await theirs.redo(on: acme).snapshot.draft.operations.map(\.id.text) == ["p1", "p2"])
  }

  @Test("six that make the same store at once all succeed", arguments: 0..<5)
  func openAtOnce(round: Int) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("state")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<6 {
        group.addTask { _ = try await SQLiteDraftStore(folder: path).perform(.delete("p\(number)"), on: acme) }
      }
      try await group.waitForAll()
    }
    #expect(try await SQLiteDraftStore(folder: path).snapshot(of: acme).draft.count == 6)
  }
}
