import Foundation

/// A policy as far as mail is made for it: what a message looks like that it lets through.
///
/// Of expressions only those are taken that hold for one domain, and of networks those for IPv4: nothing here is a
/// matcher, so that what the sandbox says of a policy does not depend on one.
struct AllowedSender: Sendable, Equatable {
  enum Target: Sendable, Equatable {
    case sender(String)
    case domain(String)
    case recipient(String)
    case recipientDomain(String)
    /// The first address of the network, and how many there are.
    case network(UInt32, size: UInt32)
  }

  var pattern: String
  /// As the answer names the kind of policy.
  var type: String
  var target: Target
  var isVerified: Bool

  var isTrusted: Bool { type == "allowed_sender" }

  /// Nil for a policy that does nothing, or for which no mail is made.
  init?(_ policy: PolicyRecord) {
    let isRecipient = policy.isExemptRecipient && !policy.isTrustedSender && policy.patternType != "IP"
    if policy.isTrustedSender {
      type = "allowed_sender"
    } else if isRecipient {
      type = "allowed_recipient"
    } else if policy.isAcceptableSender {
      type = "acceptable_sender"
    } else {
      return nil
    }
    guard let target = Self.target(of: policy, isRecipient: isRecipient) else { return nil }
    pattern = policy.pattern
    self.target = target
    isVerified = policy.verifySender
  }

  private static func target(of policy: PolicyRecord, isRecipient: Bool) -> Target? {
    guard policy.pattern.utf8.allSatisfy({ $0 < 0x80 && $0 > 0x20 }) else { return nil }
    if policy.isRegex { return isRecipient ? nil : domain(ofExpression: policy.pattern).map(Target.domain) }
    switch policy.patternType {
    case "EMAIL": return isRecipient ? .recipient(policy.pattern) : .sender(policy.pattern)
    case "DOMAIN":
      let domain = policy.pattern.hasPrefix("@") ? String(policy.pattern.dropFirst()) : policy.pattern
      return isRecipient ? .recipientDomain(domain) : .domain(domain)
    case "IP": return network(policy.pattern)
    default: return nil
    }
  }

  /// The domain of `.*@vendor\.com`, with or without anchors; nil for an expression of another form.
  private static func domain(ofExpression text: String) -> String? {
    var rest = text[...]
    if rest.hasPrefix("^") { rest = rest.dropFirst() }
    guard rest.hasPrefix(".*@") else { return nil }
    rest = rest.dropFirst(3)
    if rest.hasSuffix("$") { rest = rest.dropLast() }
    let domain = rest.replacingOccurrences(of: "\\.", with: ".")
    let isName = domain.utf8.allSatisfy { byte in
      byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || Character(Unicode.Scalar(byte)).isLetter
        || Character(Unicode.Scalar(byte)).isNumber
    }
    return isName ? domain : nil
  }

  private static func network(_ text: String) -> Target? {
    let halves = text.split(separator: "/")
    let octets = (halves.first ?? "").split(separator: ".").compactMap { UInt32($0) }
    guard octets.count == 4, octets.allSatisfy({ $0 < 256 }) else { return nil }
    let address = octets.reduce(0) { $0 << 8 | $1 }
    guard halves.count == 2 else { return .network(address, size: 1) }
    guard let length = UInt32(halves[1]), (8...32).contains(length) else { return nil }
    let size = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(32 - length))
    return .network(address & ~(size &- 1), size: size)
  }
}
