import Glibc

/// Which addresses and networks the API takes as an IP pattern.
///
/// It takes IPv4, IPv6 and CIDR, and rejects what is not public: private, unique-local, loopback, link-local, unspecified
/// and broadcast addresses, and their IPv4-mapped IPv6 forms. A network is rejected when it shares an address with one
/// of these; how Cloudflare judges a network that merely contains one is not documented.
enum AddressRules {
  /// Why a pattern is refused.
  enum Objection: Equatable {
    case malformed
    case notPublic
  }

  /// Gives the objection to an IP pattern, or nil when it is taken.
  static func objection(to pattern: String) -> Objection? {
    guard let network = Prefix(pattern) else { return .malformed }
    return notPublic.contains(where: network.overlaps) ? .notPublic : nil
  }

  /// A run of leading bits; IPv4 is held in its IPv4-mapped IPv6 form, so that both are compared in one way.
  private struct Prefix {
    var bytes: [UInt8]
    var length: Int

    init?(_ text: String) {
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      let address = String(parts[0])
      guard let (bytes, mapped) = Self.parse(address) else { return nil }
      let longest = mapped ? 32 : 128
      var length = longest
      if parts.count == 2 {
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
          let given = Int(parts[1]), given <= longest
        else { return nil }
        length = given
      }
      self.bytes = bytes
      self.length = mapped ? 96 + length : length
    }

    func overlaps(_ other: Prefix) -> Bool {
      let common = min(length, other.length)
      let whole = common / 8
      guard bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
      let rest = common % 8
      guard rest > 0 else { return true }
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
      return bytes[whole] & mask == other.bytes[whole] & mask
    }

    private static func parse(_ text: String) -> (bytes: [UInt8], isVersion4: Bool)? {
      var four = [UInt8](repeating: 0, count: 4)
      if inet_pton(AF_INET, text, &four) == 1 {
        return ([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + four, true)
      }
      var six = [UInt8](repeating: 0, count: 16)
      return inet_pton(AF_INET6, text, &six) == 1 ? (six, false) : nil
    }
  }

  private static let notPublic: [Prefix] = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
    "127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/32", "255.255.255.255/32",
    "fc00::/7", "::1/128", "fe80::/10", "::/128",
  ].compactMap { Prefix($0) }
}
