import Foundation

@testable import PolicyCore
@testable import Policies

/// A message as far as policies look at it.
struct PlainMessage: CustomStringConvertible {
  /// The header's From, the envelope's sender and the reply-to; the empty text is that of a bounce.
  let senders: [String]
  let recipient: String
  let address: String
  let server: String
  let passes: Bool

  var description: String {
    "\(senders) to \(recipient) by \(address), \(server), \(passes ? "authenticated" : "not authenticated")"
  }
}

/// A second opinion on what gets through, which shares no code with the product.
///
/// It reads patterns with string functions and Foundation's own regular expressions. What the API leaves undocumented is
/// chosen when it is made, so that an effect can be held against every reading.
struct PlainMatcher: CustomStringConvertible {
  /// Whether a domain includes its sub-domains.
  let subdomains: Bool
  /// Whether an expression has to match all of an address.
  let wholeMatch: Bool
  let ignoresCase: Bool
  /// Whether verification counts for an exempt recipient too.
  let verifiesRecipients: Bool
  /// Whether expressions are held against the IP address and the server's name too.
  let seesServers: Bool

  static let all: [PlainMatcher] = (0..<32).map { bits in
    PlainMatcher(
      subdomains: bits & 1 != 0,
      wholeMatch: bits & 2 != 0,
      ignoresCase: bits & 4 != 0,
      verifiesRecipients: bits & 8 != 0,
      seesServers: bits & 16 != 0
    )
  }

  var description: String {
    "subdomains \(subdomains), whole \(wholeMatch), ignores case \(ignoresCase), sees servers \(seesServers)"
  }

  /// How far a message is let through: 0 not at all, 1 past spam, spoof and bulk, 2 past everything.
  func strength(of message: PlainMessage, under policies: [AllowPolicy]) -> Int {
    var strength = 0
    for policy in policies {
      let fields = policy.fields
      let isHonoured = message.passes || fields.verifySender != true
      let isForNetworks = fields.patternType == .ip
      var texts = isForNetworks ? [message.address] : message.senders
      if fields.isRegex == true, seesServers { texts = message.senders + [message.address, message.server] }
      if isHonoured, texts.contains(where: { matches(policy, $0) }) {
        strength = max(strength, fields.isTrustedSender == true ? 2 : fields.isAcceptableSender == true ? 1 : 0)
      }
      var recipients = [isForNetworks ? message.address : message.recipient]
      if fields.isRegex == true, seesServers { recipients = [message.address, message.recipient] }
      if isHonoured || !verifiesRecipients, fields.isExemptRecipient == true,
        recipients.contains(where: { matches(policy, $0) })
      {
        strength = 2
      }
    }
    return strength
  }

  private func matches(_ policy: AllowPolicy, _ text: String) -> Bool {
    if policy.fields.isRegex == true { return matchesExpression(policy.pattern, text) }
    switch policy.fields.patternType {
    case .email: return ignoresCase ? text.lowercased() == policy.pattern.lowercased() : text == policy.pattern
    case .domain:
      let host = text.split(separator: "@").last.map(String.init) ?? ""
      return host == policy.pattern.lowercased() || (subdomains && host.hasSuffix("." + policy.pattern.lowercased()))
    case .ip: return matchesNetwork(policy.pattern, text)
    default: return false
    }
  }

  private func matchesExpression(_ expression: String, _ text: String) -> Bool {
    let options: NSRegularExpression.Options = ignoresCase ? [.caseInsensitive] : []
    guard let regex = try? NSRegularExpression(pattern: expression, options: options) else { return false }
    let range = NSRange(text.startIndex..., in: text)
    guard wholeMatch else { return regex.firstMatch(in: text, range: range) != nil }
    let whole = try? NSRegularExpression(pattern: "^(?:\(expression))$", options: options)
    return whole?.firstMatch(in: text, range: range) != nil
  }

  private func matchesNetwork(_ network: String, _ address: String) -> Bool {
    func bits(_ text: Substring) -> UInt32? {
      let octets = text.split(separator: ".").compactMap { UInt32($0) }
      return octets.count == 4 ? octets.reduce(0) { $0 << 8 | $1 } : nil
    }
    let parts = network.split(separator: "/")
    let length = parts.count > 1 ? UInt32(parts[1]) ?? 32 : 32
    guard let one = bits(parts[0]), let other = bits(Substring(address)) else { return false }
    return length == 0 || one >> (32 - length) == other >> (32 - length)
  }
}
