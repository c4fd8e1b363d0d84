import Foundation
import PolicyCore
import PolicyStore
import TestSupport
import Testing
import Policies

/// A state file with something in every table, and what lies in it: two accounts, some hundred kilobytes.
struct FilledState {
  let folder: TemporaryFolder
  let drafts: [AccountKey: DraftSnapshot]
  let submissions: [SubmissionRecord]
  let suppressions: [Suppression]

  var file: String { folder.path("state.sqlite") }

  /// `requestSize` is the size of each submission's request in bytes: longer ones lie on pages of their own.
  init(seed: UInt64, requestSize: Int = 12_000) async throws {
    folder = try TemporaryFolder()
    (drafts, submissions, suppressions) = try await Self.fill(folder, seed: seed, requestSize: requestSize)
    try await folder.waitUntilClosed()
  }

  private typealias Content = ([AccountKey: DraftSnapshot], [SubmissionRecord], [Suppression])

  private static func fill(_ folder: TemporaryFolder, seed: UInt64, requestSize: Int) async throws -> Content {
    var generator = SeededGenerator(seed: seed)
    let store = try SQLiteDraftStore(folder: folder.path)
    var drafts: [AccountKey: DraftSnapshot] = [:]
    var submissions: [SubmissionRecord] = []
    for account in [acme, globex] {
      for number in 0..<40 {
        let policy = AllowPolicy.random(id: "p\(number)", using: &generator)
        _ = try await store.perform(.delete([policy]), on: account)
        if number % 7 == 3 { _ = try await store.perform(.restore([policy.id]), on: account) }
      }
      for _ in 0..<10 { _ = try? await store.perform(.random(using: &generator), on: account) }
      for _ in 0..<3 { _ = try await store.undo(on: account) }
      drafts[account] = try await store.snapshot(of: account)
      for number in 0..<6 {
        let record = SubmissionRecord.example(
          "\(account.accountID)-\(number)",
          of: account,
          after: Double(number),
          operations: Array(drafts[account]?.draft.operations.prefix(5) ?? []),
          request: Data((0..<requestSize).map { _ in UInt8.random(in: 0...255, using: &generator) }),
          state: .refused
        )
        try await store.write(record)
        submissions.append(record)
      }
    }
    var suppressions: [Suppression] = []
    for number in 0..<50 {
      suppressions.append(Suppression(policyID: PolicyID("p\(number + 10)"), rule: "stale", reason: "agreed \(number)"))
      try await store.suppress(suppressions[number], on: acme)
    }
    drafts[acme] = try await store.snapshot(of: acme)
    return (drafts, submissions, suppressions)
  }

  /// The whole file.
  func bytes() throws -> Data {
    try Data(contentsOf: URL(filePath: file))
  }

  /// Puts this in the place of the file in a new folder, and gives the folder.
  func damaged(_ bytes: Data) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try bytes.write(to: URL(filePath: folder.path("state.sqlite")))
    return folder
  }

  /// Whether everything in the store is what was put into it, whatever is missing.
  func expectNothingInvented(in store: SQLiteDraftStore, _ place: Comment) async throws {
    for (account, original) in drafts {
      let found = try await store.snapshot(of: account)
      for operation in found.draft.operations { #expect(operation == original.draft[operation.id], place) }
      // Undo and redo go as far as they go, and lead back.
      let log = try await store.changes(of: account)
      #expect(log.cursor <= log.entries.count, place)
      for sequence in [0, log.entries.count, log.cursor] { _ = try await store.jump(to: sequence, on: account) }
      #expect(try await store.snapshot(of: account).draft == found.draft, place)
      let outcome = try await store.perform(.delete("new"), on: account)
      #expect(outcome.snapshot.draft.count == found.draft.count + 1, place)
      _ = try await store.undo(on: account)
      for record in try await store.submissions(of: account, limit: 100) {
        let original = submissions.first { $0.id == record.id }
        #expect(record.operations == original?.operations, place)
        #expect(record.startedAt == original?.startedAt, place)
      }
    }
    #expect(try await store.suppressions(of: acme).allSatisfy { suppressions.contains($0) }, place)
  }

  func expectEverything(in store: SQLiteDraftStore, _ place: Comment) async throws {
    for (account, original) in drafts {
      let found = try await store.snapshot(of: account)
      #expect(found.draft == original.draft, place)
      #expect(found.undoTitle == original.undoTitle && found.redoTitle == original.redoTitle, place)
      let records = try await store.submissions(of: account, limit: 100)
      #expect(records.reversed() == submissions.filter { $0.account == account }, place)
    }
    #expect(try await Set(store.suppressions(of: acme)) == Set(suppressions), place)
  }
}
