/// How a batch has to be confirmed: the more is at stake, the more has to be typed.
package enum Confirmation: Hashable, Sendable {
  /// Nothing gets through that did not before, and nothing is taken away.
  case enter
  /// Something widens, narrows or goes.
  case yes
  /// A danger, an effect that cannot be told, or many operations: this text has to be typed.
  case typed(String)

  /// More operations than this are not confirmed by a single key.
  package static let manyOperations = 25

  package static func needed(for review: Review) -> Confirmation {
    let isSerious =
      review.count(of: .danger) > 0 || review.count(of: .unclear) > 0
      || review.operations.count > manyOperations
    if isSerious { return .typed("\(review.operations.count) \(review.account.name)") }
    let isNeutral = review.operations.allSatisfy { $0.effect == .neutral && $0.kind != .delete }
    return isNeutral ? .enter : .yes
  }

  /// Why a text has to be typed, in one sentence.
  package static func reason(for review: Review) -> String {
    if review.count(of: .danger) > 0 { return "This opens a hole that a finding calls dangerous." }
    if review.count(of: .unclear) > 0 { return "For some of this it cannot be said whether it widens or narrows." }
    return "These are many operations."
  }
}
