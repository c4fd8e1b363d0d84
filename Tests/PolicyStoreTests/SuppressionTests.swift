import PolicyCore
import TestSupport
import Testing

import PolicyStore
import Policies

@Suite("Accepted findings on disk")
struct SuppressionTests {
  private let folder: TemporaryFolder
  private let first = Suppression(policyID: "p1", rule: "stale", reason: "kept by contract\u{0} ✓")
  private let second = Suppression(policyID: "p2", rule: "stale", reason: "x")

  init() throws { folder = try TemporaryFolder() }

  @Test("they are there after a restart, for their account alone")
  func restart() async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    try await store.suppress(first, on: acme)
    try await store.suppress(second, on: acme)
    let again = try SQLiteDraftStore(folder: folder.path)
    #expect(try await again.suppressions(of: acme) == [first, second])
    let other = AccountKey(baseURL: acme.baseURL, accountID: "another")
    #expect(try await again.suppressions(of: other).isEmpty)
  }

  @Test("a new reason takes the place of the old one, and taking back removes it")
  func replace() async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    try await store.suppress(first, on: acme)
    var changed = first
    changed.reason = "better"
    try await store.suppress(changed, on: acme)
    #expect(try await store.suppressions(of: acme) == [changed])
    try await store.unsuppress("stale", of: "p1", on: acme)
    #expect(try await store.suppressions(of: acme).isEmpty)
  }

  @Test("other processes notice by the revision, and the draft stays as it is")
  func revision() async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    _ = try await store.perform(.delete([.sample("p1")]), on: acme)
    let before = try await store.snapshot(of: acme)
    try await store.suppress(first, on: acme)
    let after = try await store.snapshot(of: acme)
    #expect(after.revision > before.revision)
    #expect(after.draft == before.draft && after.undoTitle == before.undoTitle)
  }
}
