import Policies

/// The rules for an account id, which becomes a part of every path.
enum AccountIdentifier {
  /// The id as it is used; nil where it cannot be one.
  ///
  /// Cloudflare's are 32 hexadecimal digits, written in lower case. The sandbox takes any name that can stand in a
  /// path as it is.
  ///
  /// Blanks, quotation marks and a name that were copied along are left out.
  static func checked(_ text: String, isSandbox: Bool) -> String? {
    let text = PastedValue.cleaned(text)
    let isHex = text.utf8.count == 32 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    if isHex { return text.lowercased() }
    guard isSandbox, !text.isEmpty, text != ".", text != "..", text.utf8.count <= 128 else { return nil }
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~".contains($0)) }
    return isPlain ? text : nil
  }

  /// What ``checked(_:isSandbox:)`` asks for, for messages.
  static func expected(isSandbox: Bool) -> String {
    isSandbox
      ? "1 to 128 letters, digits and - . _ ~"
      : "32 hexadecimal digits, as the dashboard shows them under “Account ID”"
  }
}
