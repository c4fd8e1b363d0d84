extension IPAddress {
  /// Reads one address as strictly as `inet_pton`: four decimal parts without leading zeros, or RFC 4291 text for IPv6.
  ///
  /// The forms that older C functions also take (octal parts, `10.1`, zone ids) are refused, each by name, because two
  /// programs would read two different addresses.
  package static func parse(_ text: String) throws(IPAddressProblem) -> IPAddress {
    try parse(Substring(text))
  }

  package static func parse(_ text: Substring) throws(IPAddressProblem) -> IPAddress {
    if let bits = plainV4(text.utf8) { return IPAddress(v4: bits) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(40)
    bytes.append(contentsOf: text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else { throw .space }
    guard bytes.first != UInt8(ascii: "[") else { throw .brackets }
    return bytes.contains(UInt8(ascii: ":")) ? try parseV6(bytes[...], in: text) : try parseV4(bytes[...], in: text)
  }

  /// The quick way for a good IPv4 address; nil means only that a closer look is needed.
  private static func plainV4(_ bytes: Substring.UTF8View) -> UInt32? {
    var bits: UInt32 = 0
    var part: UInt32 = 0
    var digits = 0
    var dots = 0
    for byte in bytes {
      if isDigit(byte) {
        guard digits == 0 || part != 0 else { return nil }
        part = part * 10 + UInt32(byte - UInt8(ascii: "0"))
        digits += 1
        guard part <= 255 else { return nil }
      } else {
        guard byte == UInt8(ascii: "."), digits > 0, dots < 3 else { return nil }
        bits = bits << 8 | part
        (part, digits, dots) = (0, 0, dots + 1)
      }
    }
    return dots == 3 && digits > 0 ? bits << 8 | part : nil
  }

  private static func parseV6(_ bytes: ArraySlice<UInt8>, in text: Substring) throws(IPAddressProblem) -> IPAddress {
    if let percent = text.firstIndex(of: "%") { throw .zone(String(text[text.index(after: percent)...].prefix(20))) }
    if let (address, port) = splitPort(text) {
      if (try? parse(address)) != nil { throw .port(String(port)) }
    }
    var reader = IPv6Reader()
    try reader.read(bytes)
    return try reader.address()
  }

  /// `203.0.113.9:25`, split at its only colon.
  private static func splitPort(_ text: Substring) -> (address: Substring, port: Substring)? {
    guard let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon else { return nil }
    let port = text[text.index(after: colon)...]
    guard !port.isEmpty, port.utf8.allSatisfy(isDigit) else { return nil }
    return (text[..<colon], port)
  }

  package static func parseV4(
    _ bytes: ArraySlice<UInt8>,
    in text: Substring
  ) throws(IPAddressProblem) -> IPAddress {
    guard bytes.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }) else {
      throw text.contains(where: \.isWhitespace) ? .space : .notAnAddress
    }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 4 else { throw .tooManyOctets(parts.count) }
    var bits: UInt32 = 0
    for part in parts {
      guard let first = part.first else { throw .emptyOctet }
      guard part.count == 1 || first != UInt8(ascii: "0") else { throw .octalLooking(shown(part)) }
      guard part.count <= 3 else { throw parts.count == 4 ? .octetTooLarge(shown(part)) : .notAnAddress }
      let value = part.reduce(0 as UInt32) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
      guard value <= 255 else { throw parts.count == 4 ? .octetTooLarge(shown(part)) : .notAnAddress }
      bits = bits << 8 | value
    }
    guard parts.count == 4 else { throw parts.count == 1 ? .notAnAddress : .shorthand(parts: parts.count) }
    return IPAddress(v4: bits)
  }

  package static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  /// A part for a message: short, whatever was pasted.
  package static func shown(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix(20), as: UTF8.self) }
}

/// Reads the groups of an IPv6 address from left to right.
private struct IPv6Reader {
  private var groups: [UInt16] = []
  /// How many groups stood before the `::`.
  private var compressedAt: Int?

  mutating func read(_ bytes: ArraySlice<UInt8>) throws(IPAddressProblem) {
    let colon = UInt8(ascii: ":")
    var parts = bytes.split(separator: colon, omittingEmptySubsequences: false)
    // "::" at either end leaves two empty parts there; one of them belongs to the end, not to the gap.
    if parts.first?.isEmpty == true {
      guard parts.count > 2, parts[1].isEmpty else { throw .danglingColon }
      parts.removeFirst()
    }
    if parts.last?.isEmpty == true, parts.count > 1 {
      guard parts[parts.count - 2].isEmpty else { throw .danglingColon }
      parts.removeLast()
    }
    for (index, part) in parts.enumerated() {
      if part.isEmpty {
        guard compressedAt == nil else { throw .compressedTwice }
        compressedAt = groups.count
      } else if index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        try appendV4(part)
      } else {
        try appendGroup(part)
      }
    }
  }

  private mutating func appendV4(_ part: ArraySlice<UInt8>) throws(IPAddressProblem) {
    let text = String(decoding: part, as: UTF8.self)
    guard let bits = try IPAddress.parseV4(part, in: Substring(text)).v4Bits else { throw .notAnAddress }
    groups.append(UInt16(truncatingIfNeeded: bits >> 16))
    groups.append(UInt16(truncatingIfNeeded: bits))
  }

  private mutating func appendGroup(_ part: ArraySlice<UInt8>) throws(IPAddressProblem) {
    var value: UInt32 = 0
    for byte in part.prefix(5) {
      guard let digit = IPv6Reader.hexadecimal(byte) else { throw .notHexadecimal(IPAddress.shown(part)) }
      value = value << 4 | digit
    }
    guard part.count <= 4 else { throw .groupTooLong(IPAddress.shown(part)) }
    groups.append(UInt16(truncatingIfNeeded: value))
  }

  func address() throws(IPAddressProblem) -> IPAddress {
    var whole = groups
    if let gap = compressedAt {
      guard groups.count <= 8 else { throw .groupCount(groups.count) }
      guard groups.count < 8 else { throw .nothingCompressed }
      whole.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard whole.count == 8 else { throw .groupCount(whole.count) }
    return IPAddress(
      v6High: whole[..<4].reduce(0) { $0 << 16 | UInt64($1) },
      low: whole[4...].reduce(0) { $0 << 16 | UInt64($1) }
    )
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
