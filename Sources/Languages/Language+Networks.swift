/// Languages of the texts of IP addresses.
extension Language {
  /// IPv4 addresses in their usual spelling: four numbers from 0 to 255, without leading zeros.
  package static let ipv4Texts = built("\(octet)(\\.\(octet)){3}", caseless: false)

  /// IPv6 addresses in lower case, without leading zeros in a group, a run of zero groups written in full or as `::`.
  ///
  /// Some addresses have several such texts. Those that end in an IPv4 address are not among them.
  package static let ipv6Texts: Language = {
    let group = "(?:0|[1-9a-f][0-9a-f]{0,3})"
    // A `::` stands for two groups at least.
    var forms = ["\(group)(?::\(group)){7}"]
    for before in 0...6 {
      let first = before == 0 ? "" : "\(group)(?::\(group)){\(before - 1)}"
      for after in 0...6 - before {
        let last = after == 0 ? "" : "\(group)(?::\(group)){\(after - 1)}"
        forms.append("\(first)::\(last)")
      }
    }
    return built(forms.joined(separator: "|"), caseless: false)
  }()

  private static let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"

  /// The texts of the addresses of an IPv4 network: `bits` is its address, of which the first `prefixLength` count.
  package static func ipv4Texts(network bits: UInt32, prefixLength: Int) -> Language {
    let octets = (0..<4).map { place -> String in
      let fixed = min(8, max(0, prefixLength - place * 8))
      guard fixed > 0 else { return octet }
      let size = 1 << UInt32(8 - fixed)
      let number = Int(bits >> UInt32(24 - place * 8) & 0xff)
      let first = number / size * size
      return "(?:" + (first..<first + size).map { "\($0)" }.joined(separator: "|") + ")"
    }
    return built(octets.joined(separator: "\\."), caseless: false)
  }
}
