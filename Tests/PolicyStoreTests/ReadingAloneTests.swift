import Foundation
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("A state that can only be read")
struct ReadingAloneTests {
  private let folder: TemporaryFolder
  private let problem = Problem(.storage, what: "There is no room left.", advice: "Make room.", retry: .safe)

  init() throws { folder = try TemporaryFolder() }

  @Test("gives the draft and the history, and refuses every change")
  func frozen() async throws {
    let record = SubmissionRecord.example("s1", of: acme, operations: [], state: .applied)
    do {
      let store = try SQLiteDraftStore(folder: folder.path)
      _ = try await store.perform(.delete("p1"), on: acme)
      try await store.write(record)
    }
    let before = try Data(contentsOf: URL(filePath: folder.path("state.sqlite")))
    let store = try SQLiteDraftStore(reading: folder.path, because: problem)
    #expect(try await store.snapshot(of: acme).draft.operations.map(\.id.text) == ["p1"])
    #expect(try await store.submissions(of: acme, limit: 9).map(\.id) == ["s1"])
    let refused = await #expect(throws: Problem.self) { try await store.perform(.clear, on: acme) }
    #expect(refused?.what == "There is no room left; the change was not kept.")
    await #expect(throws: Problem.self) { try await store.write(record) }
    await #expect(throws: Problem.self) { try await store.lockSubmission(of: acme) }
    #expect(try Data(contentsOf: URL(filePath: folder.path("state.sqlite"))) == before)
  }

  @Test("is empty where there is none, or one that a full disk left without a byte", arguments: [true, false])
  func none(isEmptyFile: Bool) async throws {
    if isEmptyFile { try Data().write(to: URL(filePath: folder.path("state.sqlite"))) }
    let store = try SQLiteDraftStore(reading: folder.path, because: problem)
    #expect(try await store.snapshot(of: acme).draft.isEmpty)
    #expect(try await store.submissions(of: acme, limit: 9).isEmpty)
  }

  @Test("what was accepted of a new policy follows it to the id that the server gives")
  func suppression() async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    let fields = PolicyFields(pattern: "new@partner.example", patternType: .email, isAcceptableSender: true)
    let new = NewPolicy(placeholderID: "n1", queuedAt: "2026-05-06T07:08:09Z", fields: fields)
    let draft = try await store.perform(.create([new]), on: acme).snapshot.draft
    try await store.suppress(Suppression(policyID: "n1", rule: "no-reason", reason: "agreed"), on: acme)
    var record = SubmissionRecord.example("s1", of: acme, operations: draft.operations, state: .applied)
    record.createdIDs = ["srv-1"]
    _ = try await store.complete(record)
    #expect(try await store.suppressions(of: acme).map(\.policyID) == ["srv-1"])
  }

  @Test("submissions are found by what they did, and others' doings are told without reading them whole")
  func keys() async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    let edit = DraftOperation.edit(of: .sample("p1"), PolicyFields(verifySender: false))
    var first = SubmissionRecord.example("s1", of: acme, operations: [edit], state: .unknown)
    try await store.write(first)
    let key = SubmissionKey(edit.subject)
    #expect(try await store.applied([key], on: acme).isEmpty)
    #expect(try await store.unsettledSubmissions(of: acme).map(\.id) == ["s1"])
    var second = SubmissionRecord.example("s2", of: acme, operations: [edit], state: .applied)
    second.createdIDs = ["made"]
    try await store.write(second)
    let others = try await store.others(than: first)
    #expect(others == Reconciliation.Others(made: ["made"], touched: ["p1"]))
    first.state = .neverTold
    try await store.write(first)
    #expect(try await store.unsettledSubmissions(of: acme).isEmpty)
    #expect(
      try await store.applied([key, SubmissionKey(fingerprint: "none")], on: acme).mapValues(\.id) == [key: "s2"]
    )
  }
}
