import GRDB
import Policies

/// An account in the state file: its number there, and where its draft and its log of changes stand.
struct AccountRow {
  let id: Int64
  var revision: Int
  var cursor: Int

  /// The account's row; nil while nothing of it is stored.
  static func find(_ key: AccountKey, in database: Database) throws -> AccountRow? {
    let statement = try database.cachedStatement(
      sql: "SELECT id, draft_revision, log_cursor FROM account WHERE base_url = ? AND account_id = ?"
    )
    return try Row.fetchOne(statement, arguments: [key.baseURL, key.accountID]).map { row in
      AccountRow(
        id: try row.decode(atIndex: 0),
        revision: try row.decode(atIndex: 1),
        cursor: try row.decode(atIndex: 2)
      )
    }
  }

  /// The account's row, which is made where it is missing: for that the write lock is needed.
  static func findOrMake(_ key: AccountKey, in database: Database) throws -> AccountRow {
    if let row = try find(key, in: database) { return row }
    try database.execute(
      sql: "INSERT INTO account (base_url, account_id) VALUES (?, ?)",
      arguments: [key.baseURL, key.accountID]
    )
    return AccountRow(id: database.lastInsertedRowID, revision: 0, cursor: 0)
  }

  func update(in database: Database) throws {
    try database.cachedStatement(sql: "UPDATE account SET draft_revision = ?, log_cursor = ? WHERE id = ?")
      .execute(arguments: [revision, cursor, id])
  }
}
