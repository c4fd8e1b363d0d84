/// The body of a batch, read and checked against the contract as far as that goes without the policies themselves.
struct BatchRequest: Sendable, Equatable {
  var deletes: [PolicyFields] = []
  var patches: [PolicyFields] = []
  var puts: [PolicyFields] = []
  var posts: [PolicyFields] = []

  /// So many errors are told at once; a body of 4,000 wrong items needs no answer of a megabyte.
  private static let reported = 50

  /// Reads a batch from the bytes of a request.
  init(_ bytes: [UInt8], _ encoding: AcceptedEncoding) throws(Refusal) {
    guard let body = JSONValue.parse(bytes) else { throw Self.malformed }
    guard case .object(let members) = body else {
      throw Refusal(400, .wrongType, "the body must be an object, not \(body.typeName)", at: "")
    }
    let kinds: [ItemKind] = [.delete, .patch, .put, .post]
    var problems = members.keys.filter { name in !kinds.contains { $0.rawValue == name } }.sorted().map { name in
      ErrorItem(code: .fieldNotAccepted, message: "\(name) is not a part of a batch", pointer: "/" + name)
    }
    var items: [ItemKind: [PolicyFields]] = [:]
    for kind in kinds { items[kind] = Self.read(kind, members, encoding, &problems) }
    guard problems.isEmpty else { throw Refusal(status: 400, items: Array(problems.prefix(Self.reported))) }
    deletes = items[.delete] ?? []
    patches = items[.patch] ?? []
    puts = items[.put] ?? []
    posts = items[.post] ?? []
  }

  /// The answer to a body that is not JSON.
  static let malformed = Refusal(400, .malformedBody, "the body is not valid JSON", at: "")

  private static func read(
    _ kind: ItemKind,
    _ members: [String: JSONValue],
    _ encoding: AcceptedEncoding,
    _ problems: inout [ErrorItem]
  ) -> [PolicyFields] {
    let name = kind.rawValue
    func note(_ code: ErrorItem.Code, _ message: String) {
      let item = ErrorItem(code: code, message: message, pointer: "/" + name, documentationURL: Contract.documentation)
      problems.append(item)
    }
    guard let value = members[name] else {
      note(.missingField, "\(name) is required; send an empty array when it is unused")
      return []
    }
    guard case .array(let items) = value else {
      note(.wrongType, "\(name) must be an array, not \(value.typeName)")
      return []
    }
    guard items.count <= Contract.itemsPerArray else {
      note(.tooMany, "\(name) holds \(items.count) items; at most \(Contract.itemsPerArray) are taken")
      return []
    }
    return items.enumerated().map { index, item in
      var reader = ItemReader(kind, at: "/\(name)/\(index)", encoding)
      let fields = reader.read(item)
      problems += reader.problems
      return fields
    }
  }
}
