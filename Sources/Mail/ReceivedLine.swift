import Values

/// What a server wrote about taking a message over: from whom, and who it is.
///
/// Source: RFC 5321 section 4.4, and the forms that Postfix, Exim, Sendmail, qmail and Exchange have.
struct ReceivedLine {
  /// The name by which the sending server introduced itself.
  private(set) var serverName: String?
  /// The address that the connection came from.
  private(set) var ip: IPAddress?
  /// The name of the server that wrote the line.
  private(set) var writer: String?

  init(_ bytes: [UInt8]) {
    let tokens = Array(MailTokens(bytes, signs: ";"))
    var rest = tokens[...]
    if rest.first?.isWord("from") == true {
      // Its own name comes first, be it a word such as "by".
      let clause = rest.dropFirst(2).prefix { !$0.isWord("by") && !$0.isSign(";") }
      takeSender(rest.dropFirst().first, clause.filter { $0.kind == .comment }.map(\.text))
      rest = rest[clause.endIndex...]
    }
    guard rest.first?.isWord("by") == true, let name = rest.dropFirst().first, name.kind == .word else { return }
    writer = Self.name(Array(name.text))
  }

  /// A comment holds what the server saw, and comes before what the sender claims.
  private mutating func takeSender(_ name: MailToken?, _ comments: [ArraySlice<UInt8>]) {
    guard let name else { return }
    let claimed = comments.lazy.compactMap(Self.claimedName).first
    serverName = claimed ?? (name.kind == .word ? Self.name(Array(name.text)) : nil)
    ip =
      comments.lazy.compactMap(Self.address(inComment:)).first
      ?? (name.kind == .literal ? Self.address(name.text) : nil)
  }

  /// The name behind `helo=` or `HELO `, as Exim and qmail write it.
  private static func claimedName(_ comment: ArraySlice<UInt8>) -> String? {
    let words = comment.split { MailBytes.isBlank($0) || $0 == UInt8(ascii: "=") }
    guard let place = words.firstIndex(where: { MailBytes.areEqual($0, "helo") || MailBytes.areEqual($0, "ehlo") }),
      place + 1 < words.count
    else { return nil }
    return name(Array(words[place + 1]))
  }

  /// The last address in brackets: before it stands what the sender may have chosen; what it claims is none.
  private static func address(inComment comment: ArraySlice<UInt8>) -> IPAddress? {
    if let whole = address(comment) { return whole }
    var found: IPAddress?
    var rest = comment
    while let open = rest.firstIndex(of: UInt8(ascii: "[")) {
      guard let close = rest[open...].firstIndex(of: UInt8(ascii: "]")) else { break }
      let isClaim = MailBytes.areEqual(comment[..<open].suffix(5), "helo=")
      if !isClaim, let address = address(rest[(open + 1)..<close]) { found = address }
      rest = rest[(close + 1)...]
    }
    return found
  }

  private static func address(_ bytes: ArraySlice<UInt8>) -> IPAddress? {
    // The longest has 45 characters, and the tag IPv6: before it.
    guard bytes.count <= 64, var text = MailBytes.text(bytes) else { return nil }
    if text.lowercased().hasPrefix("ipv6:") { text = String(text.dropFirst(5)) }
    guard let address = try? IPAddress.parse(text) else { return nil }
    return address.mappedIPv4 ?? address
  }

  /// A server's name in lower case and without a final dot; nil for what can be none.
  static func name(_ bytes: [UInt8]) -> String? {
    guard bytes.count <= 255, var text = MailBytes.text(bytes) else { return nil }
    if text.hasSuffix(".") { text.removeLast() }
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x80 || !" \"()<>@,;\\[]".utf8.contains($0) }) else { return nil }
    return text.lowercased()
  }
}
