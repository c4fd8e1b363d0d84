import PolicyCore
import TestSupport
import Policies

let acme = AccountKey(baseURL: "https://api.example/client/v4", accountID: "acme")
let globex = AccountKey(baseURL: "https://api.example/client/v4", accountID: "globex")

extension DraftEdit {
  /// A deletion of a policy that nothing else in the tests touches.
  static func delete(_ id: String) -> DraftEdit { .delete([.sample(id)]) }

  static func comment(_ text: String, on id: String) -> DraftEdit {
    .edit([FieldEdit(policy: .sample(id), set: PolicyFields(comments: text))])
  }

  static func create(_ id: String, pattern: String) -> DraftEdit {
    .create([
      NewPolicy(
        placeholderID: PolicyID(id),
        queuedAt: "2026-05-06T07:08:09Z",
        fields: PolicyFields(pattern: pattern, patternType: .email)
      )
    ])
  }
}
