import JSONText
package import Foundation
import Policies
package import Values

/// A file of allow policies in one of the dashboard's CSV dialects, read row by row.
///
/// What the rows would change is the matter of an ``ImportPlan``.
package struct PolicyCSV: Equatable, Sendable {
  /// 64 MB, several hundred times what the dashboard takes.
  package static let maximumSize = 64 * 1024 * 1024

  /// With more rows than this that cannot be taken, the file is something else.
  static let maximumInvalidRows = 10_000

  /// Nil for a list, and for a file that only a map explains.
  package let dialect: CSVDialect?
  /// How the file was read where it is not plain UTF-8 with commas, as a sentence; nil where it is.
  package var reading: String? { text.reading(isList: form.kind == .list) }
  /// All but empty rows, in the order of the file, and those with mistakes too.
  package private(set) var rows: [ImportedRow]
  /// The places of rows that are to be passed over, whatever they say.
  package private(set) var leftOut: Set<Int> = []
  /// What is to be said of lines that make no row.
  package let remarks: [ImportRemark]
  /// Why nobody can say what the rest of the file means; nil where it was read to its end.
  package let broken: ImportMistake?
  /// Whether a row without a comment says that there is none.
  ///
  /// A list, and another product's file without notes, say nothing of the comments of policies that are there.
  let saysComments: Bool
  let text: CSVText
  /// Where the first row begins, in bytes: behind the header.
  let bodyStart: Int
  let form: ImportForm
  private let header: CSVHeader?

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` that names line and column where the file as a whole cannot be read: it is
  /// in an encoding that cannot be told, no CSV, has another header than the dialects or the map, or hardly a row that
  /// makes sense. What is wrong with one row stands there.
  package init(_ data: Data, as form: ImportForm = ImportForm()) throws(Problem) {
    do {
      try self.init(reading: data, as: form)
    } catch {
      throw error.problem()
    }
  }

  init(reading data: Data, as form: ImportForm = ImportForm()) throws(ImportMistake) {
    text = try CSVText(data, maximumSize: Self.maximumSize, hasComments: form.kind == .csv)
    self.form = form
    if form.kind == .list {
      let list = PatternList(text, form: form)
      (rows, remarks, header, dialect, broken, saysComments) = (list.rows, list.remarks, nil, nil, nil, false)
      bodyStart = text.start
      if let mistake = list.rows.lazy.filter({ !$0.mistakes.isEmpty }).dropFirst(Self.maximumInvalidRows).first {
        throw Self.tooMany(mistake.mistakes[0])
      }
      return
    }
    var reader = CSVReader(text, readsCurlyQuotes: form.readsCurlyQuotes, hasComments: true)
    guard let first = try reader.next() else {
      throw text.mistake(
        at: text.start,
        line: 1,
        "The file is empty.",
        advice: "Let the first row be: \(CSVDialect.newest.header)"
      )
    }
    let header = try CSVHeader(first, in: text, map: form.map)
    bodyStart = reader.offset
    var rows = Rows(ImportedRowReader(header: header, text: text, form: form))
    do throws(ImportMistake) {
      while let row = try reader.next() { try rows.take(row) }
      broken = nil
    } catch {
      if rows.isNothing { throw error }
      broken = error
    }
    (self.rows, remarks) = (rows.taken, rows.remarks + reader.rowlikeComments.map(ImportRemark.comment))
    self.header = header
    dialect = header.dialect
    saysComments = !form.choosesFlags || header.place(of: .comments) != nil
  }

  /// The rows of a file as they come.
  private struct Rows {
    private let reader: ImportedRowReader
    private(set) var taken: [ImportedRow] = []
    private(set) var remarks: [ImportRemark] = []
    private var invalid = 0
    /// Whether there are so many mistakes that the file is something else.
    private(set) var isNothing = false

    init(_ reader: ImportedRowReader) {
      self.reader = reader
    }

    mutating func take(_ row: CSVRow) throws(ImportMistake) {
      if let action = reader.otherAction(of: row) {
        remarks.append(ImportRemark(line: row.line, what: "left out, as it says \(action.shortened) and not Allow"))
        return
      }
      switch reader.header.repetition(in: row) {
      case .same: remarks.append(ImportRemark(line: row.line, what: "a second header, passed over"))
      // Nobody can say under which of the two the rest is to be read.
      case .other: throw reader.secondHeader(row)
      case nil: add(reader.read(row))
      }
      guard invalid > PolicyCSV.maximumInvalidRows, let mistake = taken.last?.mistakes.first else { return }
      isNothing = true
      throw PolicyCSV.tooMany(mistake)
    }

    private mutating func add(_ row: ImportedRow) {
      if !row.mistakes.isEmpty { invalid += 1 }
      taken.append(row)
    }
  }

  /// The same file with what a person changed of its rows.
  package func changed(by changes: ImportChanges) -> PolicyCSV {
    var file = self
    file.leftOut = changes.leftOut
    for (place, fields) in changes.mended where rows.indices.contains(place) {
      file.rows[place] = ImportedRow(line: rows[place].line, fields: fields, mistakes: [], offset: rows[place].offset)
    }
    return file
  }

  static func tooMany(_ mistake: ImportMistake) -> ImportMistake {
    ImportMistake(
      line: mistake.line,
      column: mistake.column,
      what: "\(mistake.what) More than \(maximumInvalidRows) rows cannot be taken.",
      advice: mistake.advice
    )
  }

  /// A mistake in a field of a row, or in its pattern if the file does not have the field.
  func mistake(in field: PolicyField, of row: ImportedRow, _ what: String, advice: String) -> ImportMistake {
    // The row is read again, because places that hardly anybody asks for would take more memory than the policies.
    var reader = CSVReader(text, from: row.offset, line: row.line, readsCurlyQuotes: form.readsCurlyQuotes)
    guard let header, let fields = (try? reader.next())?.fields,
      let place = header.place(of: field) ?? header.place(of: .pattern), place < fields.count
    else { return text.mistake(at: row.offset, line: row.line, what, advice: advice) }
    return text.mistake(at: fields[place].offset, line: fields[place].line, what, advice: advice)
  }
}
