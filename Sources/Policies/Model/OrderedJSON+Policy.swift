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

extension JSONWriter {
  /// A row of a table, as the same bytes that its policy gives, without making the policy.
  package mutating func policy(_ table: PolicyTable, row: Int) {
    let columns = table.columns
    let bits = columns.bits[row]
    // What stands beside the columns is rare.
    guard !bits.isOdd else { return OrderedJSON(table[row]).write(to: &self) }
    beginObject()
    member("id")
    plainString { PolicyID.append(uuid: columns.ids[row], to: &$0) }
    columns.texts.withUnsafeBufferPointer { texts in
      func bytes(_ place: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: texts[Int(columns.starts[place])..<Int(columns.starts[place + 1])])
      }
      for field in PolicyField.allCases {
        switch field {
        case .pattern where bits.hasPattern:
          member(field.rawValue)
          string(bytes(2 * row))
        case .comments where bits.hasComments:
          member(field.rawValue)
          string(bytes(2 * row + 1))
        case .pattern, .comments: break
        case .patternType:
          guard let type = bits.type else { break }
          member(field.rawValue)
          string(type.rawValue)
        case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
          guard let flag = bits.flag(field) else { break }
          member(field.rawValue)
          bool(flag)
        }
      }
    }
    time("created_at", bits.spelling(of: .created), columns.created[row])
    time("modified_at", bits.spelling(of: .modified), columns.modified[row])
    time("last_modified", bits.spelling(of: .last), columns.last[row])
    endObject()
  }

  private mutating func time(_ name: String, _ spelling: TimeSpelling, _ moment: Int64) {
    guard spelling != .none else { return }
    member(name)
    plainString { spelling.append(moment, to: &$0) }
  }
}
