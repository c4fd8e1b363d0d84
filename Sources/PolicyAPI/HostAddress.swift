import Foundation

/// A host and the port behind it, if there is one: `example.org:443`, `[::1]:80`, `::1`.
struct HostAndPort {
  /// Without brackets.
  let host: String
  let port: Int?

  /// Gives nil where what stands behind the host is not a port.
  init?(_ text: Substring) {
    let isBare = text.first != "[" && text.count(where: { $0 == ":" }) > 1
    guard !isBare, let colon = text.lastIndex(of: ":"), text.last != "]" else {
      host = String(Self.unbracketed(text))
      port = nil
      return
    }
    let digits = text[text.index(after: colon)...]
    guard let number = Int(digits), 1...65535 ~= number, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
      return nil
    }
    host = String(Self.unbracketed(text[..<colon]))
    port = number
  }

  static func unbracketed(_ text: Substring) -> Substring {
    text.first == "[" && text.last == "]" ? text.dropFirst().dropLast() : text
  }
}

/// An IPv4 or IPv6 address by its bytes, so that it has one spelling.
struct IPAddress: Hashable {
  let bytes: [UInt8]

  init?(_ text: some StringProtocol) {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, String(text), &bytes) == 1 {
      self.bytes = Array(bytes.prefix(4))
    } else if inet_pton(AF_INET6, String(text), &bytes) == 1 {
      self.bytes = bytes
    } else {
      return nil
    }
  }

  var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
  }
}

/// A network such as `10.0.0.0/8` or `fd00::/8`.
struct IPNetwork {
  private let address: IPAddress
  private let length: Int

  init?(_ text: Substring) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(HostAndPort.unbracketed(parts[0])), let length = Int(parts[1]),
      0...(address.bytes.count * 8) ~= length
    else { return nil }
    self.address = address
    self.length = length
  }

  func contains(_ other: IPAddress) -> Bool {
    guard other.bytes.count == address.bytes.count else { return false }
    return zip(address.bytes, other.bytes).enumerated().allSatisfy { index, pair in
      let bits = min(8, max(0, length - index * 8))
      return (pair.0 ^ pair.1) >> (8 - bits) == 0
    }
  }
}
