import GRDB
package import PolicyCore
package import Policies
package import Values

extension SQLiteDraftStore {
  package func suppressions(of account: AccountKey) async throws(Problem) -> [Suppression] {
    try await file.run { database in
      guard let row = try AccountRow.find(account, in: database) else { return [] }
      return try SuppressionTable(account: row.id, database: database).all()
    }
  }

  package func suppress(_ suppression: Suppression, on account: AccountKey) async throws(Problem) {
    try await changeSuppressions(of: account) { try $0.write(suppression) }
  }

  package func unsuppress(_ rule: RuleName, of policy: PolicyID, on account: AccountKey) async throws(Problem) {
    try await changeSuppressions(of: account) { try $0.remove(rule, of: policy) }
  }

  /// The drafts' revisions grow with them: that is what other processes look at.
  private func changeSuppressions(
    of account: AccountKey,
    _ body: @escaping @Sendable (SuppressionTable) throws -> Void
  ) async throws(Problem) {
    try await keeping { () async throws(Problem) in
      try await file.transaction(.immediate) { database in
        try body(SuppressionTable(account: AccountRow.findOrMake(account, in: database).id, database: database))
        try AccountRow.tellOfChange(on: account, in: database)
      }
    }
  }
}
