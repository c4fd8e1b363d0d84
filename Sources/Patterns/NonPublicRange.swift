import Values

/// A range of addresses that the API refuses in a policy.
package struct NonPublicRange: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case `private`
    case uniqueLocal
    case loopback
    case linkLocal
    case unspecified
    case broadcast

    /// The words for a message.
    package var name: String {
      switch self {
      case .uniqueLocal: "unique-local"
      case .linkLocal: "link-local"
      case .private, .loopback, .unspecified, .broadcast: rawValue
      }
    }
  }

  package let kind: Kind
  /// The range itself; for a mapped form the IPv6 network under `::ffff:0:0/96`.
  package let network: Network
  /// Whether this is the IPv4-mapped IPv6 form of an IPv4 range.
  package let isMapped: Bool

  /// Every range, IPv4 first, then the mapped forms, then IPv6.
  package static let all: [NonPublicRange] =
    v4.map { NonPublicRange(kind: $0.0, network: $0.1, isMapped: false) }
    + v4.map { NonPublicRange(kind: $0.0, network: mapped($0.1), isMapped: true) }
    + v6.map { NonPublicRange(kind: $0.0, network: $0.1, isMapped: false) }

  /// RFC 1918, RFC 1122 (loopback, unspecified), RFC 3927, RFC 919.
  private static let v4: [(Kind, Network)] = [
    (.private, Network(IPAddress(v4: 0x0a00_0000), prefixLength: 8)),
    (.private, Network(IPAddress(v4: 0xac10_0000), prefixLength: 12)),
    (.private, Network(IPAddress(v4: 0xc0a8_0000), prefixLength: 16)),
    (.loopback, Network(IPAddress(v4: 0x7f00_0000), prefixLength: 8)),
    (.linkLocal, Network(IPAddress(v4: 0xa9fe_0000), prefixLength: 16)),
    (.unspecified, Network(IPAddress(v4: 0), prefixLength: 32)),
    (.broadcast, Network(IPAddress(v4: .max), prefixLength: 32)),
  ]

  /// RFC 4193, and RFC 4291 for the others.
  private static let v6: [(Kind, Network)] = [
    (.uniqueLocal, Network(IPAddress(v6High: 0xfc00 << 48, low: 0), prefixLength: 7)),
    (.linkLocal, Network(IPAddress(v6High: 0xfe80 << 48, low: 0), prefixLength: 10)),
    (.loopback, Network(IPAddress(v6High: 0, low: 1), prefixLength: 128)),
    (.unspecified, Network(IPAddress(v6High: 0, low: 0), prefixLength: 128)),
  ]

  private static func mapped(_ network: Network) -> Network {
    let low = 0xffff_0000_0000 | network.address.high >> 32
    return Network(IPAddress(v6High: 0, low: low), prefixLength: network.prefixLength + 96)
  }
}

extension Network {
  /// How a network touches a range that is not public.
  package enum NonPublicOverlap: Hashable, Sendable {
    case inside(NonPublicRange)
    case covers(NonPublicRange)

    package var range: NonPublicRange {
      switch self {
      case .inside(let range), .covers(let range): range
      }
    }

    /// A clause for a message: "it lies inside the private range 10.0.0.0/8".
    package var description: String {
      let form = range.isMapped ? "IPv4-mapped " : ""
      return switch self {
      case .inside: "it lies inside the \(form)\(range.kind.name) range \(range.network)"
      case .covers: "it covers the \(form)\(range.kind.name) range \(range.network)"
      }
    }
  }

  /// The ranges that are not public and that this network lies inside or covers, in the order of `NonPublicRange.all`.
  package var nonPublicRanges: [NonPublicOverlap] {
    NonPublicRange.all.compactMap { range in
      if range.network.contains(self) { return .inside(range) }
      return contains(range.network) ? .covers(range) : nil
    }
  }

  /// The first of `nonPublicRanges`, which is enough to refuse the network.
  package var nonPublicRange: NonPublicOverlap? { nonPublicRanges.first }
}
