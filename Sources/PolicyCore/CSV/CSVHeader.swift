/// The first row of a file: which dialect it is, and which column is which.
struct CSVHeader: Sendable {
  let dialect: CSVDialect
  /// The dialect's columns in the order of the file.
  let columns: [CSVDialect.Column]

  /// Throws where the columns are not exactly those of one of the dialects.
  init(_ row: CSVRow, in text: CSVText) throws(ImportMistake) {
    var fields = row.fields
    // Spreadsheets write commas for columns that were once there.
    while fields.last?.isBlank == true { fields.removeLast() }
    let names = fields.map { Self.folded($0.text) }
    for dialect in CSVDialect.allCases {
      let columns = dialect.columns
      let byName = Dictionary(uniqueKeysWithValues: columns.map { ($0.key, $0) })
      let found = names.compactMap { byName[$0] }
      guard found.count == names.count, Set(names).count == columns.count, names.count == columns.count else {
        continue
      }
      self.dialect = dialect
      self.columns = found
      return
    }
    throw Self.mistake(fields, names, in: text)
  }

  /// Where the field stands in a row, and the name of its column; nil where the dialect does not have it.
  func place(of field: PolicyField) -> Int? { columns.firstIndex { $0.field == field } }

  /// Only between quotation marks there can be blanks around it.
  private static func folded(_ name: String) -> String {
    let name = name.lowercased()
    guard name.first?.isWhitespace == true || name.last?.isWhitespace == true else { return name }
    return String(name.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  // MARK: - What is wrong with it

  /// More columns than this are only counted.
  private static let namedMistakes = 8

  private static func mistake(_ fields: [CSVField], _ names: [String], in text: CSVText) -> ImportMistake {
    let dialect = nearest(to: Set(names))
    let known = dialect.columns.map(\.key)
    guard let first = fields.first, names.contains(where: known.contains) else {
      return noHeader(fields, in: text)
    }
    var parts: [String] = []
    var more = 0
    var place: CSVField?
    var seen: Set<String> = []
    let missing = dialect.columns.filter { !names.contains($0.key) }
    for (field, name) in zip(fields, names) {
      let isNew = seen.insert(name).inserted
      guard !known.contains(name) || !isNew else { continue }
      place = place ?? field
      guard parts.count < namedMistakes else {
        more += 1
        continue
      }
      let shown = "\"\(field.text.shortened)\""
      parts.append(
        known.contains(name)
          ? "\(shown) stands there twice"
          : "\(shown) is no column of such a file" + suggestion(for: name, among: missing)
      )
    }
    if more > 0 { parts.append("and so on for \(more) more") }
    if !missing.isEmpty {
      let list = missing.map(\.name).joined(separator: " and ")
      parts.append("\(list) \(missing.count == 1 ? "is" : "are") missing")
    }
    let at = place ?? first
    return text.mistake(
      at: at.offset,
      line: at.line,
      "The header does not fit: \(parts.joined(separator: "; ")).",
      advice: "Write the header as the dashboard does: \(dialect.header)"
    )
  }

  /// The dialect that has the most of these names and the fewest others; of several the newest.
  private static func nearest(to names: Set<String>) -> CSVDialect {
    var best = (dialect: CSVDialect.newest, score: Int.min)
    for dialect in CSVDialect.allCases {
      let score = dialect.columns.reduce(0) { $0 + (names.contains($1.key) ? 1 : -1) }
      if score > best.score { best = (dialect, score) }
    }
    return best.dialect
  }

  private static func suggestion(for name: String, among missing: [CSVDialect.Column]) -> String {
    // No name that is much longer than these can be near to one, and comparing takes time.
    guard name.utf8.count < 40, let near = Spelling.nearest(to: name, among: missing.map(\.key)),
      let column = missing.first(where: { $0.key == near })
    else { return "" }
    return " (did you mean \(column.name)?)"
  }

  private static func noHeader(_ fields: [CSVField], in text: CSVText) -> ImportMistake {
    let (offset, number) = (fields.first?.offset ?? text.start, fields.first?.line ?? 1)
    return text.mistake(
      at: offset,
      line: number,
      "The first row is not a header: it names no column of a file of allow policies.",
      advice: "Let the first row be: \(CSVDialect.newest.header)"
    )
  }
}
