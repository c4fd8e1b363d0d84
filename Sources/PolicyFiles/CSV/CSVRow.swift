/// One row of a CSV file, as long as it stands in the file.
struct CSVRow {
  /// The line in which it begins, counted from 1.
  let line: Int
  /// Where it begins, in bytes.
  let offset: Int
  var fields: [CSVField] = []

  /// Whether nothing stands in it but commas: an empty line, or what spreadsheets write for an empty row.
  var isBlank: Bool { fields.allSatisfy(\.isBlank) }
}

struct CSVField {
  /// Without the quotation marks; without the blanks around it where it has none.
  let text: String
  let isQuoted: Bool
  /// The line in which it begins, counted from 1.
  let line: Int
  /// Where it begins, in bytes: at the quotation mark, if there is one.
  let offset: Int

  var isBlank: Bool { !isQuoted && text.isEmpty }
}
