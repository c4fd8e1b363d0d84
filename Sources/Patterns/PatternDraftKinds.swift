import Values

extension PatternDraft {
  // MARK: - An address

  mutating func becomeEmail() {
    if let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close {
      change(to: text[text.index(after: open)..<close], .displayName)
      unwrap()
    }
    if text.prefix(7).lowercased() == "mailto:" {
      change(to: text.dropFirst(7).prefix { $0 != "?" }, .mailto)
    }
    unwrap()
    guard let at = text.lastIndex(of: "@") else { return }
    var local = String(text[..<at])
    var domain = PatternDraft(String(text[text.index(after: at)...]))
    if local.last != "\"" { local = local.trimmed }
    domain.change(to: domain.text.trimmed, .innerSpace)
    change(to: local + text[at...], .innerSpace)
    domain.replaceFullStops()
    domain.dropTrailingDots()
    domain.lowerCase()
    take(domain, as: local + "@" + domain.text)
  }

  // MARK: - A domain

  mutating func becomeDomain() {
    let before = text
    dropScheme()
    let wasLink = before != text
    dropPath()
    if wasLink, let at = text.lastIndex(of: "@") { change(to: text[text.index(after: at)...], .userInfo) }
    dropPort()
    if text.hasPrefix("*@") { change(to: text.dropFirst(), .wildcard) }
    if text.hasPrefix("@") { change(to: text.dropFirst(), .leadingAt) }
    if text.hasPrefix("*.") { change(to: text.dropFirst(2), .wildcard) }
    if text.hasPrefix(".") { change(to: text.dropFirst(), .leadingDot) }
    replaceFullStops()
    dropTrailingDots()
    lowerCase()
  }

  mutating func replaceFullStops() {
    let replaced = text.unicodeScalars.map { HostName.otherFullStops.contains($0) ? "." : $0 }
    change(to: String(String.UnicodeScalarView(replaced)), .fullStop)
  }

  // MARK: - An address or network of the Internet protocol

  mutating func becomeNetwork() {
    let before = text
    dropScheme()
    // After a scheme a slash begins a path; without one it may begin the length of a network.
    if before != text { dropPath() }
    change(to: text.filter { !$0.isWhitespace }, .innerSpace)
    if text.prefix(5).lowercased() == "ipv6:" { change(to: text.dropFirst(5), .label) }
    // A name may end in a dot, an address may not: here the dot ended a sentence.
    dropTrailingDots(.trailingPunctuation)
    if text.first == "[", let close = text.lastIndex(of: "]") {
      if text[close...].dropFirst().first == ":" { dropPort() }
      change(to: text.dropFirst().filter { $0 != "]" }, .brackets)
    } else if text.contains("."), text.filter({ $0 == ":" }).count == 1 {
      dropPort()
    }
    if text.contains(":"), let percent = text.firstIndex(of: "%") { change(to: text[..<percent], .zone) }
    if text.prefix(5).lowercased() == "ipv6:" { change(to: text.dropFirst(5), .label) }
    replaceNetmask()
    replaceRange()
    replaceShorthand()
    dropLeadingZeros()
    guard let network = try? Network.parse(text), network.family == .v6 else { return }
    let length = text.firstIndex(of: "/").map { String(text[$0...]) } ?? ""
    if text.contains(where: \.isUppercase) { lowerCase() }
    change(to: "\(network.address)" + length, .longForm)
  }

  /// `40.92.0.0-40.93.255.255`, where it is one network.
  private mutating func replaceRange() {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = try? IPAddress.parse(ends[0]), let last = try? IPAddress.parse(ends[1]),
      first.family == last.family
    else { return }
    let network = Network(first, prefixLength: first.commonPrefixLength(with: last))
    guard !network.hasHostBits, last.endsNetwork(of: network.prefixLength) else { return }
    change(to: "\(network)", .range)
  }

  /// `195.235.39` and `195.235.39.*`, which other programs take for a network.
  private mutating func replaceShorthand() {
    let whole = text.split(separator: ".", omittingEmptySubsequences: false)
    let parts = whole.prefix { $0 != "*" }
    // `10.1` alone is an address to programs of an older kind.
    guard parts.count == 3 || (parts.count == 2 && parts.count < whole.count),
      whole[parts.count...].allSatisfy({ $0 == "*" }), whole.count <= 4,
      parts.allSatisfy({ part in part.utf8.allSatisfy(IPAddress.isDigit) && UInt8(part) != nil })
    else { return }
    let padded = parts.map(String.init) + Array(repeating: "0", count: 4 - parts.count)
    guard (try? IPAddress.parse(padded.joined(separator: "."))) != nil else { return }
    change(to: padded.joined(separator: ".") + "/\(parts.count * 8)", .shorthand)
  }

  /// `098.194.161.100`: where no program can take a part for octal, it can only be decimal.
  private mutating func dropLeadingZeros() {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let odd = parts.filter { $0.count > 1 && $0.first == "0" }
    guard parts.count == 4, !odd.isEmpty, odd.allSatisfy({ $0.contains("8") || $0.contains("9") }) else { return }
    change(to: parts.map { String($0.drop { $0 == "0" }) }.joined(separator: "."), .leadingZeros)
  }

  private mutating func replaceNetmask() {
    guard let slash = text.firstIndex(of: "/"),
      let bits = try? IPAddress.parse(text[text.index(after: slash)...]).v4Bits
    else { return }
    let length = (~bits).leadingZeroBitCount
    // A mask with holes in it is no length; the text then stays as it is, and is refused.
    guard IPAddress.mask(length) >> 32 == UInt64(bits) else { return }
    change(to: text[..<slash] + "/\(length)", .netmask)
  }
}
