import Foundation
import GRDB
import PolicyCore
import Policies

/// How much of a damaged state file could be read.
struct RescueCount: Sendable {
  var operations = 0
  var submissions = 0
  /// Rows that could be read, but made no sense.
  var leftOut = 0
}

/// Copies what can still be read of a damaged state file into a new one, row by row.
///
/// A row counts only where its account is known and what lies in it can be read.
struct RowRescue {
  let old: Database
  let new: Database
  private(set) var count = RescueCount()

  private struct SavedAccount {
    let key: AccountKey
    /// Nil where only its name could be read, out of the index.
    let row: AccountRow?
  }

  private struct SavedOperation {
    let operation: DraftOperation
    let json: Data
  }

  private struct SavedChange {
    let at: Double
    let title: Data
    let json: Data
    let change: DraftChange
  }

  init(from old: Database, into new: Database) {
    self.old = old
    self.new = new
  }

  /// To be called inside a transaction on the new file.
  mutating func copy() throws {
    let accounts = try copyAccounts()
    try copyDrafts(of: accounts)
    try copySubmissions(of: accounts)
    try copyChains()
    try EventTable(database: new).record()
    try copySuppressions(of: accounts)
  }

  // MARK: - Accounts

  /// They keep their numbers, which name the files of their locks too.
  private mutating func copyAccounts() throws -> [Int64: SavedAccount] {
    var accounts: [Int64: SavedAccount] = [:]
    try forEach("account", "id, base_url, account_id, draft_revision, log_cursor") { row in
      let id = try row.decode(Int64.self, atIndex: 0)
      let key = AccountKey(baseURL: try row.decode(atIndex: 1), accountID: try row.decode(atIndex: 2))
      let account = AccountRow(id: id, revision: try row.decode(atIndex: 3), cursor: try row.decode(atIndex: 4))
      accounts[id] = SavedAccount(key: key, row: account)
    }
    let names = try? Row.fetchCursor(
      old,
      sql: "SELECT id, base_url, account_id FROM account INDEXED BY sqlite_autoindex_account_1"
    )
    while let row = try? names?.next() {
      guard let id = try? row.decode(Int64.self, atIndex: 0), accounts[id] == nil,
        let url = try? row.decode(String.self, atIndex: 1), let name = try? row.decode(String.self, atIndex: 2)
      else { continue }
      accounts[id] = SavedAccount(key: AccountKey(baseURL: url, accountID: name), row: nil)
    }
    for (id, account) in accounts.sorted(by: { $0.key < $1.key }) {
      try new.execute(
        sql: "INSERT OR IGNORE INTO account (id, base_url, account_id, draft_revision) VALUES (?, ?, ?, ?)",
        // One more, so that nobody takes the rescued draft for the one before.
        arguments: [id, account.key.baseURL, account.key.accountID, (account.row?.revision ?? 0) &+ 1]
      )
      if new.changesCount == 0 { accounts[id] = nil }
    }
    return accounts
  }

  // MARK: - Drafts

  private mutating func copyDrafts(of accounts: [Int64: SavedAccount]) throws {
    var operations: [Int64: [SavedOperation]] = [:]
    try forEach("operation", "account, json") { row in
      let json = try row.decode(Data.self, atIndex: 1)
      let operation = try StoredJSON.decode(DraftOperation.self, from: json)
      operations[try row.decode(atIndex: 0), default: []].append(SavedOperation(operation: operation, json: json))
    }
    var changes: [Int64: [Int: SavedChange]] = [:]
    try forEach("change", "account, sequence, at, title, json") { row in
      let json = try row.decode(Data.self, atIndex: 4)
      let change = SavedChange(
        at: try row.decode(atIndex: 2),
        title: try row.decode(atIndex: 3),
        json: json,
        change: try StoredJSON.decode(DraftChange.self, from: json)
      )
      changes[try row.decode(atIndex: 0), default: [:]][try row.decode(atIndex: 1)] = change
    }
    for (id, account) in accounts {
      let draft = try copy(operations[id] ?? [], of: id)
      // Without the cursor there is no telling which changes were undone.
      if let row = account.row { try copy(changes[id] ?? [:], of: row, leadingTo: draft) }
    }
  }

