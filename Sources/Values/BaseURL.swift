/// The address of an API, in the one spelling by which accounts are told apart.
///
/// `https` to anywhere; plain `http` only to this machine, because the token would travel with it for all to read.
package struct BaseURL: Hashable, Sendable {
  /// Scheme and host in lower case, without the scheme's own port and without a slash at the end.
  package let text: String
  /// Whether it leads to this machine: `localhost`, 127.0.0.0/8 or `::1`.
  package let isLoopback: Bool
  /// A name or an address, IPv6 in its brackets.
  package let host: String
  /// The port that is asked for, named in the text or not.
  package let port: Int

  /// The host and, where it is not the scheme's own, the port: what messages name.
  package var authority: String {
    let rest = text.drop { $0 != "/" }.dropFirst(2)
    return String(rest.prefix { $0 != "/" })
  }

  /// Cloudflare's own.
  package static let live = BaseURL(
    text: "https://api.cloudflare.com/client/v4",
    isLoopback: false,
    host: "api.cloudflare.com",
    port: 443
  )

  /// Why a text is not such an address, as one sentence.
  package struct Refusal: Error, Hashable, Sendable {
    package let what: String
  }

  private init(text: String, isLoopback: Bool, host: String, port: Int) {
    self.text = text
    self.isLoopback = isLoopback
    self.host = host
    self.port = port
  }

  package init(_ text: String) throws(Refusal) {
    guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") }) else {
      throw Refusal(what: "An address has no blanks, backslashes or characters outside ASCII.")
    }
    let isHTTPS = text.lowercased().hasPrefix("https://")
    guard isHTTPS || text.lowercased().hasPrefix("http://") else {
      throw Refusal(what: "An address begins with https://, or with http:// for this machine.")
    }
    guard !text.contains("?"), !text.contains("#") else {
      throw Refusal(what: "An address has no ? and no # here: paths are added to it.")
    }
    let rest = text.dropFirst(isHTTPS ? 8 : 7)
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else {
      throw Refusal(what: "A name and a password do not belong into an address.")
    }
    let (host, port) = try Self.split(authority)
    let loopback = Self.loopback(host)
    guard isHTTPS || loopback != nil else {
      throw Refusal(
        what: "Plain http is taken only to this machine (127.0.0.0/8, [::1], localhost): it would show the token."
      )
    }
    var path = rest.dropFirst(authority.count)
    while path.last == "/" { path.removeLast() }
    guard !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      throw Refusal(what: "An address has no . or .. in its path.")
    }
    let shownPort = port == (isHTTPS ? 443 : 80) ? "" : port.map { ":\($0)" } ?? ""
    self.init(
      text: "\(isHTTPS ? "https" : "http")://\(loopback ?? host)\(shownPort)\(path)",
      isLoopback: loopback != nil,
      host: loopback ?? host,
      port: port ?? (isHTTPS ? 443 : 80)
    )
  }

  /// Takes `host:port` apart; the host in lower case, IPv6 in its brackets.
  private static func split(_ authority: Substring) throws(Refusal) -> (host: String, port: Int?) {
    var host = authority
    var port: Substring?
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { throw Refusal(what: "The bracket [ is not closed.") }
      host = authority[...end]
      let tail = authority[authority.index(after: end)...]
      guard tail.isEmpty || tail.first == ":" else { throw Refusal(what: "After ] only a port can stand.") }
      port = tail.isEmpty ? nil : tail.dropFirst()
      guard address6(host) != nil else { throw Refusal(what: "Between [ and ] stands no IPv6 address.") }
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    let isName = host.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    guard !host.isEmpty, host.first == "[" || isName else { throw Refusal(what: "The address has no host name.") }
    guard let port else { return (host.lowercased(), nil) }
    guard let number = Int(port), 1...65535 ~= number, port.allSatisfy(\.isNumber) else {
      throw Refusal(what: "The port is not a number from 1 to 65535.")
    }
    return (host.lowercased(), number)
  }

  /// The usual spelling of a host that is this machine; nil for any other.
  ///
  /// IPv4 only as four plain numbers: `127.1` and `0177.0.0.1` mean different hosts to different programs.
  private static func loopback(_ host: String) -> String? {
    if host == "localhost" { return host }
    if let address = address6(host[...]) { return address.high == 0 && address.low == 1 ? "[::1]" : nil }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts.first == "127", parts.allSatisfy({ UInt8($0).map(String.init) == String($0) })
    else { return nil }
    return host
  }

  /// The IPv6 address in brackets.
  private static func address6(_ host: Substring) -> IPAddress? {
    guard host.first == "[", host.last == "]", let address = try? IPAddress.parse(String(host.dropFirst().dropLast()))
    else {
      return nil
    }
    return address.family == .v6 ? address : nil
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      false
    }
  }
}
