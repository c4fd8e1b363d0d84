import Values
import JSONText
import Policies

/// A list, one pattern a line, as other filters and people keep it.
///
/// A line that begins with `#` is the note of the patterns below it, up to the next such line; what follows a `#` behind
/// a pattern is that pattern's own note. Anything else behind a pattern is not taken, and said.
struct PatternList {
  private(set) var rows: [ImportedRow] = []
  private(set) var remarks: [ImportRemark] = []

  init(_ text: CSVText, form: ImportForm) {
    var note: String?
    var line = text.firstLine
    var start = text.start
    var index = start
    while start < text.bytes.count {
      while index < text.bytes.count, !text.endsLine(at: index) { index += 1 }
      let content = String(decoding: text.bytes[start..<index], as: UTF8.self)[...]
      take(content, line, start, &note, text, form)
      index += 1
      start = index
      line += 1
    }
  }

  private mutating func take(
    _ content: Substring,
    _ line: Int,
    _ offset: Int,
    _ note: inout String?,
    _ text: CSVText,
    _ form: ImportForm
  ) {
    let content = content.trimmed[...]
    guard let first = content.first else { return }
    if first == "#" {
      let words = content.drop { $0 == "#" }.trimmed
      note = words.isEmpty ? nil : words
      return
    }
    let pattern = content.prefix { !$0.isWhitespace }
    var rest = content.dropFirst(pattern.count).trimmed[...]
    var own: String?
    if let hash = rest.firstIndex(of: "#") {
      own = rest[hash...].drop { $0 == "#" }.trimmed
      rest = rest[..<hash].trimmed[...]
    }
    if !rest.isEmpty {
      remarks.append(ImportRemark(line: line, what: "“\(String(rest).shortened)” behind the pattern is not taken"))
    }
    var fields = PolicyFields(pattern: FormulaGuard.removed(from: String(pattern)))
    fields.comments = own ?? note
    var mistakes: [ImportMistake] = []
    if content.utf8.contains(CSVByte.null) || (note?.utf8.contains(CSVByte.null) ?? false) {
      mistakes.append(
        text.mistake(
          at: offset,
          line: line,
          "A byte of zero stands here, as in files that are no text at all.",
          advice: "Take the line out."
        )
      )
    }
    rows.append(ImportedRow(line: line, fields: form.completed(fields), mistakes: mistakes, offset: offset))
  }
}
