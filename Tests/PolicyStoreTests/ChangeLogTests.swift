import Foundation
import PolicyCore
import PolicyStore
import TestSupport
import Testing
import Values

/// The stores that must keep the same promises.
enum StoreKind: CaseIterable, Sendable {
  case onDisk
  case inMemory

  func store(in folder: TemporaryFolder) throws -> any DraftStore {
    switch self {
    case .onDisk: try SQLiteDraftStore(folder: folder.path)
    case .inMemory: MemoryDraftStore()
    }
  }
}

@Suite("The log of changes")
struct ChangeLogTests {
  private static let edits: [DraftEdit] = [
    .delete("p1"), .comment("ticket", on: "p2"), .delete("p2"), .create("new", pattern: "new@partner.example"), .clear,
  ]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The store with five changes, and the drafts before the first and after each.
  private func filled(_ kind: StoreKind) async throws -> (store: any DraftStore, drafts: [Draft]) {
    let store = try kind.store(in: folder)
    var drafts = [Draft()]
    for edit in Self.edits { drafts.append(try await store.perform(edit, on: acme).snapshot.draft) }
    return (store, drafts)
  }

  @Test("is empty where nothing was changed", arguments: StoreKind.allCases)
  func untouched(kind: StoreKind) async throws {
    let store = try kind.store(in: folder)
    #expect(try await store.changes(of: acme) == ChangeLog())
    #expect(try await store.jump(to: 0, on: acme).change.isEmpty)
  }

  @Test("names every change from the oldest to the newest, and where the draft stands", arguments: StoreKind.allCases)
  func entries(kind: StoreKind) async throws {
    let begun = Date.now
    let (store, _) = try await filled(kind)
    _ = try await store.undo(on: acme)
    let log = try await store.changes(of: acme)
    #expect(log.entries.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(log.entries.map(\.title) == Self.edits.map(\.title))
    #expect(log.entries.allSatisfy { ($0.at.timeIntervalSince(begun)) > -1 && $0.at <= .now })
    #expect(log.cursor == 4)
    #expect(try await store.changes(of: globex) == ChangeLog())
  }

  @Test("a jump leads from any place to any other", arguments: StoreKind.allCases)
  func jump(kind: StoreKind) async throws {
    let (store, drafts) = try await filled(kind)
    for from in 0...5 {
      for to in 0...5 {
        let before = try await store.jump(to: from, on: acme).snapshot
        let outcome = try await store.jump(to: to, on: acme)
        #expect(outcome.snapshot.draft == drafts[to], "\(from) to \(to)")
        #expect(outcome.snapshot.revision == before.revision + (from == to ? 0 : 1))
        #expect(outcome.snapshot.undoTitle == (to == 0 ? nil : Self.edits[to - 1].title))
        #expect(outcome.snapshot.redoTitle == (to == 5 ? nil : Self.edits[to].title))
        #expect(try await store.changes(of: acme).cursor == to)
        var carried = before.draft
        carried.apply(outcome.change, reversed: false)
        #expect(carried == drafts[to], "the steps from \(from) to \(to)")
      }
    }
  }

  @Test("a jump is called after the change, or after how many there were", arguments: StoreKind.allCases)
  func titles(kind: StoreKind) async throws {
    let (store, _) = try await filled(kind)
    #expect(try await store.jump(to: 4, on: acme).change.title == "clear the draft")
    #expect(try await store.jump(to: 1, on: acme).change.title == "3 changes")
    #expect(try await store.jump(to: 2, on: acme).change.title == Self.edits[1].title)
  }

  @Test(
    "a place that there is not is refused, and nothing changes",
    arguments: StoreKind.allCases,
    [-1, 6, .max, .min]
  )
  func outside(kind: StoreKind, sequence: Int) async throws {
    let (store, _) = try await filled(kind)
    let before = try await store.jump(to: 3, on: acme).snapshot
    await #expect { try await store.jump(to: sequence, on: acme) } throws: { error in
      (error as? Problem)?.kind == .notFound
    }
    #expect(try await store.snapshot(of: acme) == before)
  }

  @Test("a change after a jump back forgets what lay ahead", arguments: StoreKind.allCases)
  func forgets(kind: StoreKind) async throws {
    let (store, _) = try await filled(kind)
    _ = try await store.jump(to: 2, on: acme)
    _ = try await store.perform(.delete("p9"), on: acme)
    let log = try await store.changes(of: acme)
    #expect(log.entries.map(\.sequence) == [1, 2, 3])
    #expect(log.entries.last?.title == DraftEdit.delete("p9").title)
    #expect(log.cursor == 3)
  }

  @Test("what a submission did leaves it, and the rest can still be gone over", arguments: StoreKind.allCases)
  func submitted(kind: StoreKind) async throws {
    let (store, drafts) = try await filled(kind)
    _ = try await store.jump(to: 2, on: acme)
    _ = try await store.complete(.example("s1", of: acme, operations: drafts[1].operations, state: .applied))
    let done = DraftAdjustment(done: drafts[1].operations.map(\.id))
    let left = drafts.map { $0.operations.compactMap { done.adjusted($0) } }
    let log = try await store.changes(of: acme)
    #expect(log.entries.map(\.sequence) == Array(1..<(log.entries.count + 1)))
    for sequence in 0..<(log.entries.count + 1) {
      let draft = try await store.jump(to: sequence, on: acme).snapshot.draft
      #expect(left.contains(draft.operations), "at \(sequence)")
      #expect(drafts[1].operations.allSatisfy { draft[$0.id] == nil })
    }
  }

  @Test("jumps do what single steps do, over restarts", arguments: StoreKind.allCases, 1...4 as ClosedRange<UInt64>)
  func againstSteps(kind: StoreKind, seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    var jumping = try kind.store(in: folder)
    let stepping = MemoryDraftStore()
    for step in 0..<80 {
      let place: Comment = "seed \(seed), step \(step)"
      if kind == .onDisk, Int.random(in: 0..<10, using: &generator) == 0 { jumping = try kind.store(in: folder) }
      if Bool.random(using: &generator) {
        let edit = DraftEdit.random(using: &generator)
        _ = try? await stepping.perform(edit, on: acme)
        _ = try? await jumping.perform(edit, on: acme)
      } else {
        let log = try await jumping.changes(of: acme)
        let target = Int.random(in: 0...log.entries.count, using: &generator)
        let outcome = try await jumping.jump(to: target, on: acme)
        #expect(outcome.change.isEmpty == (target == log.cursor), place)
        for _ in 0..<abs(target - log.cursor) {
          if target < log.cursor {
            _ = try await stepping.undo(on: acme)
          } else {
            _ = try await stepping.redo(on: acme)
          }
        }
      }
      let (mine, theirs) = (try await jumping.snapshot(of: acme), try await stepping.snapshot(of: acme))
      try #require(mine.draft == theirs.draft, place)
      try #require(mine.undoTitle == theirs.undoTitle && mine.redoTitle == theirs.redoTitle, place)
      let (log, steps) = (try await jumping.changes(of: acme), try await stepping.changes(of: acme))
      try #require(log.entries.map(\.title) == steps.entries.map(\.title) && log.cursor == steps.cursor, place)
    }
  }
}
