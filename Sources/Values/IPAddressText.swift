extension IPAddress: CustomStringConvertible {
  /// The canonical text: four decimal parts, or RFC 5952 for IPv6.
  ///
  /// Lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`, and the
  /// last 32 bits of an IPv4-mapped address in decimal.
  package var description: String {
    if let bits = v4Bits { return IPAddress.decimal(bits) }
    if let bits = mappedIPv4?.v4Bits { return "::ffff:" + IPAddress.decimal(bits) }
    let groups = (0..<8).map { index in
      UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(16 * (3 - index % 4)))
    }
    guard let gap = IPAddress.longestZeroRun(groups) else { return IPAddress.hexadecimal(groups[...]) }
    return IPAddress.hexadecimal(groups[..<gap.lowerBound]) + "::" + IPAddress.hexadecimal(groups[gap.upperBound...])
  }

  private static func decimal(_ bits: UInt32) -> String {
    "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
  }

  private static func hexadecimal(_ groups: ArraySlice<UInt16>) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
    var best = 0..<0
    var start: Int?
    for index in 0...groups.count {
      if index < groups.count, groups[index] == 0 {
        start = start ?? index
      } else if let first = start {
        if index - first > best.count { best = first..<index }
        start = nil
      }
    }
    return best.count >= 2 ? best : nil
  }
}
