package import Foundation
import JSONText
package import Mail
package import Values

/// Messages in a CSV file, one a row, for asking what would let them through.
///
/// The first row names the columns as ``MailMessage/Field`` does, in any order; an empty cell leaves a part out.
package struct MessageCSV: Sendable {
  package struct Row: Sendable {
    /// The line in which it begins, counted from 1.
    package let line: Int
    package let message: MailMessage
  }

  package let rows: [Row]
  /// The names of columns that mean nothing here.
  package let ignored: [String]

  /// Throws a ``Problem`` of kind `invalid` that names line and column of the first thing that cannot be read.
  package init(_ data: Data) throws(Problem) {
    do throws(ImportMistake) {
      try self.init(reading: data)
    } catch {
      throw Problem(.invalid, what: error.description, advice: error.advice)
    }
  }

  private init(reading data: Data) throws(ImportMistake) {
    let text = try CSVText(data, maximumSize: PolicyCSV.maximumSize)
    var reader = CSVReader(text)
    let names = try reader.next()?.fields ?? []
    let columns = names.map { Self.field(named: $0.text) }
    try Self.check(columns, names, in: text)
    ignored = zip(columns, names).filter { $0.0 == nil && !$0.1.isBlank }.map(\.1.text)
    var rows: [Row] = []
    while let row = try reader.next() {
      var message = MailMessage()
      for (column, cell) in zip(columns, row.fields) {
        if let column { try Self.set(column, of: &message, to: cell, in: text) }
      }
      rows.append(Row(line: row.line, message: message))
    }
    self.rows = rows
  }

  private static func field(named name: String) -> MailMessage.Field? {
    let name = name.trimmed.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
    return MailMessage.Field(rawValue: String(name))
  }

  private static func check(
    _ columns: [MailMessage.Field?],
    _ names: [CSVField],
    in text: CSVText
  ) throws(ImportMistake) {
    let known = columns.compactMap(\.self)
    let list = MailMessage.Field.allCases.map(\.rawValue).joined(separator: ", ")
    let place = names.first?.offset ?? text.start
    guard !known.isEmpty else {
      throw text.mistake(
        at: place,
        line: text.firstLine,
        "The first row names no part of a message.",
        advice: "Let it name some of these columns: \(list)."
      )
    }
    guard Set(known).count == known.count else {
      throw text.mistake(
        at: place,
        line: text.firstLine,
        "The first row names a part of a message twice.",
        advice: "Name each of these columns once at most: \(list)."
      )
    }
  }

  private static func set(
    _ field: MailMessage.Field,
    of message: inout MailMessage,
    to cell: CSVField,
    in text: CSVText
  ) throws(ImportMistake) {
    do throws(TypedPartProblem) {
      try message.set(field, to: cell.text)
    } catch {
      throw text.mistake(
        at: cell.offset,
        line: cell.line,
        "“\(cell.text.shortened)” under \(field.rawValue) \(error).",
        advice: "Correct it, or leave the cell empty."
      )
    }
  }
}
