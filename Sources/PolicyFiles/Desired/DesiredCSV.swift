import Foundation
import JSONText
import Policies
import PolicyCore

/// Reads a CSV file that says what should be.
enum DesiredCSV {
  static func content(of data: Data) throws(ImportMistake) -> DesiredFile.Content {
    let text = try CSVText(data, maximumSize: PolicyCSV.maximumSize, hasComments: true)
    var reader = CSVReader(text, hasComments: true)
    guard let first = try reader.next() else {
      throw text.mistake(
        at: text.start,
        line: 1,
        "The file is empty.",
        advice: "Let the first row be: \(CSVDialect.newest.header)"
      )
    }
    let header = try CSVHeader(ofDesired: first, in: text)
    let rows = ImportedRowReader(header: header, text: text, form: ImportForm())
    var content = DesiredFile.Content()
    content.ownColumns = header.ownColumns
    content.reading = text.reading()
    content.cells = Cells(text: text, header: header)
    do throws(ImportMistake) {
      while let row = try reader.next() { try take(row, with: rows, into: &content) }
    } catch {
      content.mistakes.append(error)
    }
    content.remarks += reader.rowlikeComments.map(ImportRemark.comment)
    return content
  }

  /// Finds the fields of rows again: to keep all places would take more memory than the policies.
  struct Cells: Sendable {
    let text: CSVText
    let header: CSVHeader
    /// Where the row that begins in a line begins, in bytes.
    var offsets: [Int: Int] = [:]

    func place(of field: PolicyField, inLine line: Int) -> (line: Int, column: Int)? {
      guard let offset = offsets[line], let place = header.place(of: field) ?? header.place(of: .pattern) else {
        return nil
      }
      var reader = CSVReader(text, from: offset, line: line, hasComments: true)
      guard let fields = (try? reader.next())?.fields, place < fields.count else { return nil }
      let mistake = text.mistake(at: fields[place].offset, line: fields[place].line, "", advice: "")
      return (mistake.line, mistake.column)
    }
  }

  private static func take(
    _ row: CSVRow,
    with reader: ImportedRowReader,
    into content: inout DesiredFile.Content
  ) throws(ImportMistake) {
    switch reader.header.repetition(in: row) {
    case .same: content.remarks.append(ImportRemark(line: row.line, what: "a second header, passed over"))
    case .other: throw reader.secondHeader(row)
    case nil:
      let read = reader.read(row)
      content.mistakes += read.mistakes
      guard content.mistakes.count <= PolicyCSV.maximumInvalidRows else { throw PolicyCSV.tooMany(content.mistakes[0]) }
      guard read.mistakes.isEmpty else { return }
      let id = reader.header.idPlace.map { FormulaGuard.removed(from: row.fields[$0].text) } ?? ""
      content.cells?.offsets[row.line] = row.offset
      content.rows.append(
        DesiredRow(line: row.line, id: id.isEmpty ? nil : PolicyID(id), fields: read.fields)
      )
    }
  }
}

extension ImportRemark {
  /// That a line is a comment which might have been meant as a row.
  static func comment(_ line: Int) -> ImportRemark {
    ImportRemark(
      line: line,
      what: "begins with # and is a comment; a pattern that begins so stands in quotation marks"
    )
  }
}
