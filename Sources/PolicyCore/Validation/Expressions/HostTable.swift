import Languages
import Patterns

/// Some hosts, as a table and as a language of the addresses there.
struct HostTable: Sendable {
  let hosts: Set<String>
  /// Whether the names below them are meant too.
  let includesBelow: Bool
  private let byDomain: [String: [String]]
  private let addresses: Language

  init(_ hosts: Set<String>, includesBelow: Bool) {
    self.hosts = hosts
    self.includesBelow = includesBelow
    byDomain = Dictionary(grouping: hosts.sorted()) { PublicSuffix.registrableDomain(of: $0) ?? $0 }
    addresses = hosts.reduce(.none) { known, host in
      let own = try? Language.addresses(at: Self.names(of: host, includesBelow))
      return own.flatMap { try? known.union($0, within: .wide) } ?? known
    }
  }

  /// Those whose registered name is one of these, in the order of the alphabet.
  func hosts(under domains: [OpenedDomains.Domain]) -> [String] {
    domains.flatMap { byDomain[$0.name] ?? [] }.sorted()
  }

  func meets(_ language: Language) -> Bool { (try? language.intersects(addresses)) ?? true }

  func names(of host: String) -> Language { Self.names(of: host, includesBelow) }

  private static func names(of host: String, _ includesBelow: Bool) -> Language {
    (try? Language.domain(host, subdomains: includesBelow)) ?? .none
  }

  static let consumerMailboxes = HostTable(DomainTables.consumerMailboxes, includesBelow: false)
  static let sharedServices = HostTable(DomainTables.sharedServices, includesBelow: true)
}
