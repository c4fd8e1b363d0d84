import Values

extension MailMessage {
  /// Reads the header section of a message, as it stands in an `.eml` file.
  ///
  /// A sender can write any header, so only what a trusted server wrote tells of the connection and of
  /// authentication: the topmost Authentication-Results of such a server, and the topmost Received that one wrote.
  /// The envelope's sender is the topmost Return-Path. The recipients are those that the header names.
  package init(header bytes: ArraySlice<UInt8>, trusting servers: TrustedServers) {
    self.init()
    let section = HeaderSection(bytes)
    guard !section.isCut else {
      takeNothing(
        "Its header has more than is read: \(HeaderSection.mostBytes >> 10) kB, \(HeaderSection.mostFields) fields."
      )
      return
    }
    from = Self.addresses(of: section.values(of: "from"), "From")
    replyTo = Self.addresses(of: section.values(of: "reply-to"), "Reply-To")
    recipients = Self.addresses(of: section.values(of: "to") + section.values(of: "cc"), "To or Cc")
    if recipients == .notGiven { recipients = .untold("The header names no recipient.") }
    envelopeFrom = Self.returnPath(section.values(of: "return-path").first)
    passesAuthentication = Self.authentication(section.values(of: "authentication-results"), servers)
    takeConnection(section.values(of: "received"), servers)
  }

  private mutating func takeNothing(_ reason: String) {
    from = .untold(reason)
    envelopeFrom = .untold(reason)
    replyTo = .untold(reason)
    ip = .untold(reason)
    serverName = .untold(reason)
    recipients = .untold(reason)
    passesAuthentication = .untold(reason)
  }

  private static func addresses(of values: [[UInt8]], _ name: String) -> MailPart<[String]> {
    var addresses: [String] = []
    for value in values {
      let list = AddressList(value)
      guard list.isWhole else { return .untold("An address in its \(name) cannot be read.") }
      for address in list.addresses where !addresses.contains(address) { addresses.append(address) }
      guard addresses.count <= AddressList.mostAddresses else {
        return .untold("Its \(name) has more than \(AddressList.mostAddresses) addresses.")
      }
    }
    return addresses.isEmpty ? .notGiven : .given(addresses)
  }

  private static func returnPath(_ value: [UInt8]?) -> MailPart<String> {
    guard let value else { return .untold("It has no Return-Path.") }
    return AddressList.path(value).map(MailPart.given) ?? .untold("Its Return-Path cannot be read.")
  }

  private static let nobodyIsTrusted = "No server is trusted: name yours under trusted_servers in [mail]."

  private static func authentication(_ values: [[UInt8]], _ servers: TrustedServers) -> MailPart<Bool> {
    guard !servers.isEmpty else { return .untold(nobodyIsTrusted) }
    let trusted = values.lazy.compactMap(AuthenticationResults.init).first { servers.contains($0.server) }
    return trusted?.passes ?? .untold("It has no Authentication-Results of a trusted server.")
  }

  private mutating func takeConnection(_ values: [[UInt8]], _ servers: TrustedServers) {
    guard !servers.isEmpty else {
      (ip, serverName) = (.untold(Self.nobodyIsTrusted), .untold(Self.nobodyIsTrusted))
      return
    }
    let lines = values.lazy.map(ReceivedLine.init)
    guard let line = lines.first(where: { $0.writer.map(servers.contains) ?? false }) else {
      let reason = "It has no Received line that a trusted server wrote."
      (ip, serverName) = (.untold(reason), .untold(reason))
      return
    }
    ip = line.ip.map(MailPart.given) ?? .untold("The trusted server's Received line names no IP address.")
    serverName = line.serverName.map(MailPart.given) ?? .untold("The trusted server's Received line names no server.")
  }
}
