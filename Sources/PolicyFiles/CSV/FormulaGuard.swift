/// The apostrophe before a text that a spreadsheet would take for a formula.
///
/// A text is guarded if it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, whether or not apostrophes stand
/// before that: so what was guarded can be told from what began with an apostrophe all along, and taking the guard off
/// gives the very text back. Source: OWASP, CSV injection.
enum FormulaGuard {
  /// The text as it is written.
  static func added(to text: String) -> String { isDangerous(text) ? "'" + text : text }

  /// The text as it was before it was written.
  static func removed(from text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), isDangerous(text) else { return text }
    return String(Substring(text.utf8.dropFirst()))
  }

  static func isDangerous(_ text: String) -> Bool {
    switch text.utf8.first(where: { $0 != UInt8(ascii: "'") }) {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), CSVByte.tab,
      CSVByte.carriageReturn:
      true
    default:
      false
    }
  }
}
