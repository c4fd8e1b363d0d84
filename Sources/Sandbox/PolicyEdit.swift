/// What somebody else does to a policy: some fields set, and all others as they were.
package struct PolicyEdit: Sendable, Equatable {
  /// The fields as a JSON object, as they were given.
  package let text: String
  let fields: PolicyFields

  /// What another admin does who was not told what to do.
  static let remark = PolicyEdit(
    text: "{\"comments\":\"edited by another admin\"}",
    fields: PolicyFields(comments: "edited by another admin")
  )

  private init(text: String, fields: PolicyFields) {
    self.text = text
    self.fields = fields
  }

  /// Reads an edit from a JSON object of the fields that a policy has, such as `{"verify_sender":false}`.
  package init(_ json: String) throws(SandboxError) {
    self.init(text: json, fields: try Self.fields(json, .edit))
  }

  /// Reads the fields of one policy, by the rules for a request that edits or creates it.
  static func fields(_ json: String, _ kind: ItemKind) throws(SandboxError) -> PolicyFields {
    guard let value = JSONValue.parse(Array(json.utf8)) else {
      throw .notDone(reason: "the fields of the policy are not JSON: \(json)")
    }
    var reader = ItemReader(kind, at: "", .either)
    let fields = reader.read(value)
    if let problem = reader.problems.first { throw .notDone(reason: problem.message) }
    return fields
  }
}
