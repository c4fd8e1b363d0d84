import Foundation
import PolicyCore
import PolicyStore
import TestSupport
import Testing
import Policies
import Values

@Suite("The history of submissions")
struct HistoryTests {
  private let folder: TemporaryFolder
  private let store: SQLiteDraftStore

  init() throws {
    folder = try TemporaryFolder()
    store = try SQLiteDraftStore(folder: folder.path)
  }

  private func record(
    _ id: String = "s1",
    at seconds: Double = 0,
    account: AccountKey = acme,
    operations: [DraftOperation] = [],
    state: SubmissionRecord.State = .checking,
    isFromDraft: Bool = true
  ) -> SubmissionRecord {
    SubmissionRecord(
      id: id,
      account: account,
      startedAt: Date(timeIntervalSince1970: 1_790_000_000.123_456 + seconds),
      user: "ada",
      reason: "SEC-42 \u{0} Zoë",
      fingerprint: String(repeating: "ab", count: 32),
      encoding: .documented,
      operations: operations,
      request: Data([0, 1, 2, 255]) + Data("{\"deletes\": []}".utf8),
      state: state,
      isFromDraft: isFromDraft
    )
  }

  @Test("a record comes back as it was, over a restart and through its states")
  func roundTrip() async throws {
    var generator = SeededGenerator(seed: 3)
    _ = try await store.perform(.delete((0..<20).map { .random(id: "p\($0)", using: &generator) }), on: acme)
    var record = record(operations: try await store.snapshot(of: acme).draft.operations)
    try await store.write(record)
    #expect(try await store.submission(id: "s1") == record)

    record.state = .refused
    record.updatedAt += 1.5
    record.response = Data([0x7B, 0x7D, 0])
    record.createdIDs = [PolicyID("a"), PolicyID("b")]
    record.detail = "The server refused it."
    record.serverErrors = [ServerError(code: 10_001, message: "no\u{0}", pointer: "/deletes/0/id")]
    record.rayID = "8f00"
    record.mark = CreationMark(createdAt: "2026-05-06T07:08:09.5Z", known: ["n0"])
    record.takenForAppliedBy = "ada"
    try await store.write(record)
    let reopened = try SQLiteDraftStore(folder: folder.path)
    #expect(try await reopened.submission(id: "s1") == record)
    #expect(try await reopened.submissions(of: acme, limit: 10) == [record])
  }

  @Test("what was decided before it began is never written again")
  func intentIsKept() async throws {
    let first = record()
    try await store.write(first)
    let changed = SubmissionRecord(
      id: first.id,
      account: first.account,
      startedAt: first.startedAt,
      user: "eve",
      reason: nil,
      fingerprint: "other",
      encoding: .lean,
      operations: [],
      request: Data("other".utf8),
      state: .sending
    )
    try await store.write(changed)
    let stored = try #require(try await store.submission(id: first.id))
    #expect(stored.state == .sending)
    #expect(stored.user == first.user)
    #expect(stored.request == first.request)
    #expect(stored.fingerprint == first.fingerprint)
  }

  @Test("the newest come first, of one account and no more than asked for")
  func newestFirst() async throws {
    for number in [2, 0, 3, 1] { try await store.write(record("s\(number)", at: Double(number))) }
    try await store.write(record("other", at: 9, account: globex))
    #expect(try await store.submissions(of: acme, limit: 3).map(\.id) == ["s3", "s2", "s1"])
    #expect(try await store.submissions(of: acme, limit: 0).isEmpty)
    #expect(try await store.submission(id: "nothing") == nil)
  }

  @Test(
    "a submission is open in exactly the states that say so",
    arguments: [.checking, .sending, .applied, .refused, .conflict, .notSent, .notSeen, .unknown]
      as [SubmissionRecord.State]
  )
  func openStates(state: SubmissionRecord.State) async throws {
    try await store.write(record(state: state))
    #expect(try await store.openSubmission(of: acme)?.id == (state.isOpen ? "s1" : nil))
    #expect(try await store.openSubmission(of: globex) == nil)
  }

  @Test("of two open submissions the newest is found")
  func newestOpen() async throws {
    try await store.write(record("s1", at: 1, state: .sending))
    try await store.write(record("s2", at: 2, state: .sending))
    try await store.write(record("s3", at: 3, state: .applied))
    #expect(try await store.openSubmission(of: acme)?.id == "s2")
  }

  @Test("an applied submission takes its operations out of the draft")
  func complete() async throws {
    _ = try await store.perform(.delete("p1"), on: acme)
    _ = try await store.perform(.comment("later", on: "p2"), on: acme)
    let draft = try await store.perform(.delete("p3"), on: acme).snapshot
    var record = record(operations: draft.draft.operations.filter { $0.id != PolicyID("p2") }, state: .sending)
    try await store.write(record)
    record.state = .applied
    let snapshot = try await store.complete(record)
    #expect(snapshot.draft.operations.map(\.id.text) == ["p2"])
    #expect(snapshot.revision == draft.revision + 1)
    #expect(try await store.submission(id: record.id) == record)
    #expect(try await store.openSubmission(of: acme) == nil)
    let reopened = try await SQLiteDraftStore(folder: folder.path).snapshot(of: acme)
    #expect(reopened.draft.operations == snapshot.draft.operations)
    #expect(reopened.revision == snapshot.revision)
  }

  @Test("undo and redo go on with what a submission left")
  func partly() async throws {
    _ = try await store.perform(.delete("p1"), on: acme)
    _ = try await store.perform(.delete("p2"), on: acme)
    _ = try await store.perform(.delete("p3"), on: acme)
    let draft = try await store.undo(on: acme).snapshot
    let after = try await store.complete(
      record(operations: Array(draft.draft.operations.prefix(1)), state: .applied)
    )
    #expect(after.undoTitle == DraftEdit.delete("p2").title)
    #expect(after.redoTitle == DraftEdit.delete("p3").title)
    #expect(try await store.redo(on: acme).snapshot.draft.operations.map(\.id.text) == ["p2", "p3"])
    #expect(try await store.jump(to: 0, on: acme).snapshot.draft.isEmpty)
    #expect(try await store.undo(on: acme).change.isEmpty, "what was submitted does not come back")
    #expect(try await store.redo(on: acme).snapshot.draft.operations.map(\.id.text) == ["p2"])
    _ = try await store.perform(.delete("p4"), on: acme)
    #expect(try await store.undo(on: acme).snapshot.draft.operations.map(\.id.text) == ["p2"])
  }

  @Test("an operation that was changed after the review stays in the draft")
  func changedSince() async throws {
    let reviewed = try await store.perform(.comment("one", on: "p1"), on: acme).snapshot.draft.operations
    _ = try await store.perform(.comment("two", on: "p1"), on: acme)
    let snapshot = try await store.complete(record(operations: reviewed, state: .applied))
    #expect(snapshot.draft[PolicyID("p1")]?.result?.comments == "two")
  }

  @Test("a submission from a file leaves the draft and its undo alone")
  func fromFile() async throws {
    let before = try await store.perform(.delete("p1"), on: acme).snapshot
    let record = record(operations: before.draft.operations, state: .applied, isFromDraft: false)
    #expect(try await store.complete(record) == before)
    #expect(try await store.submission(id: record.id) == record)
  }
}
