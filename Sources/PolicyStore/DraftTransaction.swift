import Foundation
import GRDB
import PolicyCore

/// One account's draft and its log of changes inside one transaction.
///
/// The log holds the changes 1, 2, 3 …; those up to the cursor are in effect, those after it were undone.
struct DraftTransaction {
  private let database: Database
  private var account: AccountRow
  private(set) var draft: Draft

  /// Takes `known` for the draft where it is of the revision in the file, so that nothing needs to be decoded.
  init(_ account: AccountRow, in database: Database, known: DraftSnapshot?) throws {
    self.database = database
    self.account = account
    if let known, known.revision == account.revision {
      self.draft = known.draft
    } else {
      self.draft = try Self.readDraft(of: account.id, in: database)
    }
  }

  func snapshot() throws -> DraftSnapshot {
    DraftSnapshot(
      draft: draft,
      revision: account.revision,
      undoTitle: try title(at: account.cursor),
      redoTitle: try title(at: account.cursor + 1)
    )
  }

  // MARK: - Changes

  mutating func perform(_ edit: DraftEdit) throws -> DraftChange {
    let change = try draft.apply(edit)
    guard !change.isEmpty else { return change }
    try forgetChanges(after: account.cursor)
    account.cursor += 1
    try log(change, at: account.cursor)
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

  /// Takes out what was submitted, and closes the log: undo does not reach back over a submission.
  ///
  /// An operation that was changed since it was reviewed stays.
  mutating func takeOut(_ submitted: [DraftOperation]) throws {
    let done = submitted.filter { draft[$0.id]?.intent == $0.intent }.map(\.id)
    let change = try draft.apply(.drop(done))
    try forgetChanges(after: 0)
    account.cursor = 0
    try write(change.steps)
  }

  // MARK: - Rows

  private static func readDraft(of account: Int64, in database: Database) throws -> Draft {
    let statement = try database.cachedStatement(sql: "SELECT json FROM operation WHERE account = ?")
    return Draft(
      try Data.fetchAll(statement, arguments: [account]).map { try StoredJSON.decode(DraftOperation.self, from: $0) }
    )
  }

  /// Writes the steps and the revision that they lead to: only rows that change are touched.
  private mutating func write(_ steps: [DraftChange.Step]) throws {
    let insert = try database.cachedStatement(
      sql: "INSERT INTO operation (json, account, position) VALUES (?, ?, ?)"
    )
    let update = try database.cachedStatement(
      sql: "UPDATE operation SET json = ? WHERE account = ? AND position = ?"
    )
    let delete = try database.cachedStatement(sql: "DELETE FROM operation WHERE account = ? AND position = ?")
    for step in steps {
      if let after = step.after {
        // Never an upsert: two operations in one place would be a mistake that must not go unseen.
        try (step.before == nil ? insert : update)
          .execute(arguments: [try StoredJSON.encode(after), account.id, after.position])
      } else if let before = step.before {
        try delete.execute(arguments: [account.id, before.position])
      }
    }
    account.revision += 1
    try account.update(in: database)
  }

  private func log(_ change: DraftChange, at sequence: Int) throws {
    try database
      .cachedStatement(sql: "INSERT INTO change (account, sequence, at, title, json) VALUES (?, ?, ?, ?, ?)")
      .execute(
        arguments: [
          account.id, sequence, Date.now.timeIntervalSinceReferenceDate, Data(change.title.utf8),
          try StoredJSON.encode(change),
        ]
      )
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
