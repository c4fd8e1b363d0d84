import Foundation
import GRDB
import PolicyCore
import Policies

/// The accepted findings of one account, inside a transaction.
struct SuppressionTable {
  let account: Int64
  let database: Database

  func all() throws -> [Suppression] {
    let statement = try database.cachedStatement(
      sql: "SELECT policy_id, rule, reason FROM suppression WHERE account = ? ORDER BY policy_id, rule"
    )
    return try Row.fetchAll(statement, arguments: [account]).map { row in
      try Self.suppression(
        policyID: row.decode(atIndex: 0),
        rule: row.decode(atIndex: 1),
        reason: row.decode(atIndex: 2)
      )
    }
  }

  static func suppression(policyID: Data, rule: String, reason: Data) -> Suppression {
    Suppression(
      policyID: PolicyID(String(decoding: policyID, as: UTF8.self)),
      rule: RuleName(rawValue: rule),
      reason: String(decoding: reason, as: UTF8.self)
    )
  }

  func write(_ suppression: Suppression) throws {
    try database
      .cachedStatement(sql: "INSERT OR REPLACE INTO suppression (account, policy_id, rule, reason) VALUES (?, ?, ?, ?)")
      .execute(
        arguments: [
          account, Data(suppression.policyID.text.utf8), suppression.rule.rawValue, Data(suppression.reason.utf8),
        ]
      )
  }

  /// What was accepted of new policies is accepted of those that the server made of them.
  func follow(_ record: SubmissionRecord) throws {
    let posts = BatchPlan(asWritten: record.operations).ordered.filter { $0.kind == .post }
    guard posts.count == record.createdIDs.count else { return }
    let move = try database.cachedStatement(
      sql: "UPDATE OR IGNORE suppression SET policy_id = ? WHERE account = ? AND policy_id = ?"
    )
    for (post, id) in zip(posts, record.createdIDs) {
      try move.execute(arguments: [Data(id.text.utf8), account, Data(post.id.text.utf8)])
    }
  }

  func remove(_ rule: RuleName, of policy: PolicyID) throws {
    try database
      .cachedStatement(sql: "DELETE FROM suppression WHERE account = ? AND policy_id = ? AND rule = ?")
      .execute(arguments: [account, Data(policy.text.utf8), rule.rawValue])
  }
}
