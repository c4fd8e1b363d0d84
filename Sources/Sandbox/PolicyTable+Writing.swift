import Foundation
import GRDB

/// What became of one policy: the JSON text is the policy, or of a delete the id alone.
struct WrittenPolicy: Sendable, Equatable {
  var id: String
  var json: String
}

/// What a batch did.
struct BatchOutcome: Sendable, Equatable {
  var deletes: [WrittenPolicy] = []
  var patches: [WrittenPolicy] = []
  var puts: [WrittenPolicy] = []
  var posts: [WrittenPolicy] = []

  var ids: Ledger.IDs {
    Ledger.IDs(deletes: deletes.map(\.id), patches: patches.map(\.id), puts: puts.map(\.id), posts: posts.map(\.id))
  }

  func rendered() -> String {
    func array(_ written: [WrittenPolicy]) -> String { "[" + written.map(\.json).joined(separator: ",") + "]" }
    return "{\"deletes\":" + array(deletes) + ",\"patches\":" + array(patches) + ",\"puts\":" + array(puts)
      + ",\"posts\":" + array(posts) + "}"
  }
}

extension PolicyTable {
  /// Carries out a batch in one transaction.
  ///
  /// The order is deletes, patches, puts, posts. A refusal leaves nothing of it behind. The commit is told of before
  /// anybody can read what it left.
  func run(
    _ batch: BatchRequest,
    onCommit: @escaping @Sendable (Ledger.IDs) -> Void = { _ in }
  ) async throws -> BatchOutcome {
    try await queue.write { db in
      var outcome = BatchOutcome()
      let now = Timestamp.now()
      for (index, item) in batch.deletes.enumerated() {
        outcome.deletes.append(try Self.delete(db, id: item.id ?? "", at: "/deletes/\(index)"))
      }
      for (index, item) in batch.patches.enumerated() {
        let change = Change(fields: item, replaces: false, pointer: "/patches/\(index)")
        outcome.patches.append(try Self.update(db, id: item.id ?? "", change, now: now))
      }
      for (index, item) in batch.puts.enumerated() {
        let change = Change(fields: item, replaces: true, pointer: "/puts/\(index)")
        outcome.puts.append(try Self.update(db, id: item.id ?? "", change, now: now))
      }
      for (index, item) in batch.posts.enumerated() {
        // A microsecond apart, so that the list by time of creation has them in the order of the request.
        let post = try Self.insert(db, item, at: "/posts/\(index)", now: now + Int64(index))
        outcome.posts.append(post)
      }
      let ids = outcome.ids
      db.afterNextTransaction { _ in onCommit(ids) }
      return outcome
    }
  }

  /// Creates one policy.
  func create(_ fields: PolicyFields) async throws -> WrittenPolicy {
    try await queue.write { db in try Self.insert(db, fields, at: "", now: Timestamp.now()) }
  }

  /// Changes the named fields of one policy.
  func edit(id: String, _ fields: PolicyFields) async throws -> WrittenPolicy {
    try await queue.write { db in
      try Self.update(db, id: id, Change(fields: fields, replaces: false, pointer: ""), now: Timestamp.now())
    }
  }

  /// Deletes one policy.
  func delete(id: String) async throws -> WrittenPolicy {
    try await queue.write { db in try Self.delete(db, id: id, at: "") }
  }

  /// Changes only the text that is served.
  func pretend(id: String, is json: String) async throws {
    try await queue.write { db in
      try db.execute(sql: "UPDATE policy SET rendered = ? WHERE id = ?", arguments: [json, id])
    }
  }

  // MARK: - One operation, inside a transaction

  private struct Change {
    var fields: PolicyFields
    var replaces: Bool
    var pointer: String
  }

  private static func delete(_ db: Database, id: String, at pointer: String) throws -> WrittenPolicy {
    try db.cachedStatement(sql: "DELETE FROM policy WHERE id = ?").execute(arguments: [id])
    guard db.changesCount > 0 else { throw missing(id, at: pointer) }
    return WrittenPolicy(id: id, json: "{\"id\":" + JSONText.literal(id) + "}")
  }

  private static func update(_ db: Database, id: String, _ change: Change, now: Int64) throws -> WrittenPolicy {
    guard let policy = try policy(db, id: id) else { throw missing(id, at: change.pointer) }
    let fields = change.fields
    var changed = change.replaces ? fields.replacing(policy) : fields.patching(policy)
    if change.replaces || fields.touchPattern { try judgePattern(of: changed, at: change.pointer) }
    changed.lastModified = Timestamp.text(now)
    changed.modifiedAt = changed.lastModified
    try db.cachedStatement(sql: updateSQL).execute(arguments: arguments(of: changed))
    return WrittenPolicy(id: id, json: changed.rendered())
  }

  private static func insert(
    _ db: Database,
    _ fields: PolicyFields,
    at pointer: String,
    now: Int64
  ) throws -> WrittenPolicy {
    let policy = fields.creating(id: UUID().uuidString.lowercased(), createdMicros: now)
    try judgePattern(of: policy, at: pointer)
    try db.cachedStatement(sql: insertSQL).execute(arguments: arguments(of: policy))
    return WrittenPolicy(id: policy.id, json: policy.rendered())
  }

  /// Refuses an IP pattern that the API would not take; called on the whole policy, since a patch may change its type.
  private static func judgePattern(of policy: PolicyRecord, at pointer: String) throws {
    guard policy.patternType == "IP", !policy.isRegex else { return }
    let place = pointer + "/" + Field.pattern.rawValue
    switch AddressRules.objection(to: policy.pattern) {
    case nil: return
    case .malformed: throw Refusal(400, .invalidValue, "pattern is not an IP address or network", at: place)
    case .notPublic: throw Refusal(400, .invalidValue, "pattern is not a public IP address or network", at: place)
    }
  }

  private static func missing(_ id: String, at pointer: String) -> Refusal {
    Refusal(404, .notFound, "there is no allow policy with the id \(id)", at: pointer + "/" + Field.id.rawValue)
  }
}
