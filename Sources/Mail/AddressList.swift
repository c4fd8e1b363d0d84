import Patterns

/// The addresses of a header field such as From, Reply-To or To.
///
/// Names, comments, groups and routes are left out (RFC 5322 sections 3.4 and 4.4), so nothing of RFC 2047 is decoded:
/// an encoded word is never part of an address. A semicolon divides addresses too, as some programs write it.
struct AddressList {
  /// Each with its domain in lower case and as A-labels, in the order of the field.
  private(set) var addresses: [String] = []
  /// Whether all that stands there could be read.
  private(set) var isWhole = true

  /// More addresses, or longer ones, than these are not read.
  static let mostAddresses = 1000
  private static let longestAddress = 1024

  init(_ bytes: [UInt8]) {
    var piece: [MailToken] = []
    var isInAngle = false
    for token in MailTokens(bytes, signs: "<>@,;:") where token.kind != .comment {
      if token.isSign("<") { isInAngle = true }
      if token.isSign(">") { isInAngle = false }
      if !isInAngle, token.isSign(",") || token.isSign(";") {
        take(piece)
        piece = []
      } else if !isInAngle, token.isSign(":") {
        // The name of a group.
        piece = []
      } else {
        piece.append(token)
      }
    }
    take(piece)
  }

  /// The one address of an envelope, with or without angle brackets; the empty text for `<>`, nil for anything else.
  static func path(_ bytes: [UInt8]) -> String? {
    let tokens = MailTokens(bytes, signs: "<>@,;:").filter { $0.kind != .comment }
    guard tokens.first?.isSign("<") == true, tokens.last?.isSign(">") == true else { return address(tokens[...]) }
    let inner = tokens.dropFirst().dropLast()
    return inner.isEmpty ? "" : address(inner)
  }

  private mutating func take(_ piece: [MailToken]) {
    guard !piece.isEmpty else { return }
    guard addresses.count < Self.mostAddresses, let address = Self.mailbox(piece) else {
      isWhole = false
      return
    }
    addresses.append(address)
  }

  /// What stands between angle brackets, or all of it where there are none.
  private static func mailbox(_ tokens: [MailToken]) -> String? {
    guard let open = tokens.firstIndex(where: { $0.isSign("<") }) else { return address(tokens[...]) }
    // Two of them, or something behind them, leave open which one is meant.
    guard tokens.last?.isSign(">") == true, tokens.dropLast().allSatisfy({ !$0.isSign(">") }) else { return nil }
    let inner = tokens[(open + 1)...].dropLast()
    return inner.contains { $0.isSign("<") } ? nil : address(inner)
  }

  private static func address(_ tokens: ArraySlice<MailToken>) -> String? {
    var tokens = tokens
    // A route, as in <@one.example,@two.example:ann@acme.example>.
    if tokens.first?.isSign("@") == true {
      guard let end = tokens.firstIndex(where: { $0.isSign(":") }) else { return nil }
      tokens = tokens[(end + 1)...]
    }
    guard let at = tokens.firstIndex(where: { $0.isSign("@") }), let local = localPart(tokens[..<at]),
      let domain = domain(tokens[(at + 1)...]), local.utf8.count + domain.utf8.count < longestAddress
    else { return nil }
    let text = "\(local)@\(domain)"
    if let address = try? EmailAddress.parse(text) { return "\(address)" }
    return "\(local)@\(domain.lowercased())"
  }

  /// Words and quotations, with a dot wherever two of them meet.
  private static func localPart(_ tokens: ArraySlice<MailToken>) -> String? {
    guard !tokens.isEmpty, tokens.allSatisfy({ $0.kind == .word || $0.kind == .quoted }), areJoined(tokens) else {
      return nil
    }
    if tokens.count == 1, let only = tokens.first { return spelled(only) }
    let parts = tokens.compactMap(spelled)
    return parts.count == tokens.count ? parts.joined() : nil
  }

  private static func spelled(_ token: MailToken) -> String? {
    guard let text = MailBytes.text(token.text) else { return nil }
    guard token.kind == .quoted else { return text }
    return "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
  }

  private static func domain(_ tokens: ArraySlice<MailToken>) -> String? {
    if tokens.count == 1, let only = tokens.first, only.kind == .literal {
      return MailBytes.text(only.text).map { "[\($0)]" }
    }
    guard !tokens.isEmpty, tokens.allSatisfy({ $0.kind == .word }), areJoined(tokens) else { return nil }
    let parts = tokens.compactMap { MailBytes.text($0.text) }
    guard parts.count == tokens.count else { return nil }
    let whole = parts.joined()
    // One dot at the end is the root of all names; where nothing is before it, or another one, it is no name.
    let name = whole.hasSuffix(".") ? String(whole.dropLast()) : whole
    return name.isEmpty || name.hasSuffix(".") ? nil : name
  }

  private static func areJoined(_ tokens: ArraySlice<MailToken>) -> Bool {
    zip(tokens, tokens.dropFirst()).allSatisfy { left, right in
      let dot = UInt8(ascii: ".")
      return (left.kind == .word && left.text.last == dot) || (right.kind == .word && right.text.first == dot)
    }
  }
}
