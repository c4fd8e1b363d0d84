import Foundation
import GRDB
import PolicyCore
import Policies
import Values

/// One account's draft and its log of changes inside one transaction.
///
/// The log holds the changes 1, 2, 3 …; those up to the cursor are in effect, those after it were undone.
struct DraftTransaction {
  private let database: Database
  private var account: AccountRow
  private(set) var draft: Draft
  private var queuedAt: [PolicyID: Date]

  /// Takes `known` for the draft where it is of the revision in the file, so that nothing needs to be decoded.
  init(_ account: AccountRow, in database: Database, known: DraftSnapshot?) throws {
    self.database = database
    self.account = account
    if let known, known.revision == account.revision {
      (draft, queuedAt) = (known.draft, known.queuedAt)
    } else {
      (draft, queuedAt) = try Self.readDraft(of: account.id, in: database)
    }
  }

  func snapshot() throws -> DraftSnapshot {
    DraftSnapshot(
      draft: draft,
      revision: account.revision,
      undoTitle: try title(at: account.cursor),
      redoTitle: try title(at: account.cursor + 1),
      queuedAt: queuedAt
    )
  }

  // MARK: - Changes

  mutating func perform(_ edit: DraftEdit) throws -> DraftChange {
    let change = try draft.apply(edit)
    guard !change.isEmpty else { return change }
    try forgetChanges(after: account.cursor)
    account.cursor += 1
    let now = Date.now.timeIntervalSinceReferenceDate
    try log(change, title: Data(change.title.utf8), at: now, sequence: account.cursor)
    try write(change.steps)
    return change
  }

  /// Takes the last change back, and returns what that did; nil if there is none.
  mutating func undo() throws -> DraftChange? {
    account.cursor > 0 ? try jump(to: account.cursor - 1) : nil
  }

  /// Carries the change that was undone last out again; nil if there is none.
  mutating func redo() throws -> DraftChange? {
    try lastSequence() > account.cursor ? try jump(to: account.cursor + 1) : nil
  }

  /// Undoes or redoes what lies between here and the place after `sequence`, and returns what all of that did.
  mutating func jump(to sequence: Int) throws -> DraftChange {
    guard try 0...lastSequence() ~= sequence else { throw Problem.noChange(sequence) }
    let isUndone = sequence < account.cursor
    let between = isUndone ? sequence + 1..<account.cursor + 1 : account.cursor + 1..<sequence + 1
    let changes = try changes(in: between)
    let change = DraftChange(inOrder: isUndone ? changes.reversed().map(\.reversed) : changes)
    guard !changes.isEmpty else { return change }
    account.cursor = sequence
    draft.apply(change, reversed: false)
    try write(change.steps)
    return change
  }

  /// Takes out what was submitted.
  ///
  /// An operation that was changed since it was reviewed stays.
  mutating func takeOut(_ submitted: [DraftOperation]) throws {
    let done = submitted.filter { operation in draft[operation.id]?.does(what: operation) ?? false }.map(\.id)
    _ = try adjust(DraftAdjustment(done: done))
  }

  /// Changes the draft, and the log with it, as if it had always been so: what is left can be undone and redone.
  mutating func adjust(_ adjustment: DraftAdjustment) throws -> DraftChange {
    let steps = draft.adjust(adjustment)
    let change = DraftChange(title: "", steps: steps)
    guard !steps.isEmpty else { return change }
    try adjustLog(adjustment)
    try write(steps, queuedNow: false)
    return change
  }

  /// A change of which nothing is left leaves the log.
  private mutating func adjustLog(_ adjustment: DraftAdjustment) throws {
    let entries = try Row.fetchAll(
      database,
      sql: "SELECT sequence, at, title, json FROM change WHERE account = ? ORDER BY sequence",
      arguments: [account.id]
    ).map { row in
      let sequence: Int = try row.decode(atIndex: 0)
      let at: Double = try row.decode(atIndex: 1)
      let title: Data = try row.decode(atIndex: 2)
      return (sequence, at, title, try StoredJSON.decode(DraftChange.self, from: row.decode(atIndex: 3)))
    }
    try forgetChanges(after: 0)
    let cursor = account.cursor
    account.cursor = 0
    var next = 1
    for (sequence, at, title, change) in entries {
      let adjusted = change.adjusted(by: adjustment)
      guard !adjusted.isEmpty else { continue }
      try log(adjusted, title: title, at: at, sequence: next)
      if sequence <= cursor { account.cursor = next }
      next += 1
    }
  }

