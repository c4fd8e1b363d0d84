import Foundation
import GRDB
import PolicyCore
import Policies

/// The submissions in the state file.
///
/// There is no call that deletes one, and the file itself refuses it.
struct SubmissionTable {
  let database: Database

  /// Writes a new submission, or how far a known one has got.
  func write(_ record: SubmissionRecord) throws {
    try writeRow(record)
    try EventTable(database: database).note(record)
  }

  private func writeRow(_ record: SubmissionRecord) throws {
    let row = try SubmissionRow(record)
    try database.execute(
      sql: "UPDATE submission SET updated_at = ?, state = ?, outcome = ?, response = ? WHERE id = ?",
      arguments: [row.updatedAt, row.state, row.outcome, row.response, row.id]
    )
    guard database.changesCount == 0 else { return }
    let account = try AccountRow.findOrMake(record.account, in: database).id
    try insert(row, account: account)
    try file(record, account: account)
  }

  /// Writes by which keys the submission is found.
  func file(_ record: SubmissionRecord, account: Int64) throws {
    let insert = try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO submission_key (account, key, submission) VALUES (?, ?, ?)"
    )
    for key in record.keys { try insert.execute(arguments: [account, key.bytes, record.id]) }
  }

  func insert(_ row: SubmissionRow, account: Int64) throws {
    try database.execute(
      sql: """
        INSERT INTO submission (id, account, started_at, updated_at, state, intent, request, outcome, response)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        row.id, account, row.startedAt, row.updatedAt, row.state, row.intent, row.request, row.outcome, row.response,
      ]
    )
  }

  /// When the newest submission of the account began that a process was sending; nil if there is none.
  ///
  /// The state stands in the text, so that the index of just these serves.
  func sending(account: Int64) throws -> Date? {
    let statement = try database.cachedStatement(
      sql: "SELECT max(started_at) FROM submission WHERE account = ? AND state = 'sending'"
    )
    return try Double?.fetchOne(statement, arguments: [account])?.map(Date.init(stored:))
  }

  func submission(id: String) throws -> [SubmissionRow] {
    try fetch("WHERE submission.id = ?", [id])
  }

  /// The newest submission whose outcome is still open.
  func open(of account: AccountKey) throws -> [SubmissionRow] {
    let open: [SubmissionRecord.State] = [.checking, .sending]
    return try fetch(
      "WHERE base_url = ? AND account_id = ? AND state IN (?, ?) \(Self.newestFirst) LIMIT 1",
      [account.baseURL, account.accountID, open[0].rawValue, open[1].rawValue]
    )
  }

  /// Those whose outcome nobody knows, but for the one that is being sent.
  func unsettled(of account: AccountKey) throws -> [SubmissionRow] {
    try fetch(
      "WHERE base_url = ? AND account_id = ? AND state IN ('unknown', 'not_seen') \(Self.newestFirst) LIMIT 50",
      [account.baseURL, account.accountID]
    )
  }

  /// The newest submission that was applied with this key; nil if there is none.
  func applied(_ key: SubmissionKey, account: Int64) throws -> PastSubmission? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT id, started_at FROM submission_key JOIN submission ON id = submission
        WHERE submission_key.account = ? AND key = ? AND state = 'applied' ORDER BY started_at DESC LIMIT 1
        """
    )
    return try Row.fetchOne(statement, arguments: [account, key.bytes]).map { row in
      let startedAt = Date(stored: try row.decode(atIndex: 1))
      return PastSubmission(id: try row.decode(atIndex: 0), startedAt: startedAt, state: .applied)
    }
  }

  /// What other submissions of the account did that were applied since this one was begun.
  func others(than record: SubmissionRecord, account: Int64) throws -> Reconciliation.Others {
    var others = Reconciliation.Others()
    let startedAt = record.startedAt.timeIntervalSinceReferenceDate
    let outcomes = try database.cachedStatement(
      sql: "SELECT outcome FROM submission WHERE account = ? AND state = 'applied' AND updated_at >= ? AND id != ?"
    )
    let rows = try Data.fetchCursor(outcomes, arguments: [account, startedAt, record.id])
    while let outcome = try rows.next() {
      others.made.formUnion(try StoredJSON.decode(SubmissionRow.Outcome.self, from: outcome).createdIDs)
    }
    let later = try database.cachedStatement(
      sql: """
        SELECT 1 FROM submission_key JOIN submission ON id = submission
        WHERE submission_key.account = ? AND key = ? AND state = 'applied' AND started_at >= ? AND id != ? LIMIT 1
        """
    )
    for operation in record.operations where operation.base != nil {
      let key = SubmissionKey(operation.subject).bytes
      if try Int.fetchOne(later, arguments: [account, key, startedAt, record.id]) != nil {
        others.touched.insert(operation.id)
      }
    }
    return others
  }

  func newest(_ limit: Int, of account: AccountKey) throws -> [SubmissionRow] {
    try fetch(
      "WHERE base_url = ? AND account_id = ? \(Self.newestFirst) LIMIT ?",
      [account.baseURL, account.accountID, max(0, limit)]
    )
  }

  func newestIDs(_ limit: Int, of account: AccountKey) throws -> [String] {
    guard let row = try AccountRow.find(account, in: database) else { return [] }
    return try String.fetchAll(
      database,
      sql: "SELECT id FROM submission WHERE account = ? ORDER BY started_at DESC LIMIT ?",
      arguments: [row.id, max(0, limit)]
    )
  }

  private static let newestFirst = "ORDER BY started_at DESC, submission.rowid DESC"

  private func fetch(_ condition: String, _ arguments: StatementArguments) throws -> [SubmissionRow] {
    let statement = try database.cachedStatement(sql: "\(SubmissionRow.selection) \(condition)")
    return try Row.fetchAll(statement, arguments: arguments).map { try SubmissionRow($0) }
  }
}
