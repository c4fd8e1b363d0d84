import Foundation

/// A value as people copy it: with blanks, quotation marks, or the name that stood before it.
enum PastedValue {
  private static let quotes: [(Character, Character)] = [("\"", "\""), ("'", "'"), ("“", "”"), ("‘", "’"), ("`", "`")]

  /// The value without what was copied along.
  ///
  /// None of that can be a part of an account id or of a token, so that nothing is guessed.
  static func cleaned(_ text: String) -> String {
    var text = Substring(text)
    while true {
      let before = text
      text = trimmed(text)
      if text.count > 1, quotes.contains(where: { text.first == $0.0 && text.last == $0.1 }) {
        text = text.dropFirst().dropLast()
      }
      text = withoutName(text)
      if text == before { return String(text) }
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    func isAround(_ character: Character) -> Bool { character.isWhitespace || character == "\u{FEFF}" }
    var text = text.drop(while: isAround)
    while text.last.map(isAround) == true { text.removeLast() }
    return text
  }

  /// Without `NAME=` or `export NAME=`; a name is of capitals, as those of environment variables are.
  private static func withoutName(_ text: Substring) -> Substring {
    let words = text.hasPrefix("export ") ? trimmed(text.dropFirst(7)) : text
    guard let equals = words.firstIndex(of: "="), equals > words.startIndex else { return text }
    let name = words[..<equals]
    let isName = name.allSatisfy { $0 == "_" || ($0.isASCII && ($0.isUppercase || $0.isNumber)) } && name.contains("_")
    let value = words[words.index(after: equals)...]
    return isName && !value.isEmpty ? value : text
  }
}
