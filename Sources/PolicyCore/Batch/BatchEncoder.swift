package import JSONText
package import Policies
package import Values

/// Writes operations as the body of the batch request.
///
/// Source: the contract of `POST /accounts/{account_id}/email-security/settings/allow_policies/batch`. All four arrays
/// are always there, in the order in which the server runs them. Deprecated flags and the type UNKNOWN are never sent.
package struct BatchEncoder: Sendable {
  package let encoding: BatchEncoding
  /// What makes this account's batches lean, as the end of a sentence.
  private let leanSetting: String

  package init(_ encoding: BatchEncoding, leanSetting: String = Account.standardLeanSetting) {
    self.encoding = encoding
    self.leanSetting = leanSetting
  }

  /// The encoder of an account's batches.
  package init(for account: Account) {
    self.init(account.encoding, leanSetting: account.leanSetting)
  }

  /// Why the operation cannot be written in this encoding; nil if it can.
  package func refusal(of operation: DraftOperation) -> Problem? {
    do throws(Problem) {
      _ = try item(for: operation)
      return nil
    } catch {
      return error
    }
  }

  /// The body for these operations; operations of one kind keep their order.
  ///
  /// Throws a ``Problem`` of kind `invalid` that names the policy where the contract does not allow the operation in
  /// this encoding.
  package func body(for operations: [DraftOperation]) throws(Problem) -> OrderedJSON {
    var arrays: [OrderedJSON.Member] = []
    for kind in OperationKind.allCases {
      var items: [OrderedJSON] = []
      for operation in operations where operation.kind == kind {
        items.append(.object(try item(for: operation)))
      }
      arrays.append(.init(kind.arrayName, .array(items)))
    }
    return .object(arrays)
  }

  private func item(for operation: DraftOperation) throws(Problem) -> [OrderedJSON.Member] {
    let id = OrderedJSON.Member("id", .string(operation.id.text))
    switch operation.intent {
    case .delete:
      return [id]
    case .edit(let base, let edit):
      let fields = try edit.replacesWhole ? replacement(of: base, by: edit) : patch(of: base, by: edit)
      return [id] + fields + (try echoedTimestamps(of: base))
    case .create(let policy):
      let fields = try complete(policy.fields, what: policy.fields.pattern ?? "A new policy")
      return encoding == .lean ? fields : [id] + fields + frozenTimestamps(of: policy)
    }
  }

  private func patch(of base: AllowPolicy, by edit: PolicyEdit) throws(Problem) -> [OrderedJSON.Member] {
    try members(of: edit.changes, what: base.pattern)
  }

  private func replacement(of base: AllowPolicy, by edit: PolicyEdit) throws(Problem) -> [OrderedJSON.Member] {
    // A comment may be null in the API, so a missing one is an empty one and not a gap.
    let fields = PolicyFields(comments: "").applying(base.fields).applying(edit.changes)
    if let missing = PolicyField.allCases.first(where: { fields[$0] == nil }) {
      throw Problem(
        .invalid,
        what:
          "\(base.name) cannot be replaced: the server did not say its \(missing.label), which might be blanked.",
        advice: "Change it with a patch instead, or give the field a value."
      )
    }
    return try members(of: fields, what: base.pattern)
  }

  private func complete(_ fields: PolicyFields, what: String) throws(Problem) -> [OrderedJSON.Member] {
    var all = PolicyFields(
      isRegex: false,
      isTrustedSender: false,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: false
    ).applying(fields)
    if all.comments == "" { all.comments = nil }
    guard all.pattern != nil, all.patternType != nil else {
      throw Problem(.invalid, what: "\(what) has no pattern or no type.", advice: "Give it both.")
    }
    return try members(of: all, what: what)
  }

  private func members(of fields: PolicyFields, what: String) throws(Problem) -> [OrderedJSON.Member] {
    if let type = fields.patternType, !type.isWritable {
      throw Problem(
        .invalid,
        what: "\(what) has the type \(type.rawValue), which may not be sent.",
        advice: "Choose EMAIL, DOMAIN or IP, or patch only its other fields."
      )
    }
    return fields.present.map { field in
      let value: OrderedJSON =
        switch fields[field] {
        case .text(let text): .string(text)
        case .type(let type): .string(type.rawValue)
        case .flag(let flag): .bool(flag)
        case nil: .string("")
        }
      return OrderedJSON.Member(field.rawValue, value)
    }
  }

  // MARK: - Server-owned fields

  private func echoedTimestamps(of base: AllowPolicy) throws(Problem) -> [OrderedJSON.Member] {
    guard encoding == .documented else { return [] }
    guard let createdAt = base.createdAt, let lastModified = base.echoedModification else {
      throw Problem(
        .invalid,
        what: "The server did not say when \(base.name) was created, and the documented encoding must echo it.",
        advice: "Set \(leanSetting): that leaves the server's own fields out."
      )
    }
    return [.init("created_at", .string(createdAt)), .init("last_modified", .string(lastModified))]
  }

  private func frozenTimestamps(of policy: NewPolicy) -> [OrderedJSON.Member] {
    ["created_at", "last_modified", "modified_at"].map { .init($0, .string(policy.queuedAt)) }
  }
}

extension AllowPolicy {
  /// The time of the last change as a batch echoes it, and as a file is compared by: the best that the server gave.
  package var echoedModification: String? { lastModified ?? modifiedAt ?? createdAt }
}
