import Foundation
import GRDB
import PolicyCore
import Policies

/// An account in the state file: its number there, and where its draft and its log of changes stand.
///
/// Each draft with a name has such a row of its own, whose account id is `ID/NAME`: no account id has a slash. Only
/// operations, changes and the revision belong to that one; submissions and accepted findings to the account's.
struct AccountRow {
  let id: Int64
  var revision: Int
  var cursor: Int

  private static func accountID(_ key: AccountKey, _ draft: DraftName) -> String {
    draft == .standard ? key.accountID : "\(key.accountID)/\(draft.text)"
  }

  /// The row of an account, or of a draft of it; nil while nothing of it is stored.
  static func find(
    _ key: AccountKey,
    draft: DraftName = .standard,
    in database: Database
  ) throws -> AccountRow? {
    let statement = try database.cachedStatement(
      sql: "SELECT id, draft_revision, log_cursor FROM account WHERE base_url = ? AND account_id = ?"
    )
    return try Row.fetchOne(statement, arguments: [key.baseURL, accountID(key, draft)]).map { row in
      AccountRow(
        id: try row.decode(atIndex: 0),
        revision: try row.decode(atIndex: 1),
        cursor: try row.decode(atIndex: 2)
      )
    }
  }

  /// The same row, which is made where it is missing: for that the write lock is needed.
  static func findOrMake(
    _ key: AccountKey,
    draft: DraftName = .standard,
    in database: Database
  ) throws -> AccountRow {
    if let row = try find(key, draft: draft, in: database) { return row }
    try database.execute(
      sql: "INSERT INTO account (base_url, account_id) VALUES (?, ?)",
      arguments: [key.baseURL, accountID(key, draft)]
    )
    return AccountRow(id: database.lastInsertedRowID, revision: 0, cursor: 0)
  }

  /// The drafts of an account that have operations, by name.
  static func drafts(of key: AccountKey, in database: Database) throws -> [ListedDraft] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT account_id, count(*), max(queued_at),
          (SELECT max(at) FROM change WHERE change.account = account.id)
        FROM account JOIN operation ON operation.account = account.id WHERE base_url = ? GROUP BY account.id
        """,
      arguments: [key.baseURL]
    )
    return try rows.compactMap { row -> ListedDraft? in
      let id: String = try row.decode(atIndex: 0)
      guard let name = name(in: id, of: key) else { return nil }
      let times: [Double?] = [try row.decode(atIndex: 2), try row.decode(atIndex: 3)]
      return ListedDraft(
        name: name,
        operations: try row.decode(atIndex: 1),
        changedAt: times.compactMap(\.self).max().map(Date.init(stored:))
      )
    }.sorted { $0.name.text < $1.name.text }
  }

  /// Nil where the row is another account's.
  private static func name(in id: String, of key: AccountKey) -> DraftName? {
    if id == key.accountID { return .standard }
    return id.hasPrefix("\(key.accountID)/") ? DraftName(String(id.dropFirst(key.accountID.count + 1))) : nil
  }

  /// Makes the revisions of all drafts of an account grow, as other processes look at these.
  static func tellOfChange(on key: AccountKey, in database: Database) throws {
    try database.execute(
      sql: """
        UPDATE account SET draft_revision = draft_revision + 1
        WHERE base_url = ? AND (account_id = ? OR substr(account_id, 1, length(?) + 1) = ? || '/')
        """,
      arguments: [key.baseURL, key.accountID, key.accountID, key.accountID]
    )
  }

  func update(in database: Database) throws {
    try database.cachedStatement(sql: "UPDATE account SET draft_revision = ?, log_cursor = ? WHERE id = ?")
      .execute(arguments: [revision, cursor, id])
  }
}
