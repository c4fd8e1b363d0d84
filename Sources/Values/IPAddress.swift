/// An IPv4 or IPv6 address in two machine words.
///
/// Bits are counted from the left and stored left-aligned: bit 0 of `192.0.2.1` is the top bit of `high`, and an IPv4
/// address leaves everything after bit 31 zero. So one piece of code masks and compares both families, and the order
/// (IPv4 first, then by bits) is the order that a sorted or radix index needs.
package struct IPAddress: Hashable, Sendable {
  /// The version of the Internet protocol that an address belongs to.
  package enum Family: UInt8, Hashable, Sendable {
    case v4 = 4
    case v6 = 6

    /// How many bits an address of this family has: 32 or 128.
    package var bitWidth: Int { self == .v4 ? 32 : 128 }
  }

  package let high: UInt64
  package let low: UInt64
  package let family: Family

  package init(v4 bits: UInt32) {
    high = UInt64(bits) << 32
    low = 0
    family = .v4
  }

  package init(v6High high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
    family = .v6
  }

  package init(high: UInt64, low: UInt64, family: Family) {
    self.high = high
    self.low = low
    self.family = family
  }

  /// The 32 bits of an IPv4 address; nil for IPv6.
  package var v4Bits: UInt32? { family == .v4 ? UInt32(truncatingIfNeeded: high >> 32) : nil }

  /// The IPv4 address inside an IPv4-mapped IPv6 address (`::ffff:0:0/96`, RFC 4291 section 2.5.5.2), else nil.
  package var mappedIPv4: IPAddress? {
    guard family == .v6, high == 0, low >> 32 == 0xffff else { return nil }
    return IPAddress(v4: UInt32(truncatingIfNeeded: low))
  }

  /// The bit at a position counted from the left, for walking a radix tree; false past the end of the address.
  package func bit(_ position: Int) -> Bool {
    switch position {
    case 0..<64: high >> UInt64(63 - position) & 1 == 1
    case 64..<128: low >> UInt64(127 - position) & 1 == 1
    default: false
    }
  }

  /// How many bits from the left are equal in both addresses; 0 where the families differ.
  package func commonPrefixLength(with other: IPAddress) -> Int {
    guard family == other.family else { return 0 }
    let difference = high ^ other.high
    let equal = difference != 0 ? difference.leadingZeroBitCount : 64 + (low ^ other.low).leadingZeroBitCount
    return min(equal, family.bitWidth)
  }

  /// Whether every bit after the first `length` is set, as in the last address of a network.
  package func endsNetwork(of length: Int) -> Bool {
    let isV4 = family == .v4
    let flipped = IPAddress(high: ~high & (isV4 ? .max << 32 : .max), low: isV4 ? 0 : ~low, family: family)
    return flipped == flipped.prefix(length)
  }

  /// The address with every bit after the first `length` cleared.
  package func prefix(_ length: Int) -> IPAddress {
    IPAddress(
      high: high & IPAddress.mask(length),
      low: low & IPAddress.mask(length - 64),
      family: family
    )
  }

  /// A word whose top `length` bits are set, for any length, negative or past 64 too.
  package static func mask(_ length: Int) -> UInt64 {
    guard length > 0 else { return 0 }
    return length >= 64 ? .max : ~(.max >> UInt64(length))
  }
}

extension IPAddress: Comparable {
  package static func < (first: IPAddress, second: IPAddress) -> Bool {
    if first.family != second.family { return first.family == .v4 }
    return first.high != second.high ? first.high < second.high : first.low < second.low
  }
}
