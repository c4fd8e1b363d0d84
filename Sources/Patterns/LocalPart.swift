/// The part of an address before `@`: a dot-atom, or a quoted string (RFC 5321 section 4.1.2), with UTF-8 (RFC 6531).
enum LocalPart {
  /// Where the local part ends: the first `@` that is not between quotes.
  static func end(in text: String) throws(EmailAddressProblem) -> String.Index {
    let bytes = text.utf8
    var index = bytes.startIndex
    guard bytes.first == UInt8(ascii: "\"") else {
      guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { throw .noAt }
      return at
    }
    bytes.formIndex(after: &index)
    while index < bytes.endIndex {
      let byte = bytes[index]
      bytes.formIndex(after: &index)
      if byte == UInt8(ascii: "\\"), index < bytes.endIndex {
        bytes.formIndex(after: &index)
      } else if byte == UInt8(ascii: "\"") {
        guard index < bytes.endIndex else { throw .noAt }
        guard bytes[index] == UInt8(ascii: "@") else { throw .quoteInside }
        return index
      }
    }
    throw .unclosedQuote
  }

  /// Checks a local part and gives its simplest spelling: without quotes or backslashes that it does not need.
  static func canonical(_ local: Substring) throws(EmailAddressProblem) -> String {
    guard !local.isEmpty else { throw .emptyLocal }
    let octets = local.utf8.count
    guard octets <= 64 else { throw .localTooLong(octets: octets) }
    guard local.first == "\"" else {
      try checkDotAtom(local.unicodeScalars)
      return String(local)
    }
    let content = try unquoted(local.unicodeScalars)
    if (try? checkDotAtom(content[...].unicodeScalars)) != nil { return content }
    var quoted = "\""
    for scalar in content.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// Whether a local part is an ordinary one: letters, digits, and dots, hyphens, underscores or plus signs inside.
  static func isPlain(_ local: Substring.UTF8View) -> Bool {
    var afterDot = true
    for byte in local {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"):
        afterDot = false
      case UInt8(ascii: ".") where !afterDot:
        afterDot = true
      default:
        return false
      }
    }
    return !afterDot && local.count <= 64
  }

  private static func checkDotAtom(_ scalars: Substring.UnicodeScalarView) throws(EmailAddressProblem) {
    var afterDot = true
    for scalar in scalars {
      if scalar == "." {
        guard !afterDot else { throw .localDot }
        afterDot = true
        continue
      }
      afterDot = false
      guard scalar != "\"" else { throw .quoteInside }
      guard !scalar.properties.isWhitespace else { throw .localSpace }
      guard isAtomText(scalar) else { throw .localForbidden(scalar) }
    }
    guard !afterDot else { throw .localDot }
  }

  private static func unquoted(_ scalars: Substring.UnicodeScalarView) throws(EmailAddressProblem) -> String {
    var content = String.UnicodeScalarView()
    var escaped = false
    for scalar in scalars.dropFirst().dropLast() {
      if !escaped, scalar == "\\" {
        escaped = true
        continue
      }
      escaped = false
      guard scalar.value == 0x20 || HiddenCharacters.kind(of: scalar) == nil else { throw .localForbidden(scalar) }
      content.append(scalar)
    }
    return String(content)
  }

  /// RFC 5322 `atext`, and by RFC 6531 everything outside ASCII that can be seen.
  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{", "|", "}", "~": true
    default: scalar.value >= 0x80 && HiddenCharacters.kind(of: scalar) == nil
    }
  }
}
