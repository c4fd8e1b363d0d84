/// Where the keys of a TOML text stand, as far as that is certain.
///
/// The parser tells positions of syntax errors only. This looks for table headers and for `key =` at the start of
/// lines; it says nothing for a key that it sees twice or not at all, nor for a text with multi-line strings, in which
/// anything may look like a key.
package struct KeyLines: Hashable, Sendable {
  /// Lines by dotted key; 0 where it was seen more than once.
  private var lines: [String: Int] = [:]

  package init(_ text: String) {
    guard !text.contains("\"\"\""), !text.contains("'''") else { return }
    var table: [String] = []
    var tablesInArray: [[String]: Int] = [:]
    // TOML ends lines with these alone: other separators may stand in a text or a comment.
    let rows = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in rows.enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.starts(with: "[["), let (path, rest) = Self.path(line.dropFirst(2)), rest.starts(with: "]]") {
        let number = tablesInArray[path, default: 0]
        tablesInArray[path] = number + 1
        table = path + ["\(number)"]
        note(table, index + 1)
      } else if line.first == "[" {
        guard let (path, rest) = Self.path(line.dropFirst()), rest.first == "]" else { continue }
        table = path
        note(path, index + 1)
      } else if let (path, rest) = Self.path(line), rest.first == "=" {
        note(table + path, index + 1)
      }
    }
  }

  /// The line of a key such as `accounts.acme.name`, counted from 1; of the table around it where the key is not found.
  ///
  /// A table of an array is named by its number: `guards.0.from`.
  package subscript(key: String) -> Int? {
    var key = key[...]
    while true {
      if let line = lines[String(key)] { return line > 0 ? line : nil }
      guard let dot = key.lastIndex(of: ".") else { return nil }
      key = key[..<dot]
    }
  }

  private mutating func note(_ path: [String], _ line: Int) {
    let key = path.joined(separator: ".")
    lines[key] = lines[key] == nil ? line : 0
  }

  /// A dotted key at the start of a line, and what follows it without blanks; nil where there is none that is plain.
  private static func path(_ text: Substring) -> (path: [String], rest: Substring)? {
    var path: [String] = []
    var rest = text
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      let part: Substring
      if let quote = rest.first, quote == "\"" || quote == "'" {
        let inside = rest.dropFirst()
        part = inside.prefix { $0 != quote }
        guard part.endIndex < inside.endIndex, !part.contains("\\") else { return nil }
        rest = inside[part.endIndex...].dropFirst()
      } else {
        part = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "_" }
        guard !part.isEmpty else { return nil }
        rest = rest[part.endIndex...]
      }
      path.append(String(part))
      rest = rest.drop { $0 == " " || $0 == "\t" }
      guard rest.first == "." else { return (path, rest) }
      rest = rest.dropFirst()
    }
  }
}
