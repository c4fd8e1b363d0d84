/// Undoes what reports do to make an address harmless: `hxxps://x[.]org`, `bob(at)x[dot]org`.
enum Refanging {
  private static let dots = ["[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}"]
  private static let ats = ["[@]", "(@)", "{@}", "[at]", "(at)", "{at}"]

  /// The text with dots, `@` and scheme put back, and whether there was anything to put back.
  static func restored(_ text: String) -> (text: String, hasChanged: Bool) {
    guard text.utf8.contains(where: isMark) || text.first == "h" || text.first == "H" else { return (text, false) }
    var result = text
    for (marks, plain) in [(dots, "."), (ats, "@")] {
      for mark in marks { replace(" \(mark) ", by: plain, in: &result) }
      for mark in marks { replace(mark, by: plain, in: &result) }
    }
    for (mark, plain) in [("[:]", ":"), ("[://]", "://"), ("[/]", "/")] { replace(mark, by: plain, in: &result) }
    let lower = result.lowercased()
    for (mark, plain) in [("hxxps:", "https:"), ("hxxp:", "http:"), ("h**p:", "http:"), ("h**ps:", "https:")]
    where lower.hasPrefix(mark) {
      result = plain + result.dropFirst(mark.count)
    }
    return (result, result != text)
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "{")
  }

  /// Replaces every occurrence, whatever its case.
  private static func replace(_ mark: String, by plain: String, in text: inout String) {
    guard text.count >= mark.count else { return }
    var result = ""
    var rest = text[...]
    while !rest.isEmpty {
      if rest.prefix(mark.count).lowercased() == mark {
        result += plain
        rest = rest.dropFirst(mark.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    text = result
  }
}
