package import PolicyCore
package import Policies

extension DraftOperation {
  /// A deletion of the policy.
  package static func deletion(of policy: AllowPolicy, at position: Int = 0) -> DraftOperation {
    DraftOperation(intent: .delete(base: policy, suspended: nil), position: position)
  }

  /// An edit of the policy: a patch, or where it replaces the whole policy a put.
  package static func edit(
    of policy: AllowPolicy,
    _ changes: PolicyFields,
    whole: Bool = false,
    at position: Int = 0
  ) -> DraftOperation {
    DraftOperation(
      intent: .edit(base: policy, PolicyEdit(changes: changes, replacesWhole: whole)),
      position: position
    )
  }

  /// A new policy, queued at 2026-05-06T07:08:09Z.
  package static func post(
    _ placeholder: String,
    _ fields: PolicyFields,
    at position: Int = 0
  ) -> DraftOperation {
    let policy = NewPolicy(placeholderID: PolicyID(placeholder), queuedAt: "2026-05-06T07:08:09Z", fields: fields)
    return DraftOperation(intent: .create(policy), position: position)
  }
}

extension Account {
  /// A sandbox account that nothing else speaks of.
  package static func sample(_ encoding: BatchEncoding = .documented) -> Account {
    Account(
      key: AccountKey(baseURL: "https://api.example/client/v4", accountID: "acme"),
      name: "Acme",
      environment: .sandbox,
      encoding: encoding
    )
  }
}
