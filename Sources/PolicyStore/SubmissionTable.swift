import Foundation
import GRDB
import PolicyCore

/// The submissions in the state file.
///
/// There is no call that deletes one.
struct SubmissionTable {
  let database: Database

  /// Writes a new submission, or how far a known one has got.
  func write(_ record: SubmissionRecord) throws {
    let outcome = try StoredJSON.encode(SubmissionRow.Outcome(record))
    let updatedAt = record.updatedAt.timeIntervalSinceReferenceDate
    try database.execute(
      sql: "UPDATE submission SET updated_at = ?, state = ?, outcome = ?, response = ? WHERE id = ?",
      arguments: [updatedAt, record.state.rawValue, outcome, record.response, record.id]
    )
    guard database.changesCount == 0 else { return }
    try database.execute(
      sql: """
        INSERT INTO submission (id, account, started_at, updated_at, state, intent, request, outcome, response)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        record.id, try AccountRow.findOrMake(record.account, in: database).id,
        record.startedAt.timeIntervalSinceReferenceDate, updatedAt, record.state.rawValue,
        try StoredJSON.encode(SubmissionRow.Intent(record)), record.request, outcome, record.response,
      ]
    )
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
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(SubmissionRow.columns) FROM submission JOIN account ON account.id = submission.account \(condition)
        """
    )
    return try Row.fetchAll(statement, arguments: arguments).map(SubmissionRow.init)
  }
}
