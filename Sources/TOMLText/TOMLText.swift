package import TOMLKit

/// A text in TOML 1.0, taken apart.
package struct TOMLText {
  package let table: TOMLTable
  /// Where its keys stand.
  package let lines: KeyLines

  /// Throws the first mistake, with its place.
  package init(_ text: String) throws(TOMLMistake) {
    // The parser takes a C string, and would stop at a NUL without a word.
    let text = text.replacing("\0", with: "\u{FFFD}")
    if let hazard = ParserHazards.first(in: text) {
      // What is wrong before it counts first; up to there the parser can be let loose.
      _ = try Self.parse(String(decoding: text.utf8.prefix(hazard.offset), as: UTF8.self))
      throw hazard.mistake
    }
    table = try Self.parse(text)
    lines = KeyLines(text)
  }

  private static func parse(_ text: String) throws(TOMLMistake) -> TOMLTable {
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw TOMLMistake(line: error.source.begin.line, column: error.source.begin.column, what: error.description)
    } catch {
      throw TOMLMistake(line: 1, column: 1, what: "it cannot be read")
    }
  }
}

/// Why a text is not TOML, and where.
package struct TOMLMistake: Error, Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  package let column: Int
  /// The parser's words, without a full stop.
  package let what: String
}
