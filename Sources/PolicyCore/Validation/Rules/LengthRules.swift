import Policies

/// Lengths that the API's schema fixes.
///
/// It counts characters and does not say of which kind, so the strictest count, of Unicode scalars, is used.
extension Rule {
  static let maximumLength = 1024

  static let patternEmpty = Rule(
    "pattern-empty",
    .error,
    on: [.pattern],
    holds: "the pattern is empty",
    why: "A policy needs 1 to \(maximumLength) characters to match by; the API refuses it otherwise.",
    source: .contract,
    check: .policy { policy, _ in
      let isMissing = policy.fields.pattern == nil && policy.sent?.kind == .post
      return isMissing || policy.fields.pattern?.isEmpty == true ? Observation("The pattern is empty.") : nil
    }
  )

  static let patternTooLong = Rule(
    "pattern-too-long",
    .error,
    on: [.pattern],
    holds: "the pattern has more than \(maximumLength) characters",
    why: "The API takes patterns of 1 to \(maximumLength) characters.",
    source: .contract,
    check: .policy { policy, _ in tooLong("pattern", policy.fields.pattern) }
  )

  static let commentTooLong = Rule(
    "comment-too-long",
    .error,
    on: [.comments],
    holds: "the comment has more than \(maximumLength) characters",
    why: "The API takes comments of up to \(maximumLength) characters.",
    source: .contract,
    check: .policy { policy, _ in tooLong("comment", policy.fields.comments) }
  )

  private static func tooLong(_ what: String, _ text: String?) -> Observation? {
    guard let text, text.utf8.count > maximumLength else { return nil }
    let length = text.unicodeScalars.count
    guard length > maximumLength else { return nil }
    return Observation("The \(what) has \(length) characters; \(maximumLength) are allowed.")
  }
}
