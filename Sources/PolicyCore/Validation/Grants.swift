import Policies

/// What a policy exempts from, as a set in which "more gets through" is "superset".
///
/// Verification splits each grant in two: mail that passes authentication, and mail that does not. Whether it applies to
/// a recipient's exemption is not documented, so it is taken to, which never calls a wider policy the same.
struct Grants: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// Exempt from Spam, Spoof and Bulk.
  static let acceptableVerified = Grants(rawValue: 1 << 0)
  static let acceptableUnverified = Grants(rawValue: 1 << 1)
  /// Exempt from every detection and from link following.
  static let trustedVerified = Grants(rawValue: 1 << 2)
  static let trustedUnverified = Grants(rawValue: 1 << 3)
  static let recipientVerified = Grants(rawValue: 1 << 4)
  static let recipientUnverified = Grants(rawValue: 1 << 5)
  /// It may be less: something that decides it cannot be read, and counts as the more dangerous.
  ///
  /// So no other policy's grants include these, and these hide none.
  static let uncertain = Grants(rawValue: 1 << 6)
  /// What it matches cannot be read, so that it is nobody's twin.
  static let uncertainPattern = Grants(rawValue: 1 << 7)

  static let asSender: Grants = [.acceptableVerified, .acceptableUnverified, .trustedVerified, .trustedUnverified]
  static let asRecipient: Grants = [.recipientVerified, .recipientUnverified]

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The flags that give this, as people name them: `trusted, not verified`.
  var words: String {
    let sender = contains(.trustedVerified) ? "trusted" : contains(.acceptableVerified) ? "acceptable" : nil
    let recipient = contains(.recipientVerified) ? "exempt recipient" : nil
    let actions = [sender, recipient].compactMap(\.self)
    guard !actions.isEmpty else { return "no action" }
    let isUnverified = !isDisjoint(with: [.acceptableUnverified, .trustedUnverified, .recipientUnverified])
    return actions.joined(separator: " and ") + (isUnverified ? ", not verified" : ", verified")
  }

  /// The same for mail that passes authentication, of one that mail gets which does not; nil of the others.
  var ofWhatPasses: Grants? {
    switch self {
    case .acceptableUnverified: .acceptableVerified
    case .trustedUnverified: .trustedVerified
    case .recipientUnverified: .recipientVerified
    default: nil
    }
  }

  init(_ fields: PolicyFields?) {
    self = []
    guard let fields else { return }
    let isTrusted = fields.mayBeOn(.isTrustedSender)
    let isUnverified = fields.verifySender != true
    if isTrusted || fields.mayBeOn(.isAcceptableSender) {
      insert(.acceptableVerified)
      if isUnverified { insert(.acceptableUnverified) }
    }
    if isTrusted {
      insert(.trustedVerified)
      if isUnverified { insert(.trustedUnverified) }
    }
    if fields.mayBeOn(.isExemptRecipient) {
      insert(.recipientVerified)
      if isUnverified { insert(.recipientUnverified) }
    }
    if !isEmpty, fields.isUncertain { insert(.uncertain) }
    if !isEmpty, fields.isPatternUncertain { insert(.uncertainPattern) }
  }

  /// Whether both speak of senders, or both of recipients: only then can two policies be about one message's address.
  func meets(_ other: Grants) -> Bool {
    [Grants.asSender, .asRecipient].contains { !isDisjoint(with: $0) && !other.isDisjoint(with: $0) }
  }
}