  // MARK: - Rows

  private static func readDraft(
    of account: Int64,
    in database: Database
  ) throws -> (draft: Draft, queuedAt: [PolicyID: Date]) {
    let statement = try database.cachedStatement(sql: "SELECT json, queued_at FROM operation WHERE account = ?")
    let rows = try Row.fetchCursor(statement, arguments: [account])
    var operations: [DraftOperation] = []
    var queuedAt: [PolicyID: Date] = [:]
    while let row = try rows.next() {
      let operation = try StoredJSON.decode(DraftOperation.self, from: row.decode(atIndex: 0))
      operations.append(operation)
      queuedAt[operation.id] = Date(stored: try row.decode(atIndex: 1))
    }
    return (Draft(operations), queuedAt)
  }

  /// Writes the steps and the revision that they lead to: only rows that change are touched.
  ///
  /// `queuedNow` is for what a person did.
  private mutating func write(_ steps: [DraftChange.Step], queuedNow: Bool = true) throws {
    let now = Date.now
    let insert = try database.cachedStatement(
      sql: "INSERT INTO operation (json, queued_at, account, position) VALUES (?, ?, ?, ?)"
    )
    let update = try database.cachedStatement(
      sql: "UPDATE operation SET json = ?, queued_at = ? WHERE account = ? AND position = ?"
    )
    let delete = try database.cachedStatement(sql: "DELETE FROM operation WHERE account = ? AND position = ?")
    for step in steps {
      if let after = step.after {
        let queued = queuedNow ? now : queuedAt[step.id] ?? now
        // Never an upsert: two operations in one place would be a mistake that must not go unseen.
        try (step.before == nil ? insert : update)
          .execute(
            arguments: [
              try StoredJSON.encode(after), queued.timeIntervalSinceReferenceDate, account.id, after.position,
            ]
          )
        queuedAt[step.id] = queued
      } else if let before = step.before {
        try delete.execute(arguments: [account.id, before.position])
        queuedAt[step.id] = nil
      }
    }
    account.revision += 1
    try account.update(in: database)
  }

  private func log(_ change: DraftChange, title: Data, at: Double, sequence: Int) throws {
    try database
      .cachedStatement(sql: "INSERT INTO change (account, sequence, at, title, json) VALUES (?, ?, ?, ?, ?)")
      .execute(arguments: [account.id, sequence, at, title, try StoredJSON.encode(change)])
  }

  private func forgetChanges(after sequence: Int) throws {
    try database.cachedStatement(sql: "DELETE FROM change WHERE account = ? AND sequence > ?")
      .execute(arguments: [account.id, sequence])
  }

  private func changes(in sequences: Range<Int>) throws -> [DraftChange] {
    let statement = try database.cachedStatement(
      sql: "SELECT json FROM change WHERE account = ? AND sequence >= ? AND sequence < ? ORDER BY sequence"
    )
    let changes = try Data.fetchAll(
      statement,
      arguments: [account.id, sequences.lowerBound, sequences.upperBound]
    ).map { try StoredJSON.decode(DraftChange.self, from: $0) }
    guard changes.count == sequences.count else { throw Damage("the log of changes has a gap") }
    return changes
  }

  private func lastSequence() throws -> Int {
    let statement = try database.cachedStatement(sql: "SELECT ifnull(max(sequence), 0) FROM change WHERE account = ?")
    return try Int.fetchOne(statement, arguments: [account.id]) ?? 0
  }

  private func title(at sequence: Int) throws -> String? {
    let statement = try database.cachedStatement(sql: "SELECT title FROM change WHERE account = ? AND sequence = ?")
    return try Data.fetchOne(statement, arguments: [account.id, sequence]).map { String(decoding: $0, as: UTF8.self) }
  }
}
