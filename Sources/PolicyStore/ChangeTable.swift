import Foundation
import GRDB
import PolicyCore

/// The log of changes of one account, without what each of them changed.
struct ChangeTable {
  let account: AccountRow
  let database: Database

  func log() throws -> ChangeLog {
    let statement = try database.cachedStatement(
      sql: "SELECT sequence, at, title FROM change WHERE account = ? ORDER BY sequence"
    )
    let rows = try Row.fetchCursor(statement, arguments: [account.id])
    var entries: [ChangeLog.Entry] = []
    while let row = try rows.next() {
      entries.append(
        ChangeLog.Entry(
          sequence: try row.decode(Int.self, atIndex: 0),
          at: Date(stored: try row.decode(Double.self, atIndex: 1)),
          title: String(decoding: try row.decode(Data.self, atIndex: 2), as: UTF8.self)
        )
      )
    }
    return ChangeLog(entries: entries, cursor: account.cursor)
  }
}
