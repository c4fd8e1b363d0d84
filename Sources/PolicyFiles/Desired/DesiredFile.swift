package import Foundation
package import Policies
package import PolicyCore
package import Values

/// A file that says what an account's policies should be.
///
/// In one of three forms, told apart by how it begins: CSV with the dashboard's header or with an id and columns of
/// people's own, TOML with `[[policies]]`, or the JSON that an export prints.
package struct DesiredFile: Sendable {
  package enum Form: String, Sendable {
    case csv
    case toml
    case json
  }

  /// What a form's reader found.
  struct Content {
    var rows: [DesiredRow] = []
    var mistakes: [ImportMistake] = []
    var remarks: [ImportRemark] = []
    var ownColumns: [String] = []
    /// How the file was read where that is not plain, as a sentence.
    var reading: String?
    /// Finds a field of a row, where it has a place of its own.
    var cells: DesiredCSV.Cells?
  }

  package let form: Form
  /// In the order of the file, without those that cannot be read.
  package let rows: [DesiredRow]
  /// Why rows cannot be taken, in the order of the file; then nothing of it is to be planned.
  package let mistakes: [ImportMistake]
  /// What is to be said of lines that make no row.
  package let remarks: [ImportRemark]
  /// The columns that mean something to people only.
  package let ownColumns: [String]
  package let reading: String?
  private let cells: DesiredCSV.Cells?

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` that names line and column where the file as a whole cannot be read; what is
  /// wrong with one row is among the mistakes.
  package init(_ data: Data) throws(Problem) {
    do throws(ImportMistake) {
      try self.init(reading: data)
    } catch {
      throw Problem(.invalid, what: error.description, advice: error.advice)
    }
  }

  init(reading data: Data) throws(ImportMistake) {
    form = Self.form(of: data)
    let content =
      switch form {
      case .csv: try DesiredCSV.content(of: data)
      case .toml: try DesiredTOML.content(of: data)
      case .json: try DesiredJSON.content(of: data)
      }
    rows = content.rows
    mistakes = content.mistakes.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    remarks = content.remarks.sorted { $0.line < $1.line }
    ownColumns = content.ownColumns
    reading = content.reading
    cells = content.cells
  }

  /// Line and column of what a row says of a field; of the row itself where that has no place of its own.
  package func place(of field: PolicyField?, in row: DesiredRow) -> (line: Int, column: Int) {
    cells?.place(of: field ?? .pattern, inLine: row.line) ?? (row.line, row.column)
  }

  /// Which form bytes have, by the first line that is neither empty nor a comment.
  package static func form(of data: Data) -> Form {
    func endsLine(_ byte: UInt8) -> Bool { byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn }
    var rest = data.prefix(1 << 20)
    while !rest.isEmpty {
      let line = rest.prefix { !endsLine($0) }
      rest = rest.dropFirst(line.count).drop(while: endsLine)
      let text = line.drop { $0 == CSVByte.space || $0 == CSVByte.tab || [0xEF, 0xBB, 0xBF].contains($0) }
      guard let first = text.first, first != CSVByte.hash else { continue }
      if text.starts(with: "[[".utf8), let next = text.dropFirst(2).first(where: { $0 != CSVByte.space }),
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(next | 0x20)
      {
        return .toml
      }
      if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .json }
      let key = text.prefix { $0 != UInt8(ascii: "=") && $0 != CSVByte.comma && $0 != CSVByte.semicolon }
      let value = text.dropFirst(key.count)
      // A name alone stands before the sign; `sep=;` is a spreadsheet's.
      let isKey = key.count { $0 != CSVByte.space } > 3 && key.allSatisfy { $0 != CSVByte.quote }
      return isKey && value.first == UInt8(ascii: "=") ? .toml : .csv
    }
    return .csv
  }
}
