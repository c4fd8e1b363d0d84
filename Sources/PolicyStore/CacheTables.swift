import Foundation
import GRDB
import PolicyCore

/// The tables of `cache.sqlite`: an account's policies as numbered pages.
struct CacheTables {
  /// Pages of the cache that are not what this version of the program writes.
  struct Unreadable: Error {}

  /// More policies than any account has.
  private static let most = 100_000_000

  let database: Database

  /// Makes the tables in an empty file; throws ``Unreadable`` where another version made others.
  func prepare() throws {
    if try isCurrent() { return }
    try database.transaction(.immediate) { database in
      // Another process may have made them meanwhile.
      if try isCurrent() { return }
      guard try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0 else { throw Unreadable() }
      try database.execute(
        sql: """
          CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            base_url TEXT NOT NULL,
            account_id TEXT NOT NULL,
            loaded_at REAL NOT NULL,
            count INTEGER NOT NULL,
            UNIQUE (base_url, account_id)
          ) STRICT;

          CREATE TABLE page (
            account INTEGER NOT NULL REFERENCES account,
            number INTEGER NOT NULL,
            policies BLOB NOT NULL,
            PRIMARY KEY (account, number)
          ) STRICT;

          PRAGMA user_version = \(PolicyPage.version);
          """
      )
    }
  }

  private func isCurrent() throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA user_version") == PolicyPage.version
  }

  /// The first `limit` policies of the account; nil if none were ever saved.
  func head(_ limit: Int, of key: AccountKey) throws -> CachedHead? {
    guard
      let account = try Row.fetchOne(
        database,
        sql: "SELECT id, loaded_at, count FROM account WHERE base_url = ? AND account_id = ?",
        arguments: [key.baseURL, key.accountID]
      )
    else { return nil }
    let count = try account.decode(Int.self, forColumn: "count")
    // A damaged file may say anything, and room is made for that many.
    guard 0...Self.most ~= count else { throw Unreadable() }
    let wanted = min(limit, count)
    var policies: [AllowPolicy] = []
    policies.reserveCapacity(wanted)
    let pages = try Row.fetchCursor(
      database,
      sql: "SELECT policies FROM page WHERE account = ? AND number * ? < ? ORDER BY number",
      arguments: [try account.decode(Int64.self, forColumn: "id"), PolicyPage.capacity, wanted]
    )
    while let page = try pages.next() {
      let isPage = try page.withUnsafeData(atIndex: 0) { data in
        PolicyPage.decode(data ?? Data(), into: &policies, limit: wanted - policies.count)
      }
      guard isPage else { throw Unreadable() }
    }
    guard policies.count == wanted else { throw Unreadable() }
    return CachedHead(
      policies: policies,
      count: count,
      loadedAt: Date(stored: try account.decode(Double.self, forColumn: "loaded_at"))
    )
  }

  /// Replaces the account's policies.
  ///
  /// A page that has not changed is not written again.
  func save(_ cached: CachedPolicies, of key: AccountKey) throws {
    let account = try Int64.fetchOne(
      database,
      sql: """
        INSERT INTO account (base_url, account_id, loaded_at, count) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET loaded_at = excluded.loaded_at, count = excluded.count RETURNING id
        """,
      arguments: [
        key.baseURL, key.accountID, cached.loadedAt.timeIntervalSinceReferenceDate, cached.policies.count,
      ]
    )
    let upsert = try database.makeStatement(
      sql: """
        INSERT INTO page (account, number, policies) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET policies = excluded.policies WHERE policies IS NOT excluded.policies
        """
    )
    var number = 0
    for start in stride(from: 0, to: cached.policies.count, by: PolicyPage.capacity) {
      let end = min(start + PolicyPage.capacity, cached.policies.count)
      try upsert.execute(arguments: [account, number, PolicyPage.encode(cached.policies[start..<end])])
      number += 1
    }
    try database.execute(sql: "DELETE FROM page WHERE account = ? AND number >= ?", arguments: [account, number])
  }
}
