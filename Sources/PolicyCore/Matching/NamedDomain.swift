import Patterns
package import Policies

/// The domain that a pattern ends in, as a text: `acme.com` of `bob@acme.com`, of `acme.com` and of `.*@acme\\.com$`.
///
/// For counting and finding, not for judging: what an expression lets through is another question. `(a|b)\\.com` ends in
/// no whole domain.
package enum NamedDomain {
  /// In lower case; nil for an IP address, a network, and a pattern that ends in no name with a dot.
  package static func name(in fields: PolicyFields) -> String? {
    guard let pattern = fields.pattern, fields.patternType != .ip else { return nil }
    return name(in: Array(pattern.utf8)[...], isExpression: fields.isRegex == true)
  }

  /// The same of a pattern's bytes.
  package static func name(in pattern: ArraySlice<UInt8>, isExpression: Bool) -> String? {
    var name: [UInt8] = []
    for byte in pattern.reversed() {
      // An escape changes nothing of a dot, and what holds the end is no part of it.
      if isExpression, byte == UInt8(ascii: "\\") || name.isEmpty && byte == UInt8(ascii: "$") { continue }
      guard isOfNames(byte) else { break }
      name.append(byte)
    }
    while let last = name.last, last == UInt8(ascii: ".") || last == UInt8(ascii: "-") { name.removeLast() }
    let hasLetters = name.contains { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) && $0 != UInt8(ascii: ".") }
    guard hasLetters, name.contains(UInt8(ascii: ".")), name.first != UInt8(ascii: ".") else { return nil }
    return String(decoding: name.reversed(), as: UTF8.self).lowercased()
  }

  private static func isOfNames(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), 0x80...0xFF:
      true
    default: false
    }
  }

  /// The name that somebody registered and that this one is, or is below; itself where there is none.
  package static func registered(_ name: String) -> String { PublicSuffix.registrableDomain(of: name) ?? name }

  /// Whether a name is another one or below it.
  package static func isAtOrBelow(_ name: String, _ other: String) -> Bool {
    name == other || name.hasSuffix("." + other)
  }
}
