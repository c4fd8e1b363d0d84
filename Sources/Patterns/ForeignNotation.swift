import Values

/// What a pattern means that is written as another gateway writes it: `*@vendor.com`, `noreply*@vendor.com`, `%@x`.
///
/// The API knows addresses, domains, networks and expressions, and takes a star for a letter like others.
package struct ForeignNotation: Hashable, Sendable {
  /// What is to be written in its place.
  package enum Meaning: Hashable, Sendable {
    case domain(String)
    /// An expression for addresses.
    case expression(String)
  }

  package let meaning: Meaning
  /// What stands there, as a clause about the pattern.
  package let clause: String

  /// Nil where nothing speaks for another notation, or what it stands for is no name.
  package init?(_ text: String) {
    // Nearly no pattern has any of these.
    guard
      text.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "%") })
        || ["@", "."].contains(text.first { !$0.isWhitespace })
    else { return nil }
    let text = text.trimmed
    guard text.utf8.count <= 320, text.contains(where: Self.isWildcard) || text.first == "@" || text.first == "."
    else { return nil }
    // What looks like an expression is not this.
    guard !text.contains(".*"), !text.contains(where: { #"\^$[(|"#.contains($0) }) else { return nil }
    guard let at = text.lastIndex(of: "@") else {
      // `*.x`, `.x` and `*x`: a domain and whatever is below it.
      let name = text.drop { Self.isWildcard($0) || $0 == "." }
      guard let host = Self.host(name) else { return nil }
      meaning = .domain(host)
      clause = "a wildcard or a dot stands before the name"
      return
    }
    let (local, name) = (text[..<at], text[text.index(after: at)...])
    if name.hasPrefix("*.") || name.hasPrefix("."), local.allSatisfy(Self.isWildcard),
      let host = Self.host(name.drop { $0 == "*" || $0 == "." })
    {
      meaning = .expression(#"^[^@]+@[^@]+\."# + Self.escaped(host) + "$")
      clause = "wildcards stand for any address below a domain"
      return
    }
    guard let host = Self.host(name) else { return nil }
    if local.allSatisfy(Self.isWildcard) {
      meaning = .domain(host)
      clause = local.isEmpty ? "nothing stands before @" : "a wildcard stands for every address"
      return
    }
    // In the middle of a name a per cent sign has a meaning of its own, of an older kind of address.
    guard local.contains("*") || local.first == "%" || local.last == "%", !local.contains("\""), !local.contains("@")
    else { return nil }
    let body = local.map { Self.isWildcard($0) ? "[^@]*" : Self.escaped(String($0)) }.joined()
    meaning = .expression("^" + body + "@" + Self.escaped(host) + "$")
    clause = "a wildcard stands before @"
  }

  private static func isWildcard(_ character: Character) -> Bool { character == "*" || character == "%" }

  private static func host(_ name: some StringProtocol) -> String? {
    (try? HostName.parse(String(name)))?.ascii
  }

  private static func escaped(_ text: String) -> String {
    text.map { #"\.+*?()[]{}|^$"#.contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