  private mutating func copy(_ operations: [SavedOperation], of account: Int64) throws -> Draft {
    var kept: [DraftOperation] = []
    var policies: Set<PolicyID> = []
    for saved in operations.sorted(by: { $0.operation.position < $1.operation.position }) {
      // A damaged file may hold a row twice.
      guard saved.operation.position != kept.last?.position, policies.insert(saved.operation.id).inserted else {
        continue
      }
      kept.append(saved.operation)
      try new.execute(
        sql: "INSERT INTO operation (account, position, json, queued_at) VALUES (?, ?, ?, ?)",
        // When it was queued may have been lost with the column: a person will look at what was rescued.
        arguments: [account, saved.operation.position, saved.json, Date.now.timeIntervalSinceReferenceDate]
      )
    }
    count.operations += kept.count
    return Draft(kept)
  }

  private func copy(_ changes: [Int: SavedChange], of account: AccountRow, leadingTo draft: Draft) throws {
    let remains = LogRemains(of: changes.mapValues(\.change), at: account.cursor, leadingTo: draft)
    for (index, sequence) in remains.sequences.enumerated() {
      guard let saved = changes[sequence] else { continue }
      try new.execute(
        sql: "INSERT INTO change (account, sequence, at, title, json) VALUES (?, ?, ?, ?, ?)",
        arguments: [account.id, index + 1, saved.at, saved.title, saved.json]
      )
    }
    try AccountRow(id: account.id, revision: account.revision &+ 1, cursor: remains.cursor).update(in: new)
  }

  // MARK: - History and accepted findings

  private mutating func copySubmissions(of accounts: [Int64: SavedAccount]) throws {
    let new = new
    var seen: Set<String> = []
    try forEach("submission", SubmissionRow.columns) { row in
      let id = try row.decode(Int64.self, atIndex: 1)
      guard let account = accounts[id] else { throw Damage("it is of no account") }
      let submission = try SubmissionRow(row, of: account.key)
      let record = try submission.record()
      guard seen.insert(submission.id).inserted else { return }
      try Self.write {
        try SubmissionTable(database: new).insert(submission, account: id)
        try SubmissionTable(database: new).file(record, account: id)
      }
    }
    count.submissions = seen.count
  }

  /// Keeps the chains beside the new file's own, each as far as it holds: what is lost of one cannot be made up.
  private mutating func copyChains() throws {
    var origins: [Int64: String] = [:]
    try forEach("chain", "id, origin") { row in origins[try row.decode(atIndex: 0)] = try row.decode(atIndex: 1) }
    var entries: [Int64: [Int: ChainEntry]] = [:]
    try forEach("event", "chain, sequence, hash, json, bodies") { row in
      let entry = try EventTable.entry(
        hash: row.decode(atIndex: 2),
        json: row.decode(atIndex: 3),
        row.decode(atIndex: 4)
      )
      entries[try row.decode(atIndex: 0), default: [:]][try row.decode(atIndex: 1)] = entry
    }
    let table = EventTable(database: new)
    for (id, origin) in origins.sorted(by: { $0.key < $1.key }) {
      let found = entries[id] ?? [:]
      var chain = HistoryChain(origin: origin)
      while let entry = found[chain.count + 1], let event = try? chain.follow(entry) {
        try table.insert(entry, event, chain: try table.findOrMake(origin))
      }
    }
  }

  private mutating func copySuppressions(of accounts: [Int64: SavedAccount]) throws {
    let new = new
    try forEach("suppression", "account, policy_id, rule, reason") { row in
      let id = try row.decode(Int64.self, atIndex: 0)
      guard accounts[id] != nil else { throw Damage("it is of no account") }
      let suppression = SuppressionTable.suppression(
        policyID: try row.decode(atIndex: 1),
        rule: try row.decode(atIndex: 2),
        reason: try row.decode(atIndex: 3)
      )
      try Self.write { try SuppressionTable(account: id, database: new).write(suppression) }
    }
  }

  // MARK: - Errors of the one file and of the other

  /// The new file cannot be written: not the row's fault.
  private struct CannotWrite: Error {
    let reason: any Error
  }

  private static func write(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw CannotWrite(reason: error)
    }
  }

  /// Calls `body` with every row that can be read; one that it throws at is left out.
  private mutating func forEach(_ table: String, _ columns: String, _ body: (Row) throws -> Void) throws {
    var leftOut = 0
    try SalvagedTable(database: old, name: table, columns: columns).forEach { row in
      do {
        try body(row)
      } catch let error as CannotWrite {
        throw error.reason
      } catch {
        leftOut += 1
      }
    }
    count.leftOut += leftOut
  }
}
