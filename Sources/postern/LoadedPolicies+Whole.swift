import PolicyCore
import Values

extension LoadedPolicies {
  /// Throws a ``Problem`` of kind `badAnswer` where rows may be missing: temporary where the list only kept changing.
  ///
  /// `consequence` is a sentence: why that matters, and that nothing was done.
  func demandWhole(_ consequence: String) throws(Problem) {
    guard !isComplete else { return }
    throw Problem(
      .badAnswer,
      what: "\(stopped ?? "The list kept changing while it was read.") \(consequence)",
      advice: stopped == nil ? "Try again when nobody edits." : "Look at what that account holds.",
      retry: .safe
    ).temporaryIf(stopped == nil)
  }
}
