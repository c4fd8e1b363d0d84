/// What a table wants of one column.
package struct TableColumn: Hashable, Sendable {
  package enum Alignment: Hashable, Sendable { case left, center, right }

  /// Names the column for the closure that draws its cells.
  package let id: String
  package let title: String
  /// Narrower than this the column is left out.
  package let minimum: Int
  /// What it gets while others do not need the room.
  package let ideal: Int
  /// Its share of the room that is left over; 0 for a column that never grows beyond its ideal.
  package let stretch: Int
  /// Columns of low importance are left out first; of two equal ones, the right one.
  package let importance: Int
  package let alignment: Alignment

  package init(
    id: String,
    title: String,
    minimum: Int,
    ideal: Int? = nil,
    stretch: Int = 0,
    importance: Int = 0,
    alignment: Alignment = .left
  ) {
    self.id = id
    self.title = title
    self.minimum = max(1, minimum)
    self.ideal = max(minimum, ideal ?? minimum)
    self.stretch = max(0, stretch)
    self.importance = importance
    self.alignment = alignment
  }
}

/// Where the columns of a table stand at a given width.
package struct TableLayout: Hashable, Sendable {
  package struct Placed: Hashable, Sendable {
    package let column: TableColumn
    /// The first screen column, counted from the left end of the table.
    package let start: Int
    package let width: Int
  }

  package let width: Int
  package let placed: [Placed]

  /// Lays columns out in their order, `gap` blanks between them.
  ///
  /// The least important are left out until the rest fit at their minimum; the most important stays even then, cut to
  /// what there is. What remains goes first to the ideal widths, the most important first, then to columns that stretch.
  package init(_ columns: [TableColumn], width: Int, gap: Int = 1) {
    self.width = max(0, width)
    guard width > 0 else {
      placed = []
      return
    }
    var kept = Array(columns.indices)
    func needed() -> Int { kept.reduce(0) { $0 + columns[$1].minimum } + gap * max(0, kept.count - 1) }
    while kept.count > 1, needed() > width {
      let least = kept.indices.min { first, second in
        let one = columns[kept[first]].importance
        let other = columns[kept[second]].importance
        return one == other ? first > second : one < other
      }
      if let least { kept.remove(at: least) }
    }
    var widths = kept.map { columns[$0].minimum }
    var left = width - needed()
    if left < 0, !widths.isEmpty {
      widths[0] += left
      left = 0
    }
    let byImportance = kept.indices.sorted {
      (columns[kept[$0]].importance, -$0) > (columns[kept[$1]].importance, -$1)
    }
    for index in byImportance {
      let more = min(left, columns[kept[index]].ideal - widths[index])
      guard more > 0 else { continue }
      widths[index] += more
      left -= more
    }
    var shares = kept.reduce(0) { $0 + columns[$1].stretch }
    for index in kept.indices where shares > 0 {
      let stretch = columns[kept[index]].stretch
      let more = left * stretch / shares
      widths[index] += more
      left -= more
      shares -= stretch
    }
    var start = 0
    var result: [Placed] = []
    for (index, column) in kept.enumerated() {
      result.append(Placed(column: columns[column], start: start, width: widths[index]))
      start += widths[index] + gap
    }
    placed = result
  }

  /// The column under a screen column counted from the left end of the table; `nil` in a gap.
  package func column(at offset: Int) -> TableColumn? {
    placed.first { offset >= $0.start && offset < $0.start + $0.width }?.column
  }
}
