import Patterns
import Policies

/// Flags that do nothing, or more than one thing.
extension Rule {
  static let noEffect = Rule(
    "no-effect",
    .warning,
    on: [.isTrustedSender],
    holds: "no action flag is set",
    why: "The policy does nothing, and people will think that it does.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard !policy.isTrusted, !policy.isAcceptable, !policy.isExempt else { return nil }
      return Observation("No action is set, so the policy does nothing.")
    }
  )

  static let severalActions = Rule(
    "several-actions",
    .warning,
    on: [.isAcceptableSender],
    holds: "more than one action flag is set",
    why: "The dashboard allows one action only, and the wider one wins in effect.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      let actions = [PolicyFlag.trusted, .acceptable, .exempt].filter(policy.fields.isOn)
      guard actions.count > 1 else { return nil }
      guard policy.isTrusted, policy.isAcceptable else {
        return Observation("\(actions.map(\.field.label).joined(separator: " and ")) are both on.")
      }
      return Observation(
        "Acceptable sender is redundant, because trusted sender includes it.",
        fix: Fix(title: "turn acceptable sender off", change: .set(PolicyFields(isAcceptableSender: false)))
      )
    }
  )

  static let unverifiedSender = Rule(
    "unverified-sender",
    .warning,
    on: [.verifySender],
    holds: "a sender named by address, domain or expression is acceptable and verify sender is off",
    why: "Anyone who spoofs this sender gets past the checks for spam, spoofing and bulk.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard policy.isAcceptable, !policy.isVerified, policy.namesSenders else { return nil }
      return Observation("The sender is accepted without being verified.", fix: turnOnVerify)
    }
  )

  static let verifyWithIP = Rule(
    "verify-with-ip",
    .notice,
    on: [.verifySender],
    holds: "verify sender is on for an IP address or network",
    why: "IP policies are there for senders that cannot pass authentication; with it on, these are not let through.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard policy.isVerified, policy.kind == .ip else { return nil }
      return Observation("Verify sender is on for an IP address or network.")
    }
  )

  static let verifyWithExempt = Rule(
    "verify-with-exempt",
    .notice,
    on: [.verifySender],
    holds: "verify sender is on, and the only action is exempt recipient",
    why: "Nothing says what verifying the sender does for an exempt recipient: do not rely on it.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard policy.isVerified, policy.kind != .ip, policy.isExempt, !policy.isTrusted, !policy.isAcceptable else {
        return nil
      }
      return Observation("Verify sender is on, but only the recipient is exempt.")
    }
  )

  static let unreadableField = Rule(
    "unreadable-field",
    .notice,
    holds: "the server's answer has something in a field that is no value of it",
    why:
      "The field is neither on nor off: it is shown as ? and judged as the more dangerous of the two. It cannot be sent "
      + "back, so of such a policy only the other fields can be changed.",
    source: .contract,
    check: .policy { policy, _ in
      let unread = policy.fields.unread
      guard !unread.isEmpty else { return nil }
      let said = PolicyField.allCases.compactMap { field in unread[field].map { "\(field.rawValue) \($0)" } }
      return Observation("The server says \(said.joined(separator: ", ")).")
    }
  )

  static let deprecatedDisagrees = Rule(
    "deprecated-disagrees",
    .warning,
    on: [.isTrustedSender],
    holds: "the server returned a deprecated flag that contradicts its successor",
    why: "Which of the two counts is not documented.",
    source: .contract,
    check: .policy { policy, _ in
      guard let remote = policy.remote, let flags = remote.deprecatedFlags else { return nil }
      let pairs = [
        ("is_sender", flags.isSender, PolicyField.isTrustedSender, remote.fields.isTrustedSender),
        ("is_recipient", flags.isRecipient, .isExemptRecipient, remote.fields.isExemptRecipient),
        ("is_spoof", flags.isSpoof, .isAcceptableSender, remote.fields.isAcceptableSender),
      ]
      guard let (name, old, field, new) = pairs.first(where: { $0.1 != nil && $0.1 != $0.3 }) else { return nil }
      let (said, says) = (FieldValue.flag(old == true), FieldValue.flag(new == true))
      return Observation("The server says \(name) \(said), but \(field.rawValue) \(says).")
    }
  )
}
