import Foundation

/// The hosts to which the way is direct, as `NO_PROXY` lists them.
///
/// The list has commas or blanks between its entries. `*` is every host; a name is that host and all below it, with or
/// without a dot in front; an address is that address, and one with `/` and a number is a network. A port narrows an
/// entry to it. An entry that means nothing here is left alone: other programs read the same list.
struct ProxyExceptions: Sendable {
  private let entries: [Substring]

  init(_ list: String) {
    entries = list.lowercased().split { $0 == "," || $0.isWhitespace }
  }

  /// Whether the way to this host is direct; it always is to this machine itself.
  func cover(host: String, port: Int) -> Bool {
    let host = HostAndPort.unbracketed(host[...]).lowercased()
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    let address = IPAddress(name)
    if name == "localhost" || name.hasSuffix(".localhost") || address?.isLoopback == true { return true }
    return entries.contains { entry in
      if entry == "*" { return true }
      if let address, let network = IPNetwork(entry) { return network.contains(address) }
      guard let place = HostAndPort(entry) else { return false }
      if let only = place.port, only != port { return false }
      if let address { return IPAddress(place.host) == address }
      let suffix = place.host.drop { $0 == "." }
      let wanted = suffix.hasSuffix(".") ? suffix.dropLast() : suffix
      return !wanted.isEmpty && (name == wanted || name.hasSuffix(".\(wanted)"))
    }
  }
}
