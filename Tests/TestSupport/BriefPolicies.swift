package import Policies

extension AllowPolicy {
  /// A policy in few words: `flags` holds `t`, `a`, `x`, `v` for the four flags and `r` for an expression.
  package static func brief(
    _ pattern: String?,
    _ type: PatternType? = .email,
    _ flags: String = "av",
    id: String = "p1",
    comments: String? = "why"
  ) -> AllowPolicy {
    AllowPolicy(
      id: PolicyID(id),
      fields: PolicyFields(
        pattern: pattern,
        patternType: type,
        isRegex: flags.contains("r"),
        isTrustedSender: flags.contains("t"),
        isAcceptableSender: flags.contains("a"),
        isExemptRecipient: flags.contains("x"),
        verifySender: flags.contains("v"),
        comments: comments
      ),
      createdAt: "2026-01-02T03:04:05Z",
      modifiedAt: "2026-06-01T00:00:00Z"
    )
  }
}
