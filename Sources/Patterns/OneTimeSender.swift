/// An address that was made for one message, or for one recipient, and does not come again.
///
/// Senders mark bounces so: BATV (draft-levine-smtp-batv), SRS, VERP, and the message ids of large services.
package struct OneTimeSender: Hashable, Sendable {
  /// What made it, in words.
  package let scheme: String
  /// The address or domain that stays, where one can be told.
  package let lasting: Lasting?

  package enum Lasting: Hashable, Sendable {
    case address(String)
    case domain(String)
  }

  /// Nil for an address that has none of the signs.
  package init?(_ address: EmailAddress) {
    let local = address.local
    // All signs but a message id have one; nearly no address has.
    guard local.utf8.contains(UInt8(ascii: "=")) || address.domain.ascii.hasSuffix("amazonses.com") else { return nil }
    let folded = local.lowercased()
    if let prefix = ["prvs=", "msprvs1=", "btv1=="].first(where: { folded.hasPrefix($0) }) {
      scheme = "BATV"
      // prvs=KEY=local, btv1==KEY==local
      let separator: Character = "="
      let rest = local.dropFirst(prefix.count).drop { $0 != separator }.drop { $0 == separator }
      lasting = Self.address(String(rest), address.domain.ascii)
      return
    }
    if folded.hasPrefix("srs0") || folded.hasPrefix("srs1"),
      folded.dropFirst(4).first.map({ "=+-".contains($0) }) == true
    {
      scheme = "SRS"
      // SRS0=HASH=TIME=host=local
      let parts = local.dropFirst(5).split(separator: "=", omittingEmptySubsequences: false)
      lasting = folded.hasPrefix("srs0") && parts.count == 4 ? Self.address(String(parts[3]), String(parts[2])) : nil
      return
    }
    let domain = address.domain.ascii
    if domain == "amazonses.com" || domain.hasSuffix(".amazonses.com"), Self.isMessageID(folded) {
      scheme = "a message id"
      // The domain is that of all of the service's customers.
      lasting = nil
      return
    }
    let signs = ["bounce", "bounces", "return", "noreply", "msg", "b"]
    let words = folded.split(whereSeparator: { "+-_.".contains($0) })
    let carriesRecipient = folded.lastIndex(of: "=").map { folded[$0...].contains(".") } ?? false
    guard carriesRecipient, let first = words.first, signs.contains(String(first)), words.count > 1 else { return nil }
    scheme = "VERP"
    lasting = .domain(domain)
  }

  private static func isMessageID(_ local: String) -> Bool {
    local.utf8.count >= 12 && local.hasPrefix("0") && local.allSatisfy { $0.isHexDigit || $0 == "-" }
      && local.contains("-")
  }

  private static func address(_ local: String, _ domain: String) -> Lasting? {
    let text = "\(local)@\(domain)"
    return (try? EmailAddress.parse(text)) == nil ? nil : .address(text)
  }
}

extension EmailAddress {
  /// A text that is equal for the addresses that its provider delivers to one mailbox; nil where no such rule is known.
  ///
  /// Source: Gmail ignores dots and what follows a plus sign, and takes both of its domains for one
  /// (support.google.com/mail/answer/7436150).
  package var mailbox: String? {
    guard domain.ascii == "gmail.com" || domain.ascii == "googlemail.com" else { return nil }
    let name = local.lowercased().prefix { $0 != "+" }.filter { $0 != "." }
    return name.isEmpty ? nil : name + "@gmail.com"
  }
}
