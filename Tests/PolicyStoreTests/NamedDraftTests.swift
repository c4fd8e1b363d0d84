import Foundation
import Policies
import PolicyCore
import TestSupport
import Testing
import Values

@testable import PolicyStore

@Suite("Drafts with names")
struct NamedDraftTests {
  private let folder: TemporaryFolder
  private let own: SQLiteDraftStore
  private let named: SQLiteDraftStore
  private let name: DraftName

  init() throws {
    folder = try TemporaryFolder()
    name = try #require(DraftName("onboarding"))
    own = try SQLiteDraftStore(folder: folder.path)
    named = try SQLiteDraftStore(folder: folder.path, draft: name)
  }

  private func submission(_ operations: [DraftOperation], of draft: DraftName) -> SubmissionRecord {
    SubmissionRecord(
      id: "s1",
      account: acme,
      startedAt: Date(timeIntervalSince1970: 1_790_000_000),
      user: "ada",
      reason: nil,
      fingerprint: String(repeating: "ab", count: 32),
      encoding: .documented,
      operations: operations,
      request: Data("{}".utf8),
      draft: draft
    )
  }

  @Test("have operations, a revision and a log of their own")
  func apart() async throws {
    _ = try await own.perform(.delete("p1"), on: acme)
    _ = try await named.perform(.delete("p2"), on: acme)
    _ = try await named.perform(.delete("p3"), on: acme)
    #expect(try await own.snapshot(of: acme).draft.operations.map(\.id) == ["p1"])
    #expect(try await own.changes(of: acme).entries.count == 1)
    let snapshot = try await named.snapshot(of: acme)
    #expect(snapshot.draft.operations.map(\.id) == ["p2", "p3"])
    #expect(try await named.revision(of: acme) == snapshot.revision)
    _ = try await named.undo(on: acme)
    _ = try await named.undo(on: acme)
    _ = try await named.redo(on: acme)
    #expect(try await named.snapshot(of: acme).draft.operations.map(\.id) == ["p2"])
    #expect(try await own.snapshot(of: acme).undoTitle != nil)
    // Another process has the same.
    let again = try SQLiteDraftStore(folder: folder.path, draft: name)
    #expect(try await again.snapshot(of: acme) == named.snapshot(of: acme))
  }

  @Test("are listed by name, with how much is in them, where there is anything")
  func listed() async throws {
    #expect(try await own.drafts(of: acme).isEmpty)
    let before = Date.now.addingTimeInterval(-1)
    _ = try await named.perform(.delete("p2"), on: acme)
    _ = try await own.perform(.delete("p1"), on: acme)
    let other = AccountKey(baseURL: acme.baseURL, accountID: "\(acme.accountID)2")
    _ = try await own.perform(.delete("p9"), on: other)
    let drafts = try await own.drafts(of: acme)
    #expect(drafts.map(\.name) == [.standard, name])
    #expect(drafts.map(\.operations) == [1, 1])
    #expect(drafts.allSatisfy { ($0.changedAt ?? .distantPast) > before })
    _ = try await named.perform(.clear, on: acme)
    #expect(try await own.drafts(of: acme).map(\.name) == [.standard])
  }

  @Test("lose what was submitted from them, whoever finds it out")
  func completed() async throws {
    _ = try await own.perform(.delete("p1"), on: acme)
    _ = try await named.perform(.delete("p1"), on: acme)
    var record = submission(try await named.snapshot(of: acme).draft.operations, of: name)
    try await named.write(record)
    record.state = .applied
    let shown = try await own.complete(record)
    #expect(shown.draft.operations.map(\.id) == ["p1"], "a store goes on with its own draft")
    #expect(try await own.snapshot(of: acme) == shown)
    #expect(try await named.snapshot(of: acme).draft.isEmpty)
    #expect(try await own.submission(id: "s1")?.draft == name)
  }

  @Test("share the lock of the account, and what is accepted on it")
  func shared() async throws {
    _ = try await own.perform(.delete("p1"), on: acme)
    let revision = try await named.perform(.delete("p2"), on: acme).snapshot.revision
    let lock = try await own.lockSubmission(of: acme)
    await #expect(throws: Problem.self) { try await named.perform(.delete("p3"), on: acme) }
    await #expect(throws: Problem.self) { try await named.lockSubmission(of: acme) }
    lock.release()
    try await own.suppress(Suppression(policyID: "p1", rule: "stale", reason: "x"), on: acme)
    #expect(try await named.suppressions(of: acme).count == 1)
    #expect(try await named.revision(of: acme) > revision, "the screen on the other draft is told")
  }
}
