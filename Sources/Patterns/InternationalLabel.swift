import CIDN2

/// One label of a host name between its Unicode form and its ASCII form (RFC 5890: U-label and A-label).
enum InternationalLabel {
  /// The lower-case ASCII form of one label; a label that is ASCII already is only lower-cased.
  ///
  /// An `xn--` label that does not decode is passed through: such names (emoji, mostly) were registered, and a policy
  /// may name one.
  static func encode(_ label: Substring) throws(HostNameProblem) -> String {
    guard !label.utf8.allSatisfy({ $0 < 0x80 }) else { return label.lowercased() }
    guard !label.unicodeScalars.contains("\0") else { throw .forbidden("\0", label: HiddenCharacters.visible(label)) }
    var output: UnsafeMutablePointer<CChar>?
    let code = idn2_to_ascii_8z(String(label), &output, Int32(IDN2_NONTRANSITIONAL.rawValue))
    defer { idn2_free(output) }
    guard code == IDN2_OK.rawValue, let output else {
      throw .international(HiddenCharacters.visible(label), reason: String(cString: idn2_strerror(code)))
    }
    return String(cString: output).lowercased()
  }

  /// The Unicode form of a lower-case `xn--` label; nil if it has none.
  ///
  /// A form that does not encode to the same label again is not given out: it may hold anything, marks that change the
  /// direction of text included.
  static func decode(_ label: String) -> String? {
    guard label.hasPrefix("xn--") else { return nil }
    var output: UnsafeMutablePointer<CChar>?
    let code = idn2_to_unicode_8z8z(label, &output, 0)
    defer { idn2_free(output) }
    guard code == IDN2_OK.rawValue, let output else { return nil }
    let decoded = String(cString: output)
    guard decoded != label, (try? encode(decoded[...])) == label else { return nil }
    return decoded
  }
}
