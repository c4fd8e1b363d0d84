import GRDB

extension PolicyTable {
  /// Gives a page of policies as the text of a JSON array, and where the page stands.
  func page(_ query: PolicyQuery) async throws -> (json: String, info: PageInfo) {
    try await queue.read { db in
      let condition = Self.condition(of: query)
      let count = "SELECT COUNT(*) FROM policy WHERE \(condition.sql)"
      let total = try Int.fetchOne(db, sql: count, arguments: condition.arguments) ?? 0
      var info = PageInfo(page: query.page, perPage: query.perPage, count: 0, totalCount: total)
      let key = query.order == .pattern ? "pattern" : "created_micros"
      let direction = query.descending ? "DESC" : "ASC"
      let order = "ORDER BY \(key) \(direction), id \(direction)"
      // The page's first row is found in an index; an offset in the query below would read every row before it.
      let first = try Row.fetchOne(
        db,
        sql: "SELECT \(key), id FROM policy WHERE \(condition.sql) \(order) LIMIT 1 OFFSET ?",
        arguments: condition.arguments + [(query.page - 1) * query.perPage]
      )
      guard let first else { return ("[]", info) }
      // Joined by SQLite, so that there is no work for each row on this side.
      let joined = try Row.fetchOne(
        db,
        sql: """
          SELECT COUNT(*), group_concat(rendered, ',') FROM (
            SELECT rendered FROM policy
            WHERE \(condition.sql) AND (\(key), id) \(query.descending ? "<=" : ">=") (?, ?) \(order) LIMIT ?
          )
          """,
        arguments: condition.arguments + [first[0] as DatabaseValue, first[1] as DatabaseValue, query.perPage]
      )
      info.count = joined?[0] ?? 0
      return ("[" + (joined?[1] ?? "") + "]", info)
    }
  }

  /// Gives the id of the first policy on a page, or nil when there is nothing on it.
  func firstID(of query: PolicyQuery) async throws -> String? {
    try await queue.read { db in
      let condition = Self.condition(of: query)
      let key = query.order == .pattern ? "pattern" : "created_micros"
      let direction = query.descending ? "DESC" : "ASC"
      return try String.fetchOne(
        db,
        sql: """
          SELECT id FROM policy WHERE \(condition.sql) ORDER BY \(key) \(direction), id \(direction) LIMIT 1 OFFSET ?
          """,
        arguments: condition.arguments + [(query.page - 1) * query.perPage]
      )
    }
  }

  /// Gives one policy as JSON text, or nil when there is none.
  func rendered(id: String) async throws -> String? {
    try await queue.read { db in
      try String.fetchOne(db, sql: "SELECT rendered FROM policy WHERE id = ?", arguments: [id])
    }
  }

  /// Gives all policies as JSON texts, by time of creation.
  func allRendered() async throws -> [String] {
    try await queue.read { db in
      try String.fetchAll(db, sql: "SELECT rendered FROM policy ORDER BY created_micros, id")
    }
  }

  /// Gives the first of all policies, by time of creation.
  func first(_ limit: Int) async throws -> [PolicyRecord] {
    try await queue.read { db in
      let ids = try String.fetchAll(
        db,
        sql: "SELECT id FROM policy ORDER BY created_micros, id LIMIT ?",
        arguments: [limit]
      )
      return try ids.compactMap { try Self.policy(db, id: $0) }
    }
  }

  func ids() async throws -> [String] {
    try await queue.read { db in try String.fetchAll(db, sql: "SELECT id FROM policy ORDER BY created_micros, id") }
  }

  func count() async throws -> Int {
    try await queue.read { db in try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM policy") ?? 0 }
  }

  private static func condition(of query: PolicyQuery) -> (sql: String, arguments: StatementArguments) {
    var clauses: [String] = []
    var arguments = StatementArguments()
    if let pattern = query.pattern {
      clauses.append("pattern = ?")
      arguments += [pattern]
    }
    if let type = query.patternType {
      clauses.append("pattern_type = ?")
      arguments += [type]
    }
    if let search = query.search {
      clauses.append("(pattern LIKE ? ESCAPE '\\' OR comments LIKE ? ESCAPE '\\')")
      let like = "%" + escapedForLike(search) + "%"
      arguments += [like, like]
    }
    for (field, flag) in query.flags.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      clauses.append("\(field.rawValue) = ?")
      arguments += [flag]
    }
    return (clauses.isEmpty ? "TRUE" : clauses.joined(separator: " AND "), arguments)
  }

  private static func escapedForLike(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
