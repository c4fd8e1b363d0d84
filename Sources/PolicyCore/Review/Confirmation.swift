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

  /// Why a text has to be typed, in sentences.
  package static func reason(for review: Review) -> String { reasons(for: review).joined(separator: " ") }

  /// Each reason why a text has to be typed, as a sentence.
  package static func reasons(for review: Review) -> [String] {
    let unclear = review.count(of: .unclear)
    let count = review.operations.count
    var reasons: [String] = []
    if let dangers = dangers(in: review) { reasons.append(dangers) }
    if unclear > 0 {
      let what = unclear == 1 ? "one operation" : "\(unclear) operations"
      let verb = unclear == 1 ? "it widens or narrows" : "they widen or narrow"
      reasons.append("For \(what) it cannot be said whether \(verb).")
    }
    if count > manyOperations { reasons.append("\(count) operations are many.") }
    return reasons
  }

  /// How many dangers there are and the first of them; nil if there are none.
  package static func dangers(in review: Review) -> String? {
    let found = review.findings.filter { $0.level == .danger && !$0.isSilenced }
    guard let first = found.first else { return nil }
    let place = first.pattern.isEmpty ? "" : " on \(first.pattern)"
    let which = "\(first.rule.rawValue)\(place)"
    return found.count == 1 ? "1 danger: \(which)." : "\(found.count) dangers, first: \(which)."
  }
}
