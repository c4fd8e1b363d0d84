package import JSONText

extension OrderedJSON {
  /// A policy under the API's current field names; what the server left out is left out here.
  package init(_ policy: AllowPolicy) {
    var members = [Member("id", .string(policy.id.text))]
    members += policy.fields.present.map { Member($0.rawValue, OrderedJSON(policy.fields[$0])) }
    let times = [
      ("created_at", policy.createdAt), ("modified_at", policy.modifiedAt), ("last_modified", policy.lastModified),
    ]
    members += times.compactMap { name, time in time.map { Member(name, .string($0)) } }
    let unread = PolicyField.allCases.compactMap { field in
      policy.fields.unread[field].map { Member(field.rawValue, .string($0)) }
    }
    if !unread.isEmpty { members.append(Member("unread", .object(unread))) }
    self = .object(members)
  }

  /// A field's value; null where there is none.
  package init(_ value: FieldValue?) {
    switch value {
    case .text(let text): self = .string(text)
    case .type(let type): self = .string(type.rawValue)
    case .flag(let flag): self = .bool(flag)
    case nil: self = .null
    }
  }

  package var text: String { String(decoding: data, as: UTF8.self) }
}
