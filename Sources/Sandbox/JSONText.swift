/// Pieces of JSON text, written by hand because a page of policies is joined from texts that exist already.
enum JSONText {
  /// Gives a string as a JSON string literal, quotes included.
  static func literal(_ text: String) -> String {
    guard text.utf8.contains(where: needsEscape) else { return "\"\(text)\"" }
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      case _ where scalar.value < 0x20: literal += escaped(scalar)
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }

  /// Gives a string literal, or `null` where there is no string.
  static func literal(_ text: String?) -> String {
    guard let text else { return "null" }
    return literal(text)
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
