import Values

extension HostName {
  /// Reads a host name: letters, digits and hyphens (RFC 1123), labels up to 63 and the name up to 253 octets.
  ///
  /// Throws the problem that helps most: a pasted link is called a link before its slashes are called forbidden.
  package static func parse(_ text: String) throws(HostNameProblem) -> HostName {
    if let name = plain(text[...]) { return name }
    if let problem = shapeProblem(text) { throw problem }
    var rest = text[...]
    if rest.last == "." { rest.removeLast() }
    var ascii: [String] = []
    var unicode: [String] = []
    for label in rest.split(separator: ".", omittingEmptySubsequences: false) {
      guard !label.isEmpty else { throw .emptyLabel }
      let encoded = try InternationalLabel.encode(label)
      // UTS 46 takes characters without width away, and may leave nothing.
      guard !encoded.isEmpty else { throw .emptyLabel }
      try check(encoded, shown: HiddenCharacters.visible(label))
      ascii.append(encoded)
      unicode.append(InternationalLabel.decode(encoded) ?? encoded)
    }
    guard let top = ascii.last, ascii.count > 1 else { throw .singleLabel(HiddenCharacters.visible(rest)) }
    guard !top.utf8.allSatisfy(IPAddress.isDigit) else { throw .numericTopLevel(top) }
    let name = ascii.joined(separator: ".")
    guard name.utf8.count <= 253 else { throw .nameTooLong(octets: name.utf8.count) }
    return HostName(ascii: name, unicode: unicode.joined(separator: "."))
  }

  /// The quick way for the great many names that are plain ASCII; nil means only that a closer look is needed.
  static func plain(_ text: Substring) -> HostName? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var labelStart = 0
    var labels = 1
    var hasUpperCase = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        bytes.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        hasUpperCase = true
        bytes.append(byte | 0x20)
      case UInt8(ascii: "."):
        guard isPlainLabel(bytes[labelStart...]) else { return nil }
        bytes.append(byte)
        labelStart = bytes.count
        labels += 1
      default:
        return nil
      }
    }
    guard labels > 1, bytes.count <= 253, isPlainLabel(bytes[labelStart...]) else { return nil }
    guard !bytes[labelStart...].allSatisfy(IPAddress.isDigit) else { return nil }
    let name = hasUpperCase ? String(decoding: bytes, as: UTF8.self) : String(text)
    return HostName(ascii: name, unicode: name)
  }

  private static func isPlainLabel(_ label: ArraySlice<UInt8>) -> Bool {
    guard let first = label.first, let last = label.last, label.count <= 63 else { return false }
    return first != UInt8(ascii: "-") && last != UInt8(ascii: "-") && !label.starts(with: "xn--".utf8)
  }

  private static func check(_ label: String, shown: String) throws(HostNameProblem) {
    for scalar in label.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "-": continue
      default: throw .forbidden(scalar, label: shown)
      }
    }
    guard label.utf8.count <= 63 else { throw .labelTooLong(shown, octets: label.utf8.count) }
    guard label.first != "-", label.last != "-" else { throw .hyphen(shown) }
  }

  /// What is wrong with the text as a whole, before its labels are looked at.
  private static func shapeProblem(_ text: String) -> HostNameProblem? {
    guard !text.isEmpty, text != "." else { return .empty }
    guard !text.contains(where: \.isWhitespace) else { return .space }
    if let scheme = schemeEnd(text) { return .scheme(HiddenCharacters.visible(text[..<scheme])) }
    if text.hasPrefix("@") { return .leadingAt }
    if text.hasPrefix("*.") { return .wildcard }
    if text.hasPrefix(".") { return .leadingDot }
    if let end = text.firstIndex(where: { "/?#\\".contains($0) }) {
      return .path(HiddenCharacters.visible(text[end...]))
    }
    if text.contains("@") { return .mailbox }
    if let colon = text.lastIndex(of: ":") { return .port(HiddenCharacters.visible(text[text.index(after: colon)...])) }
    return text.unicodeScalars.first { otherFullStops.contains($0) }.map(HostNameProblem.fullStop)
  }

  /// Where the `://` of a link begins, if the text is one.
  static func schemeEnd(_ text: some StringProtocol) -> String.Index? {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"), colon != text.startIndex else {
      return nil
    }
    return text[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) } ? colon : nil
  }

  /// The full stops of other scripts, which UTS 46 turns into dots, so that one label would become two.
  static let otherFullStops: [Unicode.Scalar] = ["\u{3002}", "\u{ff0e}", "\u{ff61}"]
}
