package import Policies

/// What an operation does to what gets through, whichever fields it changes.
package enum Effect: String, CaseIterable, Hashable, Sendable, Codable {
  case widens
  case narrows
  case neutral
  /// It cannot be said; treated as widening.
  case unclear
}

extension Effect {
  /// Compares what a policy lets through before with what it lets through after; nil is no policy at all.
  package static func of(before: PolicyFields?, after: PolicyFields?) -> Effect {
    let old = Grants(before)
    let new = Grants(after)
    if old.isEmpty, new.isEmpty { return .neutral }
    guard let before, let after, !old.isEmpty, !new.isEmpty else {
      return old.isEmpty ? .widens : .narrows
    }
    return reach(from: before, to: after).combined(with: change(from: old, to: new))
  }

  /// What an operation does, the other policies included: `policies` are those that remain once the batch has run.
  ///
  /// Where a policy lets less through, mail may come under another one that takes it too, and which of two wins is not
  /// documented: a delete is unclear where a policy that remains overlaps, and so is another narrowing where what remains
  /// exempts from more. Without `policies` the operation is judged alone.
  package static func of(_ operation: DraftOperation, among policies: PolicySet?) -> Effect {
    let effect = of(before: operation.base?.fields, after: operation.result)
    guard effect == .narrows, let policies, let base = operation.base else { return effect }
    var reader = PatternReader()
    let policy = PolicyFacts(base, reader: &reader)
    let other = policies.overlap(with: policy) { grants in
      guard grants.meets(policy.grants) else { return false }
      return operation.kind == .delete || !policy.grants.isSuperset(of: grants)
    }
    return other == nil ? .narrows : .unclear
  }

  private static func change(from old: Grants, to new: Grants) -> Effect {
    if old == new { return .neutral }
    if new.isSuperset(of: old) { return .widens }
    return new.isSubset(of: old) ? .narrows : .unclear
  }

  /// What a change of pattern, type or regular expression does to the set of senders or recipients that match.
  private static func reach(from before: PolicyFields, to after: PolicyFields) -> Effect {
    let same =
      before.holds(after[.pattern], in: .pattern) && before.patternType == after.patternType
      && (before.isRegex ?? false) == (after.isRegex ?? false)
    return same ? .neutral : PatternReach.effect(from: before, to: after)
  }

  private func combined(with other: Effect) -> Effect {
    switch (self, other) {
    case (.neutral, let effect), (let effect, .neutral): effect
    case (.widens, .widens): .widens
    case (.narrows, .narrows): .narrows
    default: .unclear
    }
  }
}
