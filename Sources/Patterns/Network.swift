package import Values

/// An address and how many of its bits from the left name the network: `192.0.2.0/24`, or one address alone.
///
/// The address is kept as it was typed, host bits included, so that a check can see them. Put `cleared` into an index:
/// in sorted order a network then stands directly before everything that it contains.
package struct Network: Hashable, Sendable {
  package let address: IPAddress
  private let length: UInt8

  /// Makes a network; the length is held between 0 and the width of the address.
  package init(_ address: IPAddress, prefixLength: Int) {
    self.address = address
    length = UInt8(clamping: min(prefixLength, address.family.bitWidth))
  }

  /// How many bits from the left name the network: 0 to 32, or 0 to 128.
  package var prefixLength: Int { Int(length) }

  package var family: IPAddress.Family { address.family }

  /// Whether it holds exactly one address (`192.0.2.1`, `192.0.2.1/32`).
  package var isSingleAddress: Bool { prefixLength == family.bitWidth }

  /// Whether bits after the prefix are set, as in `192.0.2.9/24`.
  package var hasHostBits: Bool { address != address.prefix(prefixLength) }

  /// The same network with its host bits cleared: `192.0.2.0/24`.
  package var cleared: Network { Network(address.prefix(prefixLength), prefixLength: prefixLength) }

  /// The IPv4 network that an IPv4-mapped one stands for (`::ffff:192.0.2.0/120` is `192.0.2.0/24`), else nil.
  package var mappedIPv4: Network? {
    guard prefixLength >= 96, let inner = address.mappedIPv4 else { return nil }
    return Network(inner, prefixLength: prefixLength - 96)
  }

  package func contains(_ other: IPAddress) -> Bool {
    family == other.family && address.commonPrefixLength(with: other) >= prefixLength
  }

  package func contains(_ other: Network) -> Bool {
    prefixLength <= other.prefixLength && contains(other.address)
  }

  /// Whether some address is in both; two networks overlap only where one contains the other.
  package func overlaps(_ other: Network) -> Bool { contains(other) || other.contains(self) }
}

extension Network: Comparable {
  package static func < (first: Network, second: Network) -> Bool {
    first.address != second.address ? first.address < second.address : first.length < second.length
  }
}

extension Network: CustomStringConvertible {
  /// The canonical text: no slash for a single address, host bits as typed.
  package var description: String { isSingleAddress ? "\(address)" : "\(address)/\(prefixLength)" }
}

extension Network {
  /// Reads an address or CIDR notation (RFC 4632, RFC 4291); the number of bits is decimal, without leading zeros.
  package static func parse(_ text: String) throws(IPAddressProblem) -> Network {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      let address = try IPAddress.parse(text)
      return Network(address, prefixLength: address.family.bitWidth)
    }
    let address = try IPAddress.parse(text[..<slash])
    let bits = text[text.index(after: slash)...]
    guard !bits.isEmpty else { throw .prefixMissing }
    guard bits.utf8.allSatisfy(IPAddress.isDigit) else { throw suffixProblem(bits) }
    guard bits == "0" || bits.first != "0", bits.utf8.count <= 9, let length = Int(bits) else {
      throw .prefixNotANumber(String(bits.prefix(20)))
    }
    let limit = address.family.bitWidth
    guard length <= limit else { throw .prefixTooLong(length, limit: limit) }
    return Network(address, prefixLength: length)
  }

  private static func suffixProblem(_ suffix: Substring) -> IPAddressProblem {
    if suffix.contains("/") { return .severalSlashes }
    if suffix.contains(where: \.isWhitespace) { return .space }
    if (try? IPAddress.parse(suffix)) != nil { return .netmask(String(suffix)) }
    let shown = String(suffix.prefix(20))
    return suffix.contains(where: \.isLetter) && !suffix.contains(":") ? .path("/" + shown) : .prefixNotANumber(shown)
  }
}
