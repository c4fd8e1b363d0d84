import Values
import Policies

/// How a batch has to be confirmed: the more is at stake, the more has to be typed.
package enum Confirmation: Hashable, Sendable {
  /// Nothing gets through that did not before, and nothing is taken away.
  case enter
  /// Something widens, narrows or goes.
  case yes
  /// A danger, an effect that cannot be told, many operations, or what may be done a second time: this text has to be
  /// typed.
  case typed(String)

  /// More operations than this are not confirmed by a single key, unless the configuration says otherwise.
  package static let manyOperations = 25
  /// From so many on, changes and deletions are many where they are a fifth of all policies.
  ///
  /// New policies do not count: the first import into an empty account is no accident.
  package static let manyOfAccount = 10

  package static func needed(for review: Review) -> Confirmation {
    switch needs(of: review) {
    case [], [.enter]: .enter
    case [.yes]: .yes
    default: .typed("\(review.operations.count) \(review.account.name)")
    }
  }

  private static func isSerious(_ review: Review) -> Bool {
    review.count(of: .danger) > 0 || review.count(of: .unclear) > 0
      || review.operations.count > review.scale.manyOperations || isMuchOfAccount(review) || !review.demands.isEmpty
  }

  private static func isMuchOfAccount(_ review: Review) -> Bool {
    let touched = review.operations.count - review.counts.posts
    guard touched >= manyOfAccount, let policies = review.scale.policies else { return false }
    return touched >= (policies + 4) / 5
  }

  /// What the command line needs to be told before it sends a batch, by the names of its options.
  package enum Need: String, Hashable, Sendable {
    /// A single key on the screen; `--yes` here.
    case enter
    case yes
    /// The fingerprint of the review.
    case accept
    /// That what may have been done shall be done.
    case again
    /// That so many policies may be changed.
    case maxChange = "max-change"
  }

  /// What a batch needs to be sent; nothing for one that has no operations.
  package static func needs(of review: Review) -> [Need] {
    guard !review.operations.isEmpty else { return [] }
    let isNeutral = review.operations.allSatisfy { $0.effect == .neutral && $0.kind != .delete }
    let first: Need = isSerious(review) ? .accept : isNeutral ? .enter : .yes
    return [first] + (review.repetitions.isEmpty ? [] : [.again]) + (review.excesses.isEmpty ? [] : [.maxChange])
  }

  /// Why a text has to be typed, in sentences.
  package static func reason(for review: Review) -> String { reasons(for: review).joined(separator: " ") }

  /// Each reason why a text has to be typed, as a sentence.
  package static func reasons(for review: Review) -> [String] {
    SubmissionWords.sentences(on: review.repetitions) + reasonsToAccept(review) + review.excesses
  }

  /// Each reason why the fingerprint has to be given, as a sentence.
  package static func reasonsToAccept(_ review: Review) -> [String] {
    let unclear = review.count(of: .unclear)
    let count = review.operations.count
    var reasons = review.demands
    if let dangers = dangers(in: review) { reasons.append(dangers) }
    if unclear > 0 {
      let what = unclear == 1 ? "one operation" : "\(unclear) operations"
      let verb = unclear.agreeing("it widens or narrows", "they widen or narrow")
      reasons.append("For \(what) it cannot be said whether \(verb).")
    }
    if count > review.scale.manyOperations {
      reasons.append("\(count) operations are sent at once.")
    } else if isMuchOfAccount(review), let policies = review.scale.policies {
      reasons.append("\(count - review.counts.posts) of \(policies) policies are changed or deleted at once.")
    }
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
