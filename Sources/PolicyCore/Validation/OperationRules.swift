/// What the contract forbids in one operation.
///
/// Errors judge what is sent, not what was there before.
enum OperationRules {
  static let maximumPatternLength = 1024
  static let maximumCommentLength = 1024

  static func findings(on operation: DraftOperation) -> [Finding] {
    let sent: PolicyFields
    switch operation.intent {
    case .delete: return []
    case .edit(let base, let edit): sent = edit.replacesWhole ? base.fields.applying(edit.changes) : edit.changes
    case .create(let policy): sent = policy.fields
    }
    return [pattern(sent, operation), type(sent, operation), comment(sent, operation)].compactMap { $0 }
  }

  private static func pattern(_ sent: PolicyFields, _ operation: DraftOperation) -> Finding? {
    guard let pattern = sent.pattern ?? (operation.kind == .post ? "" : nil) else { return nil }
    // The API counts characters; its documentation does not say of which kind, so the strictest count is used.
    let length = pattern.unicodeScalars.count
    if length == 0 {
      return finding(
        "pattern-empty",
        .pattern,
        operation,
        message: "The pattern is empty.",
        why: "A policy needs 1 to \(maximumPatternLength) characters to match by; the API refuses it otherwise."
      )
    }
    guard length > maximumPatternLength else { return nil }
    return finding(
      "pattern-too-long",
      .pattern,
      operation,
      message: "The pattern has \(length) characters; \(maximumPatternLength) are allowed.",
      why: "The API refuses it."
    )
  }

  private static func type(_ sent: PolicyFields, _ operation: DraftOperation) -> Finding? {
    let type = sent.patternType
    guard operation.kind == .post ? type?.isWritable != true : type?.isWritable == false else { return nil }
    return finding(
      "pattern-type-unknown",
      .patternType,
      operation,
      message: type.map { "The type \($0.rawValue) may not be sent." } ?? "No type is chosen.",
      why: "The API takes EMAIL, DOMAIN and IP only; \(PatternType.unknown.rawValue) is deprecated."
    )
  }

  private static func comment(_ sent: PolicyFields, _ operation: DraftOperation) -> Finding? {
    guard let length = sent.comments?.unicodeScalars.count, length > maximumCommentLength else { return nil }
    return finding(
      "comment-too-long",
      .comments,
      operation,
      message: "The comment has \(length) characters; \(maximumCommentLength) are allowed.",
      why: "The API refuses it."
    )
  }

  private static func finding(
    _ rule: RuleName,
    _ field: PolicyField,
    _ operation: DraftOperation,
    message: String,
    why: String
  ) -> Finding {
    Finding(
      rule: rule,
      level: .error,
      policyID: operation.id,
      pattern: operation.pattern,
      field: field,
      message: message,
      why: why
    )
  }
}
