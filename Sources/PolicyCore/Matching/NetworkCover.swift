import Patterns
import Policies
import Values

extension PolicySet {
  /// The first address of a network that no policy for networks grants as much as is asked for; nil if all are granted.
  ///
  /// Several smaller networks can cover one together. One policy does not count; `others` count with the policies.
  func uncovered(
    in network: Network,
    granting level: Grants,
    besides place: Place,
    and others: [Network]
  ) -> IPAddress? {
    var inside = others.filter { network.contains($0) }
    var isCovered = others.contains { $0.contains(network) }
    _ = rows(besides: place) { index, isThere, _ in
      for wider in index.networks.containers(of: network) + [network.cleared] {
        isCovered = isCovered || index.bucket(under: .network(wider))?.grants(level, where: isThere) == true
      }
      guard !isCovered else { return }
      for row in index.networks.rows(inside: network)
      where isThere(row) && index.grants[row].certainlyGrant(level) {
        if let inner = PolicyReach(index.members.fields(at: row)).network { inside.append(inner) }
      }
    }
    return isCovered ? nil : network.firstAddress(outside: inside)
  }
}

extension Network {
  /// The first of its addresses that is in none of some networks inside it.
  fileprivate func firstAddress(outside inside: [Network]) -> IPAddress? {
    var next = cleared.address
    for inner in inside.sorted() {
      if next < inner.cleared.address { return next }
      guard inner.contains(next) else { continue }
      // Past the last address of all there is none to be outside.
      guard let following = inner.following, contains(following) else { return nil }
      next = following
    }
    return next
  }

  /// The first address behind it.
  private var following: IPAddress? {
    let bits = UInt128(address.prefix(prefixLength).high) << 64 | UInt128(address.prefix(prefixLength).low)
    // Bits are aligned to the left: a network of no bits holds every address.
    guard prefixLength > 0 else { return nil }
    let (next, isPast) = bits.addingReportingOverflow(1 << UInt128(128 - prefixLength))
    guard !isPast else { return nil }
    return IPAddress(
      high: UInt64(truncatingIfNeeded: next >> 64),
      low: UInt64(truncatingIfNeeded: next),
      family: family
    )
  }
}
