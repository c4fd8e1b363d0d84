import Canvas

/// Rows of text in aligned columns, for standard output.
struct TextTable {
  let header: [String]
  private(set) var rows: [[VisibleText]] = []

  init(_ header: [String]) {
    self.header = header
  }

  mutating func append(_ cells: [String]) {
    rows.append(cells.map { VisibleText($0) })
  }

  /// Two blanks between columns, none at the end of a line; the last column is as long as it is.
  var text: String {
    let all = [header.map { VisibleText($0) }] + rows
    let widths = header.indices.map { column in all.lazy.map { $0[column].width }.max() ?? 0 }
    var text = ""
    for row in all {
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell.string
        if column < row.count - 1 { line += String(repeating: " ", count: widths[column] - cell.width + 2) }
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}
