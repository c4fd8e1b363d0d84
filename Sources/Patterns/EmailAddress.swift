/// One mail address, `local@domain`.
///
/// The local part keeps its case (RFC 5321 leaves its meaning to the receiving host), the domain does not.
package struct EmailAddress: Hashable, Sendable {
  /// The part before `@` in its simplest spelling: `"bob"@x.org` has the local part `bob`.
  package let local: String
  package let domain: HostName

  /// Makes an address of parts that were checked already.
  init(local: String, domain: HostName) {
    self.local = local
    self.domain = domain
  }

  /// The same with the local part in lower case; whether case matters there is the receiving host's affair.
  package var inLowerCase: EmailAddress {
    // Nearly all are.
    let isLower = local.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    return isLower ? self : EmailAddress(local: local.lowercased(), domain: domain)
  }

  /// The address with the domain in the form that people read.
  package var unicode: String { "\(local)@\(domain.unicode)" }

  /// Reads exactly one address with a valid domain: local part up to 64 octets, the whole up to 254 (RFC 5321).
  ///
  /// The whole is measured with the domain in ASCII form, the one in which every mail server can carry it. Spaces
  /// around the address are a problem of their own; `PatternCleanup` offers to drop them.
  package static func parse(_ text: String) throws(EmailAddressProblem) -> EmailAddress {
    guard !text.isEmpty else { throw .empty }
    if let address = plain(text) { return address }
    guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else { throw .surroundingSpace }
    if text.last == ">" { throw .displayName }
    let at: String.Index
    do {
      at = try LocalPart.end(in: text)
    } catch .quoteInside where text.contains(",") || text.contains(";") {
      throw .severalAddresses
    }
    let rest = text[text.index(after: at)...]
    if rest.contains("@") { throw rest.contains { ",; ".contains($0) } ? .severalAddresses : .severalAts }
    if text.prefix(7).lowercased() == "mailto:" { throw .scheme("mailto") }
    let local = try LocalPart.canonical(text[..<at])
    guard !rest.isEmpty else { throw .emptyDomain }
    guard rest.first != "[" else { throw .addressLiteral }
    let domain: HostName
    do {
      domain = try HostName.parse(String(rest))
    } catch {
      throw .domain(error)
    }
    let octets = local.utf8.count + 1 + domain.ascii.utf8.count
    guard octets <= 254 else { throw .tooLong(octets: octets) }
    return EmailAddress(local: local, domain: domain)
  }

  /// The quick way for the great many addresses that are plain ASCII; nil means only that a closer look is needed.
  private static func plain(_ text: String) -> EmailAddress? {
    let bytes = text.utf8
    guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), let name = HostName.plain(text[bytes.index(after: at)...])
    else { return nil }
    let local = text[..<at]
    guard LocalPart.isPlain(local.utf8), local.utf8.count + 1 + name.ascii.utf8.count <= 254 else { return nil }
    return EmailAddress(local: String(local), domain: name)
  }
}

extension EmailAddress: CustomStringConvertible {
  /// The canonical text: the simplest local part, and the domain in ASCII form.
  package var description: String { local + "@" + domain.ascii }

  /// Whether a text is the canonical one, octet by octet.
  func isSpelled(_ text: String) -> Bool {
    let (octets, length) = (text.utf8, local.utf8.count)
    guard octets.count == length + 1 + domain.ascii.utf8.count, octets.starts(with: local.utf8) else { return false }
    let rest = octets.dropFirst(length)
    return rest.first == UInt8(ascii: "@") && rest.dropFirst().elementsEqual(domain.ascii.utf8)
  }
}
