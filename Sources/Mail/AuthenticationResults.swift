/// What a server found out about who sent a message (RFC 8601).
struct AuthenticationResults {
  /// The server that says so.
  let server: String
  /// Whether a method passed, once at least; nil where it is not named.
  private var passed: [Method: Bool] = [:]

  /// The methods of which one is enough for a policy that wants verification; what ARC says is not one of them.
  enum Method: String, CaseIterable {
    case dmarc
    case spf
    case dkim

    var name: String { rawValue.uppercased() }
  }

  /// Nil where no server is named.
  init?(_ bytes: [UInt8]) {
    let tokens = MailTokens(bytes, signs: ";=").filter { $0.kind != .comment }
    let parts = tokens.split(omittingEmptySubsequences: false) { $0.isSign(";") }
    guard let name = parts.first?.first, name.kind == .word || name.kind == .quoted,
      let server = MailBytes.text(name.text)
    else { return nil }
    self.server = server
    for part in parts.dropFirst() { take(part) }
  }

  private mutating func take(_ part: ArraySlice<MailToken>) {
    let tokens = Array(part.prefix(3))
    guard tokens.count == 3, tokens[1].isSign("="), tokens[0].kind == .word, tokens[2].kind == .word else { return }
    // The version of a method may follow it, as in dkim/1.
    let name = tokens[0].text.prefix { $0 != UInt8(ascii: "/") }
    guard let method = Method.allCases.first(where: { MailBytes.areEqual(name, $0.rawValue) }) else { return }
    passed[method] = passed[method] == true || tokens[2].isWord("pass")
  }

  /// Whether one of them passed; where none did, only all of them together say that none does.
  var passes: MailPart<Bool> {
    if passed.values.contains(true) { return .given(true) }
    let missing = Method.allCases.filter { passed[$0] == nil }.map(\.name)
    guard !missing.isEmpty else { return .given(false) }
    let list = missing.joined(separator: " and ")
    return .untold("\(server) does not say whether \(list) passed.")
  }
}
