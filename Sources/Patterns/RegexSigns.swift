/// Signs that a pattern which is not marked as a regular expression was meant as one.
package enum RegexSigns {
  /// The first piece that looks like a regular expression, as it stands in the text; nil if there is none.
  ///
  /// In an address `+`, `*`, `?`, `{`, `|`, `^` and `$` are ordinary characters of RFC 5322, so only what is unlikely
  /// there counts. `*.x.org` and `x[.]org` are other habits, which `PatternCleanup` knows.
  package static func found(in text: String, kind: PatternKind) -> String? {
    guard text.utf8.contains(where: isSuspicious) else { return nil }
    let plain = Refanging.restored(String(text.drop(while: \.isWhitespace))).text
    guard plain.first != "\"" else { return nil }
    let pieces = ["\\", ".*", "[^", "(?", "[0-9", "[a-z", "[A-Z", kind == .email ? ".+@" : ".+"]
    let places = pieces.compactMap { piece in
      plain.firstRange(of: piece).map { (piece: piece, at: $0.lowerBound) }
    }
    if let first = places.min(by: { $0.at < $1.at }) { return first.piece }
    if plain.hasPrefix("^") { return "^" }
    if plain.hasSuffix("$") { return "$" }
    return character(in: plain[...], kind: kind).map(String.init)
  }

  /// A single character that the kind of pattern has no use for.
  private static func character(in plain: Substring, kind: PatternKind) -> Character? {
    switch kind {
    case .email:
      // bob@[192.0.2.1] is an old kind of address, and no expression.
      return plain.contains("@[") ? nil : plain.first { "()[]|".contains($0) }
    case .domain:
      let rest = plain.hasPrefix("*.") ? plain.dropFirst(2) : plain
      return rest.contains("/") || rest.contains("@") ? nil : rest.first { "()[]{}|+?*^$".contains($0) }
    case .ip:
      return plain.first == "[" || plain.contains("://") ? nil : plain.first { "()[]{}|+?*^$".contains($0) }
    }
  }

  private static func isSuspicious(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "$"):
      true
    default: false
    }
  }
}
