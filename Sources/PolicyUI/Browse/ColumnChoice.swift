import Canvas
import PolicyQuery

/// Which columns a person wants to see, how wide, and how far they are moved to the left.
///
/// All by the columns' names, as they are remembered.
package struct ColumnChoice: Hashable, Sendable {
  /// Columns that are not shown, of those that otherwise are.
  package var hidden: Set<String> = []
  /// Columns that are shown, of those that otherwise are not.
  package var added: Set<String> = []
  /// Widths that a person gave; the other columns are as wide as suits them.
  package var widths: [String: Int] = [:]
  /// So many of the columns behind the pattern are out of sight at the left.
  package var skipped = 0

  package init() {}

  static let narrowest = 3
  static let widest = 200
  /// By so much one key or one notch of the wheel changes a width.
  static let step = 2

  func shows(_ column: BrowseColumn) -> Bool {
    column.isExtra ? added.contains(column.rawValue) : !hidden.contains(column.rawValue)
  }

  mutating func toggle(_ column: BrowseColumn) {
    if column.isExtra {
      if added.remove(column.rawValue) == nil { added.insert(column.rawValue) }
    } else if hidden.remove(column.rawValue) == nil {
      hidden.insert(column.rawValue)
    }
    skip(by: 0)
  }

  /// Moves the columns behind the pattern; one of them always stays.
  mutating func skip(by count: Int) {
    let movable = BrowseColumn.choosable.count { $0 != .pattern && shows($0) }
    skipped = max(0, min(skipped + count, movable - 1))
  }

  /// The columns that are shown, at these widths; the first two stay where they are.
  func columns(_ glyphs: Glyphs, withReach: Bool, in width: Int) -> [TableColumn] {
    let signs = BrowseColumn.signsWidth + (withReach ? 1 : 0)
    var pinned = [
      glyphs.areWords
        ? TableColumn(id: BrowseColumn.signs.rawValue, title: "", minimum: 14, ideal: 20, importance: 100)
        : TableColumn(id: BrowseColumn.signs.rawValue, title: "", minimum: signs, importance: 100)
    ]
    var others: [TableColumn] = []
    for column in BrowseColumn.all.dropFirst() {
      guard let id = BrowseColumn(rawValue: column.id), shows(id) else { continue }
      if id == .pattern {
        pinned.append(wide(skipped > 0 ? column.narrowed(to: 12) : column, in: width - pinned[0].minimum - 1))
      } else {
        others.append(wide(column, in: width))
      }
    }
    return pinned + others.dropFirst(skipped)
  }

  private func wide(_ column: TableColumn, in room: Int) -> TableColumn {
    guard let width = widths[column.id] else { return column }
    return column.fixed(to: max(1, min(width, room)))
  }
}

extension TableColumn {
  /// The same in exactly so many columns.
  fileprivate func fixed(to width: Int) -> TableColumn {
    TableColumn(id: id, title: title, minimum: width, importance: importance, alignment: alignment)
  }

  /// The same, content with less.
  fileprivate func narrowed(to width: Int) -> TableColumn {
    TableColumn(
      id: id,
      title: title,
      minimum: min(minimum, width),
      ideal: ideal,
      stretch: stretch,
      importance: importance,
      alignment: alignment
    )
  }
}

extension AppState {
  /// The table's columns as they are seen now, and whether some are out of sight at the right.
  var tableLayout: (layout: TableLayout, isCut: Bool) {
    let width = browseLayout.rows.columns
    let columns = browse.columns.columns(glyphs, withReach: browse.rows.haveSigns, in: width)
    let layout = TableLayout(columns, width: width)
    guard layout.placed.count < columns.count else { return (layout, false) }
    // What tells of the others has a place of its own where that costs no further column.
    let narrower = TableLayout(columns, width: width - 1)
    return (narrower.placed.count == layout.placed.count ? narrower : layout, true)
  }

  /// Carries out what one of the keys says of a column's width.
  mutating func changeWidth(of column: BrowseColumn, _ command: CommandID) -> [AppEffect] {
    switch command {
    case .columnWiden: return widen(column.rawValue, by: ColumnChoice.step)
    case .columnNarrow: return widen(column.rawValue, by: -ColumnChoice.step)
    default:
      browse.columns.widths[column.rawValue] = nil
      return [remember()]
    }
  }

  /// Makes a column wider or narrower than it is, by its name.
  mutating func widen(_ name: String, by columns: Int) -> [AppEffect] {
    guard name != BrowseColumn.signs.rawValue else { return [] }
    let shown = tableLayout.layout.placed.first { $0.column.id == name }?.width
    let natural = BrowseColumn.all.first { $0.id == name }?.ideal
    guard let width = shown ?? browse.columns.widths[name] ?? natural else { return [] }
    browse.columns.widths[name] = max(ColumnChoice.narrowest, min(width + columns, ColumnChoice.widest))
    return [remember()]
  }
}
