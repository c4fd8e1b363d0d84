import Foundation
import GRDB
import PolicyCore

/// The submissions in the state file.
///
/// There is no call that deletes one, and the file itself refuses it.
struct SubmissionTable {
  let database: Database

  /// Writes a new submission, or how far a known one has got.
  func write(_ record: SubmissionRecord) throws {
    let row = try SubmissionRow(record)
    try database.execute(
      sql: "UPDATE submission SET updated_at = ?, state = ?, outcome = ?, response = ? WHERE id = ?",
      arguments: [row.updatedAt, row.state, row.outcome, row.response, row.id]
    )
    guard database.changesCount == 0 else { return }
    try insert(row, account: AccountRow.findOrMake(record.account, in: database).id)
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
    return try Double?.fetchOne(statement, arguments: [account])?.map(Date.init(timeIntervalSinceReferenceDate:))
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

  func newest(_ limit: Int, of account: AccountKey) throws -> [SubmissionRow] {
    try fetch(
      "WHERE base_url = ? AND account_id = ? \(Self.newestFirst) LIMIT ?",
      [account.baseURL, account.accountID, max(0, limit)]
    )
  }

  private static let newestFirst = "ORDER BY started_at DESC, submission.rowid DESC"

  private func fetch(_ condition: String, _ arguments: StatementArguments) throws -> [SubmissionRow] {
    let statement = try database.cachedStatement(sql: "\(SubmissionRow.selection) \(condition)")
    return try Row.fetchAll(statement, arguments: arguments).map { try SubmissionRow($0) }
  }
}
