import Foundation
import GRDB
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("The history in the file")
struct HistoryIsKeptTests {
  private let folder: TemporaryFolder
  private let store: SQLiteDraftStore

  init() throws {
    folder = try TemporaryFolder()
    store = try SQLiteDraftStore(folder: folder.path)
  }

  private func write() async throws -> SubmissionRecord {
    let record = SubmissionRecord.example("s1", of: acme)
    try await store.write(record)
    return record
  }

  @Test(
    "refuses to be deleted, altered or replaced, whoever tries",
    arguments: [
      "DELETE FROM submission",
      "DELETE FROM submission WHERE id = 's1'",
      "UPDATE submission SET id = 's2'",
      "UPDATE submission SET account = 1",
      "UPDATE submission SET started_at = 0",
      "UPDATE submission SET intent = x'7b7d'",
      "UPDATE submission SET state = 'applied', request = x'00'",
      "UPDATE OR REPLACE submission SET id = 's1'",
      """
      REPLACE INTO submission SELECT id, account, started_at, 0, 'refused', intent, x'', outcome, NULL FROM submission
      """,
      """
      INSERT INTO submission SELECT * FROM submission WHERE true
      ON CONFLICT DO UPDATE SET request = x'00'
      """,
    ]
  )
  func refuses(sql: String) async throws {
    let record = try await write()
    await #expect { try await store.file.run { try $0.execute(sql: sql) } } throws: { error in
      (error as? Problem)?.what.contains("never") == true
    }
    #expect(try await store.submissions(of: acme, limit: 9) == [record])
  }

  @Test("takes what became of a submission")
  func takesOutcome() async throws {
    var record = try await write()
    for state in [SubmissionRecord.State.sending, .unknown, .applied] {
      record.state = state
      record.updatedAt += 1
      record.detail = "\(state)"
      try await store.write(record)
      #expect(try await store.submission(id: "s1") == record)
    }
  }

  @Test("finds a submission that is being sent without reading the others")
  func index() async throws {
    let plan = try await store.file.run { database in
      try String.fetchAll(
        database,
        SQLRequest(
          sql: "EXPLAIN QUERY PLAN SELECT max(started_at) FROM submission WHERE account = 1 AND state = 'sending'",
          adapter: RangeRowAdapter(3..<4)
        )
      )
    }
    #expect(plan.contains { $0.contains("submission_being_sent") })
  }
}

extension SubmissionRecord {
  /// A submission that was begun at 800,000,000 seconds and later by the number given.
  static func example(
    _ id: String,
    of account: AccountKey,
    after seconds: Double = 0,
    operations: [DraftOperation] = [],
    request: Data = Data("{}".utf8),
    state: State = .checking
  ) -> SubmissionRecord {
    SubmissionRecord(
      id: id,
      account: account,
      startedAt: Date(timeIntervalSinceReferenceDate: 800_000_000 + seconds),
      user: "ada",
      reason: nil,
      fingerprint: "c0ffee",
      encoding: .documented,
      operations: operations,
      request: request,
      state: state
    )
  }
}
