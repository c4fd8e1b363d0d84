import Languages
import Patterns
import Values

/// A question about patterns: which of them let in what is named here.
///
/// It is about patterns alone, whatever their flags: a policy that does nothing yet is found too.
package struct ReachQuestion: Hashable, Sendable {
  package enum Extent: Hashable, Sendable {
    /// All that is named: an address, every address at a domain, every address of a network.
    case all
    /// Anything at a domain or below it, or of a network.
    case any
  }

  package let extent: Extent
  /// Each is an alternative.
  package let named: [NamedSender]

  package init(_ extent: Extent, of named: [NamedSender]) {
    self.extent = extent
    self.named = named
  }

  /// Whether nothing of a domain, or of what is below it, is beside what is named.
  func includes(_ domain: HostName) -> Bool {
    named.contains {
      if case .domain(let own) = $0.kind { domain == own || domain.isSubdomain(of: own) } else { false }
    }
  }

  func includes(_ network: Network) -> Bool {
    named.contains { if case .network(let own) = $0.kind { own.contains(network) } else { false } }
  }

  /// All texts that are named; nil where they cannot be told, as those of an IPv6 network.
  var texts: Language? {
    var texts = Language.none
    for sender in named {
      guard let own = sender.texts, let both = try? texts.union(own) else { return nil }
      texts = both
    }
    return texts
  }
}

/// Whom a person names: an address, a domain, an IP address or a network.
package struct NamedSender: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case address(EmailAddress)
    case domain(HostName)
    /// One IP address is a network too.
    case network(Network)
  }

  let kind: Kind

  /// Nil for what is none of them, such as the beginning of an address.
  package init?(_ text: String) {
    if let network = try? Network.parse(text) {
      kind = .network(network.cleared)
    } else if let address = try? EmailAddress.parse(text) {
      kind = .address(address)
    } else if let name = try? HostName.parse(text.hasPrefix("@") ? String(text.dropFirst()) : text) {
      kind = .domain(name)
    } else {
      return nil
    }
  }

  /// All texts by which a policy may let it in; nil where they cannot be told.
  var texts: Language? {
    switch kind {
    case .address(let address): try? Language.text("\(address)").caseless()
    case .domain(let name): Self.texts(atOrBelow: name)
    case .network(let network): PolicyReach.language(of: network)
    }
  }

  /// The addresses at a domain and below it, and the names of its servers.
  static func texts(atOrBelow name: HostName) -> Language? {
    guard let names = try? Language.domain(name.ascii, subdomains: true) else { return nil }
    return try? MailTexts.addresses(at: names)?.union(names)
  }
}
