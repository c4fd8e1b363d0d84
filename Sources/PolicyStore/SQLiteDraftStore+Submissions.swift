import GRDB
package import PolicyCore
package import Policies
package import Values

extension SQLiteDraftStore {
  package func lockSubmission(of account: AccountKey) async throws(Problem) -> any SubmissionLock {
    try checkWritable()
    let number = try await file.transaction(.immediate) { try AccountRow.findOrMake(account, in: $0).id }
    return try await locks.lock(number)
  }

  package func write(_ record: SubmissionRecord) async throws(Problem) {
    try await keeping { () async throws(Problem) in
      try await file.transaction(.immediate) { try SubmissionTable(database: $0).write(record) }
    }
  }

  package func complete(_ record: SubmissionRecord) async throws(Problem) -> DraftSnapshot {
    try await keeping { () async throws(Problem) in try await completed(record) }
  }

  private func completed(_ record: SubmissionRecord) async throws(Problem) -> DraftSnapshot {
    try await file.run { [self] database in
      let snapshot = try database.transaction(.immediate) { database in
        try SubmissionTable(database: database).write(record)
        let account = try AccountRow.findOrMake(record.account, in: database)
        try SuppressionTable(account: account.id, database: database).follow(record)
        if record.isFromDraft, record.draft != draftName {
          let other = try AccountRow.findOrMake(record.account, draft: record.draft, in: database)
          var draft = try DraftTransaction(other, in: database, known: nil)
          try draft.takeOut(record.operations)
        }
        let row = try AccountRow.findOrMake(record.account, draft: draftName, in: database)
        var draft = try DraftTransaction(row, in: database, known: lastSeen(record.account))
        if record.isFromDraft, record.draft == draftName { try draft.takeOut(record.operations) }
        return try draft.snapshot()
      }
      remember(snapshot, of: record.account)
      return snapshot
    }
  }

  package func openSubmission(of account: AccountKey) async throws(Problem) -> SubmissionRecord? {
    try await records { try $0.open(of: account) }.first
  }

  package func submissions(of account: AccountKey, limit: Int) async throws(Problem) -> [SubmissionRecord] {
    try await records { try $0.newest(limit, of: account) }
  }

  /// The ids of the account's newest submissions, newest first.
  package func submissionIDs(of account: AccountKey, limit: Int) async throws(Problem) -> [String] {
    try await file.run { try SubmissionTable(database: $0).newestIDs(limit, of: account) }
  }

  package func submission(id: String) async throws(Problem) -> SubmissionRecord? {
    try await records { try $0.submission(id: id) }.first
  }

  package func unsettledSubmissions(of account: AccountKey) async throws(Problem) -> [SubmissionRecord] {
    try await records { try $0.unsettled(of: account) }
  }

  package func applied(
    _ keys: Set<SubmissionKey>,
    on account: AccountKey
  ) async throws(Problem) -> [SubmissionKey: PastSubmission] {
    guard !keys.isEmpty else { return [:] }
    return try await file.transaction(.deferred) { database in
      guard let row = try AccountRow.find(account, in: database) else { return [:] }
      var found: [SubmissionKey: PastSubmission] = [:]
      for key in keys { found[key] = try SubmissionTable(database: database).applied(key, account: row.id) }
      return found
    }
  }

  package func others(than record: SubmissionRecord) async throws(Problem) -> Reconciliation.Others {
    try await file.transaction(.deferred) { database in
      guard let row = try AccountRow.find(record.account, in: database) else { return Reconciliation.Others() }
      return try SubmissionTable(database: database).others(than: record, account: row.id)
    }
  }

  private func records(
    _ body: @escaping @Sendable (SubmissionTable) throws -> [SubmissionRow]
  ) async throws(Problem) -> [SubmissionRecord] {
    let rows = try await file.run { try body(SubmissionTable(database: $0)) }
    do {
      return try rows.map { try $0.record() }
    } catch {
      throw file.problem(error)
    }
  }
}
