import PolicyCore
import PolicyStore
import TestSupport
import Testing
import Values

@Suite("A stored draft, at random")
struct DraftStoreLoopTests {
  /// What the store should hold, kept in memory.
  private struct Model {
    var draft = Draft()
    var done: [DraftChange] = []
    var undone: [DraftChange] = []
    var revision = 0

    mutating func perform(_ edit: DraftEdit) throws {
      let change = try draft.apply(edit)
      guard !change.isEmpty else { return }
      done.append(change)
      undone = []
      revision += 1
    }

    mutating func undo() {
      guard let change = done.popLast() else { return }
      draft.apply(change, reversed: true)
      undone.append(change)
      revision += 1
    }

    mutating func redo() {
      guard let change = undone.popLast() else { return }
      draft.apply(change, reversed: false)
      done.append(change)
      revision += 1
    }
  }

  @Test("any intents, undo, redo and restarts leave what the pure draft says", arguments: 1...6 as ClosedRange<UInt64>)
  func againstModel(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    // Two stores take turns, as two processes would.
    var stores = [try SQLiteDraftStore(folder: folder.path), try SQLiteDraftStore(folder: folder.path)]
    var model = Model()
    for step in 0..<120 {
      let index = Int.random(in: 0..<2, using: &generator)
      if Int.random(in: 0..<20, using: &generator) == 0 { stores[index] = try SQLiteDraftStore(folder: folder.path) }
      let store = stores[index]
      let snapshot: DraftSnapshot
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<3:
        model.undo()
        snapshot = try await store.undo(on: acme).snapshot
      case 3..<5:
        model.redo()
        snapshot = try await store.redo(on: acme).snapshot
      default:
        let edit = DraftEdit.random(using: &generator)
        do {
          try model.perform(edit)
          snapshot = try await store.perform(edit, on: acme).snapshot
        } catch is Problem {
          await #expect(throws: Problem.self) { try await store.perform(edit, on: acme) }
          snapshot = try await store.snapshot(of: acme)
        }
      }
      let place: Comment = "seed \(seed), step \(step)"
      try #require(snapshot.draft.operations.map(\.intent) == model.draft.operations.map(\.intent), place)
      try #require(snapshot.revision == model.revision, place)
      try #require(snapshot.undoTitle == model.done.last?.title, place)
      try #require(snapshot.redoTitle == model.undone.last?.title, place)
    }
    while try await !stores[0].undo(on: acme).change.isEmpty {}
    #expect(try await stores[1].snapshot(of: acme).draft.isEmpty, "seed \(seed)")
  }
}
