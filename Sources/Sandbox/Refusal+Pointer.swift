extension Refusal {
  /// The refusal of a batch on account of one place in it.
  ///
  /// Without a pointer the place is a field that only the server can know: the first one in the body, and where there
  /// is none the first one that could be there, as from a server that takes the other encoding alone.
  static func ofBatch(_ body: [UInt8], at pointer: String?) -> Refusal {
    var item =
      pointer.map { ErrorItem(code: .invalidValue, message: "the value is not accepted", pointer: $0) }
      ?? ownedField(in: body)
    item.documentationURL = Contract.documentation
    return Refusal(status: 400, items: [item])
  }

  private static func ownedField(in body: [UInt8]) -> ErrorItem {
    guard case .object(let members) = JSONValue.parse(body) else {
      return ErrorItem(code: .malformedBody, message: "the body is not a batch", pointer: "")
    }
    var first: String?
    for kind in [ItemKind.patch, .put, .post] {
      guard case .array(let items) = members[kind.rawValue] else { continue }
      for (index, item) in items.enumerated() {
        guard case .object(let fields) = item else { continue }
        let place = "/\(kind.rawValue)/\(index)/"
        if first == nil { first = place }
        let owned = Contract.forbidden(in: kind, .lean).map(\.rawValue).sorted()
        guard let name = owned.first(where: { fields[$0] != nil }) else { continue }
        let message = "\(name) is set by the server and is not accepted in a request"
        return ErrorItem(code: .fieldNotAccepted, message: message, pointer: place + name)
      }
    }
    let name = Field.createdAt.rawValue
    return ErrorItem(code: .missingField, message: "\(name) is required", pointer: (first ?? "/posts/0/") + name)
  }
}
