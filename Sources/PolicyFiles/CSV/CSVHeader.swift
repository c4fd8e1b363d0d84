import JSONText
import Policies
import PolicyCore
import Values

/// The first row of a file: which dialect it is, and which column is which.
struct CSVHeader: Equatable, Sendable {
  /// Nil for a file that only a map explains.
  let dialect: CSVDialect?
  /// In the order of the file; nil is a column that means nothing here.
  let columns: [CSVDialect.Column?]
  /// Another product's column that says whether the row allows anything.
  let actionPlace: Int?
  /// The column of ids, in a file that says what should be.
  private(set) var idPlace: Int?
  /// The columns of such a file that mean something to people only, as it writes them.
  private(set) var ownColumns: [String] = []
  /// In lower case, without blanks around them.
  private let names: [String]

  /// Throws where the columns are not exactly those of one of the dialects, or lack one that the map names.
  init(_ row: CSVRow, in text: CSVText, map: ImportForm.Map? = nil) throws(ImportMistake) {
    let fields = Self.named(row)
    let names = fields.map { Self.folded($0.text) }
    self.names = names
    if let map {
      let mapped = try Self.columns(names, fields, map, in: text)
      columns = mapped
      dialect = nil
      let action = names.firstIndex(where: Self.isAction)
      actionPlace = action.flatMap { mapped[$0] == nil ? $0 : nil }
      return
    }
    actionPlace = nil
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

  /// The header of a file that says what should be: the dashboard's, or with ids and with columns of people's own.
  ///
  /// Throws where two columns say the same, one is nearly a known one, or none says which policy a row is about.
  init(ofDesired row: CSVRow, in text: CSVText) throws(ImportMistake) {
    let fields = Self.named(row)
    names = fields.map { Self.folded($0.text) }
    (dialect, actionPlace) = (nil, nil)
    var columns: [CSVDialect.Column?] = []
    var seen: [DesiredColumn] = []
    for (place, field) in fields.enumerated() {
      do throws(DesiredColumn.Misnomer) {
        let column = try DesiredColumn(named: field.text, beside: seen)
        columns.append(column.field.map { CSVDialect.Column(name: field.text, field: $0) })
        if column == .id { idPlace = place }
        if column == .own, !field.isBlank { ownColumns.append(field.text) }
        seen.append(column)
      } catch {
        throw text.mistake(at: field.offset, line: field.line, error.what, advice: error.advice)
      }
    }
    self.columns = columns
    guard seen.contains(.id) || seen.contains(.field(.pattern)) else {
      throw text.mistake(
        at: fields.first?.offset ?? text.start,
        line: fields.first?.line ?? 1,
        "The first row is not a header: it has neither a pattern nor an id.",
        advice: "Let it be the dashboard's, or name columns such as: id,pattern,type,regex,trusted,verify,comments"
      )
    }
  }

  /// Where the field stands in a row, and the name of its column; nil where the dialect does not have it.
  func place(of field: PolicyField) -> Int? { columns.firstIndex { $0?.field == field } }

  /// Whether the row is a header as well, as where files were joined; nil if it is none.
  func repetition(in row: CSVRow) -> Repetition? {
    // Nearly no row begins with the name of a column.
    guard let first = row.fields.first, isName(Self.folded(first.text)) else { return nil }
    let names = Self.named(row).map { Self.folded($0.text) }
    if names == self.names { return .same }
    // Of a row that is none, hardly more than its first field reads like a name.
    return names.count(where: isName) >= min(3, self.names.count) ? .other : nil
  }

  private func isName(_ text: String) -> Bool { Self.dialectNames.contains(text) || names.contains(text) }

  enum Repetition {
    case same
    case other
  }

  private static let dialectNames = Set(CSVDialect.allCases.flatMap { $0.columns.map(\.key) })

  /// Spreadsheets write commas for columns that were once there.
  private static func named(_ row: CSVRow) -> [CSVField] {
    var fields = row.fields
    while fields.last?.isBlank == true { fields.removeLast() }
    return fields
  }

  private static func columns(
    _ names: [String],
    _ fields: [CSVField],
    _ map: ImportForm.Map,
    in text: CSVText
  ) throws(ImportMistake) -> [CSVDialect.Column?] {
    var columns = [CSVDialect.Column?](repeating: nil, count: names.count)
    for pair in map.pairs {
      let places = pair.column.places(in: names)
      guard let place = places.first, places.count == 1, columns[place] == nil else {
        let what = places.isEmpty ? "has no column \(pair.column)" : "leaves open what \(pair.column) is"
        let list = fields.prefix(namedMistakes).map { "\"\($0.text.shortened)\"" }.joined(separator: ", ")
        throw text.mistake(
          at: fields.first?.offset ?? text.start,
          line: fields.first?.line ?? 1,
          "The header \(what).",
          advice: "Its columns are \(list)."
        )
      }
      columns[place] = CSVDialect.Column(name: fields[place].text, field: pair.field)
    }
    return columns
  }

  /// Only between quotation marks there can be blanks around it; where files were joined, a byte order mark.
  static func folded(_ name: String) -> String {
    var name = name.lowercased()
    if name.unicodeScalars.first == "\u{FEFF}" { name.unicodeScalars.removeFirst() }
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
      parts.append("\(list) \(missing.count.agreeing("is", "are")) missing")
    }
    let at = place ?? first
    return text.mistake(
      at: at.offset,
      line: at.line,
      "The header does not fit: \(parts.joined(separator: "; ")).",
      advice: adviceOnMap(fields) ?? "Write the header as the dashboard does: \(dialect.header)"
    )
  }

  /// How another product's file can be taken; nil where no column of it is the pattern by its name.
  private static func adviceOnMap(_ fields: [CSVField]) -> String? {
    guard fields.allSatisfy({ !$0.text.contains("=") }),
      let pattern = fields.first(where: { field(of: $0.text) == .pattern })
    else { return nil }
    let note = fields.first { field(of: $0.text) == .comments }
    let map = "\(pattern.text)=pattern" + (note.map { ",\($0.text)=notes" } ?? "")
    // A file with nearly all of the dashboard's columns has a slip in one of them, which no map mends.
    guard fields.count(where: { dialectNames.contains(folded($0.text)) }) < 5 else { return nil }
    return "If it is another product's, name its columns and choose the flags: --map \"\(map)\" --acceptable --verify"
  }

  /// Whether another product's column says of each row what it does.
  static func isAction(_ name: String) -> Bool { folded(name) == "action" }

  /// What a column seems to be by its name: one of the dashboard's, or what other products call the same.
  static func field(of name: String) -> PolicyField? {
    let name = folded(name)
    let patterns: Set = [
      "value", "entry", "address", "email", "email address", "sender", "domain", "ip", "ip address",
    ]
    if patterns.contains(name) { return .pattern }
    if ["note", "comment", "comments", "description", "reason"].contains(name) { return .comments }
    return CSVDialect.allCases.lazy.flatMap(\.columns).first { $0.key == name }?.field
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
      advice: adviceOnMap(fields)
        ?? (fields.count == 1
          ? "If it is a list, one pattern a line, choose the flags once: --as list --acceptable --verify"
          : "Let the first row be: \(CSVDialect.newest.header)")
    )
  }
}
