import Foundation

/// The policies as the sandbox has them, and what a batch makes of them by the contract.
///
/// It shares no code with the program or the sandbox, so that neither is judged by its own reading.
struct ServerTable: Equatable, Sendable {
  struct Row: Decodable, Equatable, Sendable {
    var id: String
    var pattern: String
    var patternType: String
    var isRegex: Bool
    var isTrustedSender: Bool
    var isAcceptableSender: Bool
    var isExemptRecipient: Bool
    var verifySender: Bool
    var comments: String?
    var createdAt: String
    var modifiedAt: String?
    var lastModified: String?
  }

  /// Stands where the server's own time is to be, which nobody else can know.
  private static let anyTime = "any time"

  private(set) var rows: [String: Row]

  /// Takes the policies as JSON texts.
  init(_ policies: [String]) throws {
    let rows = try policies.map { try Self.decoder.decode(Row.self, from: Data($0.utf8)) }
    self.rows = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
  }

  fileprivate static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  subscript(id: String) -> Row? { rows[id] }

  func rows(with pattern: String) -> [Row] {
    rows.values.filter { $0.pattern == pattern }
  }

  // MARK: - What becomes of it

  /// The table once the batch is carried out; `created` are the ids that the server gave to the posts.
  ///
  /// What is named and gone is passed over, as nothing of such a batch would have been carried out.
  func applying(_ batch: SentBatch, created: [String]) -> ServerTable {
    var table = self
    for item in batch.deletes { table.rows[item.id ?? ""] = nil }
    for item in batch.patches { table.patch(item.id ?? "", with: item) }
    for item in batch.puts {
      guard let id = item.id, let old = table.rows[id] else { continue }
      table.rows[id] = Self.row(id, item, createdAt: old.createdAt)
    }
    for (id, item) in zip(created, batch.posts) {
      table.rows[id] = Self.row(id, item, createdAt: Self.anyTime)
    }
    return table
  }

  /// The table once somebody else did something to one policy; as it is where that policy is gone.
  func applying(_ edit: RemoteEdit) throws -> ServerTable {
    var table = self
    if let json = edit.json {
      table.patch(edit.id, with: try Self.decoder.decode(SentBatch.Item.self, from: Data(json.utf8)))
    } else {
      table.rows[edit.id] = nil
    }
    return table
  }

  private mutating func patch(_ id: String, with item: SentBatch.Item) {
    guard var row = rows[id] else { return }
    row.pattern = item.pattern ?? row.pattern
    row.patternType = item.patternType ?? row.patternType
    row.isRegex = item.isRegex ?? row.isRegex
    row.isTrustedSender = item.isTrustedSender ?? row.isTrustedSender
    row.isAcceptableSender = item.isAcceptableSender ?? row.isAcceptableSender
    row.isExemptRecipient = item.isExemptRecipient ?? row.isExemptRecipient
    row.verifySender = item.verifySender ?? row.verifySender
    row.comments = item.comments ?? row.comments
    (row.modifiedAt, row.lastModified) = (Self.anyTime, Self.anyTime)
    rows[id] = row
  }

  private static func row(_ id: String, _ item: SentBatch.Item, createdAt: String) -> Row {
    Row(
      id: id,
      pattern: item.pattern ?? "",
      patternType: item.patternType ?? "",
      isRegex: item.isRegex ?? false,
      isTrustedSender: item.isTrustedSender ?? false,
      isAcceptableSender: item.isAcceptableSender ?? false,
      isExemptRecipient: item.isExemptRecipient ?? false,
      verifySender: item.verifySender ?? false,
      comments: item.comments,
      createdAt: createdAt,
      modifiedAt: anyTime,
      lastModified: anyTime
    )
  }

  // MARK: - Comparing

  /// Nil if this is what was expected, field by field; otherwise the first policy that is not, in words.
  ///
  /// Times of the server's own are compared where nothing should have changed.
  func disagreement(with expected: ServerTable) -> String? {
    for id in Set(rows.keys).union(expected.rows.keys).sorted() where !Self.agree(rows[id], expected.rows[id]) {
      let (is_, wanted) = (rows[id].map { "\($0)" } ?? "nothing", expected.rows[id].map { "\($0)" } ?? "nothing")
      return "\(id) is \(is_), expected \(wanted)"
    }
    return nil
  }

  private static func agree(_ row: Row?, _ expected: Row?) -> Bool {
    guard var row, let expected else { return row == nil && expected == nil }
    if expected.createdAt == anyTime { row.createdAt = anyTime }
    if expected.modifiedAt == anyTime { (row.modifiedAt, row.lastModified) = (anyTime, anyTime) }
    return row == expected
  }
}

/// The body of a batch as it stands in the contract.
struct SentBatch: Decodable, Sendable {
  struct Item: Decodable, Sendable {
    var id: String?
    var pattern: String?
    var patternType: String?
    var isRegex: Bool?
    var isTrustedSender: Bool?
    var isAcceptableSender: Bool?
    var isExemptRecipient: Bool?
    var verifySender: Bool?
    var comments: String?
  }

  var deletes: [Item]
  var patches: [Item]
  var puts: [Item]
  var posts: [Item]

  init(_ body: Data) throws {
    self = try ServerTable.decoder.decode(SentBatch.self, from: body)
  }
}

/// What somebody else does to one policy behind the client's back.
struct RemoteEdit: Equatable, Sendable {
  var id: String
  /// The fields that are set, as a JSON object; nil deletes the policy.
  var json: String?
}
