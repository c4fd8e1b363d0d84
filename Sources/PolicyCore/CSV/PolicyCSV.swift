package import Foundation

/// A file of allow policies in one of the dashboard's CSV dialects, read row by row.
///
/// What the rows would change is the matter of an ``ImportPlan``.
package struct PolicyCSV: Sendable {
  /// 64 MB, several hundred times what the dashboard takes.
  package static let maximumSize = 64 * 1024 * 1024

  /// With more rows than this that cannot be taken, the file is something else.
  static let maximumInvalidRows = 10_000

  package let dialect: CSVDialect
  /// How the file was read where it is not plain UTF-8 with commas, as a sentence; nil where it is.
  package var reading: String? {
    let names = [CSVByte.semicolon: "semicolons", CSVByte.tab: "tabs", CSVByte.bar: "bars"]
    let separated = names[text.delimiter].map { "its fields are separated by \($0)" }
    let encoded = text.encoding == .utf8 ? nil : "it was read as \(text.encoding.rawValue)"
    let parts = [encoded, separated].compactMap(\.self)
    return parts.isEmpty ? nil : "The file: \(parts.joined(separator: ", and "))."
  }
  /// All but empty rows, in the order of the file, and those with mistakes too.
  package let rows: [ImportedRow]
  private let text: CSVText
  private let header: CSVHeader

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` that names line and column where the file as a whole cannot be read: it is
  /// in an encoding that cannot be told, no CSV, has another header than the dialects, or hardly a row that makes sense. What is wrong with one
  /// row stands there.
  package init(_ data: Data) throws(Problem) {
    do {
      try self.init(reading: data)
    } catch {
      throw error.problem()
    }
  }

  init(reading data: Data) throws(ImportMistake) {
    text = try CSVText(data, maximumSize: Self.maximumSize)
    var reader = CSVReader(text)
    guard let first = try reader.next() else {
      throw text.mistake(
        at: text.start,
        line: 1,
        "The file is empty.",
        advice: "Let the first row be: \(CSVDialect.newest.header)"
      )
    }
    header = try CSVHeader(first, in: text)
    dialect = header.dialect
    let policies = ImportedRowReader(header: header, text: text)
    var rows: [ImportedRow] = []
    var invalidRows = 0
    while let row = try reader.next() {
      let policy = policies.read(row)
      if let mistake = policy.mistakes.first {
        invalidRows += 1
        guard invalidRows <= Self.maximumInvalidRows else {
          throw ImportMistake(
            line: mistake.line,
            column: mistake.column,
            what: "\(mistake.what) More than \(Self.maximumInvalidRows) rows cannot be taken.",
            advice: mistake.advice
          )
        }
      }
      rows.append(policy)
    }
    self.rows = rows
  }

  /// A mistake in a field of a row, or in its pattern if the dialect does not have the field.
  func mistake(in field: PolicyField, of row: ImportedRow, _ what: String, advice: String) -> ImportMistake {
    // The row is read again, because places that hardly anybody asks for would take more memory than the policies.
    var reader = CSVReader(text, from: row.offset, line: row.line)
    guard let fields = (try? reader.next())?.fields,
      let place = header.place(of: field) ?? header.place(of: .pattern), place < fields.count
    else { return text.mistake(at: row.offset, line: row.line, what, advice: advice) }
    return text.mistake(at: fields[place].offset, line: fields[place].line, what, advice: advice)
  }
}
