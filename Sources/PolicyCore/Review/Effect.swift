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

  private static func change(from old: Grants, to new: Grants) -> Effect {
    if old == new { return .neutral }
    if new.isSuperset(of: old) { return .widens }
    return new.isSubset(of: old) ? .narrows : .unclear
  }

  /// What a change of pattern, type or regular expression does to the set of senders or recipients that match.
  private static func reach(from before: PolicyFields, to after: PolicyFields) -> Effect {
    let same =
      before.pattern == after.pattern && before.patternType == after.patternType
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

/// What a policy exempts from, as a set in which "more gets through" is "superset".
///
/// Verification splits the sender's grants in two: mail that passes authentication, and mail that does not. What it
/// means for a recipient's exemption is not documented, so it is left out there.
private struct Grants: OptionSet {
  let rawValue: UInt8

  /// Exempt from Spam, Spoof and Bulk.
  static let acceptableVerified = Grants(rawValue: 1 << 0)
  static let acceptableUnverified = Grants(rawValue: 1 << 1)
  /// Exempt from every detection and from link following.
  static let trustedVerified = Grants(rawValue: 1 << 2)
  static let trustedUnverified = Grants(rawValue: 1 << 3)
  static let recipient = Grants(rawValue: 1 << 4)

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init(_ fields: PolicyFields?) {
    self = []
    guard let fields else { return }
    let isUnverified = !fields.isOn(.verify)
    if fields.isOn(.trusted) || fields.isOn(.acceptable) {
      insert(.acceptableVerified)
      if isUnverified { insert(.acceptableUnverified) }
    }
    if fields.isOn(.trusted) {
      insert(.trustedVerified)
      if isUnverified { insert(.trustedUnverified) }
    }
    if fields.isOn(.exempt) { insert(.recipient) }
  }
}
