import Foundation
import GRDB
import PolicyCore

/// Looks for damage in an open state file.
///
/// Each call throws ``Damage`` where it finds some.
struct StateCheck {
  let database: Database

  /// In bytes, the log included.
  func size() throws -> Int {
    let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
    return try pages * (Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
  }

  /// Whether every page is sound, every value of its column's type, and every index complete.
  func pages() throws {
    let words = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "ok"
    guard words == "ok" else { throw Damage(words.replacing("*** in database main ***\n", with: "")) }
  }

  /// The same, and whether what lies in the rows can be read.
  func everything() throws {
    try pages()
    guard try database.tableExists("submission") else { return }
    try decodeAll(DraftOperation.self, in: "operation")
    try decodeAll(DraftChange.self, in: "change")
    let submissions = try Row.fetchCursor(database, sql: SubmissionRow.selection)
    while let row = try submissions.next() { _ = try SubmissionRow(row).record() }
    let gaps = """
      SELECT 1 FROM account WHERE log_cursor > (SELECT count(*) FROM change WHERE change.account = account.id)
      UNION ALL SELECT 1 FROM change GROUP BY account HAVING count(*) != max(sequence)
      """
    if try Int.fetchOne(database, sql: gaps) != nil { throw Damage("the log of changes has a gap") }
  }

  private func decodeAll(_ type: (some Decodable).Type, in table: String) throws {
    let rows = try Data.fetchCursor(database, sql: "SELECT json FROM \(table)")
    while let json = try rows.next() { _ = try StoredJSON.decode(type, from: json) }
  }
}
