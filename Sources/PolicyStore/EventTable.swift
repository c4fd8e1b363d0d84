import Foundation
import GRDB
import PolicyCore
import Values

/// The events in the state file, in their chains.
struct EventTable {
  /// The number of the chain that this file begins.
  static let own: Int64 = 1

  let database: Database

  // MARK: - This file's own chain

  /// Begins the chain of a new file, with what was submitted before there was one.
  func begin() throws {
    try database.execute(
      sql: "INSERT INTO chain (id, origin) VALUES (?, ?)",
      arguments: [Self.own, UUID().uuidString.lowercased()]
    )
    try record()
  }

  /// Puts submissions that no event tells of behind the chain, as they stand.
  func record() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        \(SubmissionRow.selection) WHERE NOT EXISTS (SELECT 1 FROM event WHERE chain = \(Self.own)
        AND event.submission = CAST(submission.id AS BLOB)) ORDER BY started_at, submission.rowid
        """
    )
    while let row = try rows.next() {
      let stored = try SubmissionRow(row)
      // What cannot be read is the business of whoever looks for damage; nothing was sent yet of what is being checked.
      guard stored.state != SubmissionRecord.State.checking.rawValue, let record = try? stored.record() else {
        continue
      }
      let intent = try HistoryEvent.Intent(record, intent: stored.intent)
      try append(.recorded, at: record.updatedAt, intent, HistoryEvent.Outcome(record, state: stored.state))
    }
  }

  /// Adds the step that a submission has just taken, if it was one.
  func note(_ record: SubmissionRecord) throws {
    let last = try last(of: record.id)
    let outcome = try HistoryEvent.Outcome(record, state: record.state.rawValue)
    guard let kind = HistoryEvent.kind(from: last?.outcome, to: outcome) else { return }
    // What is in the file was decided first, and is what stays.
    guard let intent = try last?.submission ?? storedIntent(of: record.id) else { return }
    try append(kind, at: record.updatedAt, intent, outcome)
  }

  private func storedIntent(of id: String) throws -> HistoryEvent.Intent? {
    guard let row = try SubmissionTable(database: database).submission(id: id).first else { return nil }
    return try HistoryEvent.Intent(row.record(), intent: row.intent)
  }

  private func append(
    _ kind: HistoryEvent.Kind,
    at: Date,
    _ intent: HistoryEvent.Intent,
    _ outcome: HistoryEvent.Outcome
  ) throws {
    guard let origin = try origins()[Self.own] else { throw Damage("the history's chain has no origin") }
    let end = try end(of: Self.own)
    var chain = HistoryChain(origin: origin, count: end.count, head: end.head)
    let entry = try chain.append(kind, at: at, intent, outcome)
    try insert(entry, sequence: chain.count, submission: intent.id, chain: Self.own)
  }

  private func last(of submission: String) throws -> HistoryEvent? {
    let statement = try database.cachedStatement(
      sql: "SELECT json FROM event WHERE chain = ? AND submission = ? ORDER BY sequence DESC LIMIT 1"
    )
    return try Data.fetchOne(statement, arguments: [Self.own, Data(submission.utf8)]).map { json in
      try StoredJSON.decode(HistoryEvent.self, from: json)
    }
  }

  // MARK: - Every chain

  /// The chains by their numbers.
  func origins() throws -> [Int64: String] {
    var origins: [Int64: String] = [:]
    let rows = try Row.fetchCursor(database, sql: "SELECT id, origin FROM chain")
    while let row = try rows.next() { origins[try row.decode(atIndex: 0)] = try row.decode(atIndex: 1) }
    return origins
  }

  func findOrMake(_ origin: String) throws -> Int64 {
    if let id = try Int64.fetchOne(database, sql: "SELECT id FROM chain WHERE origin = ?", arguments: [origin]) {
      return id
    }
    try database.execute(sql: "INSERT INTO chain (origin) VALUES (?)", arguments: [origin])
    return database.lastInsertedRowID
  }

  func end(of chain: Int64) throws -> (count: Int, head: String) {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT sequence, hash FROM event WHERE chain = ? ORDER BY sequence DESC LIMIT 1",
      arguments: [chain]
    )
    return try row.map { (try $0.decode(atIndex: 0), try $0.decode(atIndex: 1)) } ?? (0, HistoryChain.beginning)
  }

  /// Calls `body` with the events of a chain and the places that they are stored under, one after the other.
  func forEach(of chain: Int64, _ body: (Int, ChainEntry) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT sequence, hash, json, bodies FROM event WHERE chain = ? ORDER BY sequence",
      arguments: [chain]
    )
    while let row = try rows.next() {
      let entry = try Self.entry(hash: row.decode(atIndex: 1), json: row.decode(atIndex: 2), row.decode(atIndex: 3))
      try body(try row.decode(atIndex: 0), entry)
    }
  }

  static func entry(hash: String, json: Data, _ bodies: Data?) throws -> ChainEntry {
    let bodies = try bodies.map { try StoredJSON.decode(ChainEntry.Bodies.self, from: $0) }
    return ChainEntry(json: json, hash: hash, bodies: bodies ?? ChainEntry.Bodies())
  }

  func insert(_ entry: ChainEntry, _ event: HistoryEvent, chain: Int64) throws {
    try insert(entry, sequence: event.sequence, submission: event.submission.id, chain: chain)
  }

  private func insert(_ entry: ChainEntry, sequence: Int, submission: String, chain: Int64) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO event (chain, sequence, submission, hash, json, bodies) VALUES (?, ?, ?, ?, ?, ?)"
    )
    let bodies = entry.bodies.isEmpty ? nil : try StoredJSON.encode(entry.bodies)
    try statement.execute(arguments: [chain, sequence, Data(submission.utf8), entry.hash, entry.json, bodies])
  }

  func fill(_ bodies: ChainEntry.Bodies, sequence: Int, chain: Int64) throws {
    try database.execute(
      sql: "UPDATE event SET bodies = ? WHERE chain = ? AND sequence = ?",
      arguments: [try StoredJSON.encode(bodies), chain, sequence]
    )
  }
}
