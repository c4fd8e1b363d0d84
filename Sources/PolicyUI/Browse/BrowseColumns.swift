import Canvas
import Policies

/// The columns of the table, and what stands in each of them for a row.
enum BrowseColumn: String, CaseIterable {
  case signs
  case pattern
  case type
  case trusted
  case acceptable
  case exempt
  case verify
  case modified
  case comments

  static let all: [TableColumn] = [
    column(.signs, "", signsWidth, importance: 100),
    column(.pattern, "PATTERN", 24, ideal: 34, stretch: 3, importance: 99),
    column(.type, "TYPE", 8, ideal: 9, importance: 60),
    column(.trusted, "TRUSTED", 7, importance: 90, alignment: .center),
    column(.acceptable, "ACCEPT.", 7, importance: 88, alignment: .center),
    column(.exempt, "EXEMPT", 6, importance: 87, alignment: .center),
    column(.verify, "VERIFY", 6, ideal: 7, importance: 89, alignment: .center),
    column(.modified, "MODIFIED", 10, importance: 40),
    column(.comments, "COMMENTS", 16, ideal: 24, stretch: 4, importance: 30),
  ]

  /// The columns of a screen: words take more room than signs, and what patterns let in has one of its own.
  static func columns(_ glyphs: Glyphs, withReach: Bool) -> [TableColumn] {
    if glyphs.areWords { return [column(.signs, "", 14, ideal: 20, importance: 100)] + all.dropFirst() }
    return withReach ? [column(.signs, "", signsWidth + 1, importance: 100)] + all.dropFirst() : all
  }

  /// How wide the signs are, the gap behind them included.
  static let signsWidth = 4

  /// Those that a person can show or hide; the signs always stand.
  static let choosable = allCases.filter { $0 != .signs }

  /// The name in the list of columns.
  var title: String {
    switch self {
    case .signs: "signs"
    case .pattern: "pattern"
    case .type: "type"
    case .trusted: "trusted sender"
    case .acceptable: "acceptable sender"
    case .exempt: "exempt recipient"
    case .verify: "verify sender"
    case .modified: "modified"
    case .comments: "comments"
    }
  }

  private static func column(
    _ id: BrowseColumn,
    _ title: String,
    _ minimum: Int,
    ideal: Int? = nil,
    stretch: Int = 0,
    importance: Int,
    alignment: TableColumn.Alignment = .left
  ) -> TableColumn {
    TableColumn(
      id: id.rawValue,
      title: title,
      minimum: minimum,
      ideal: ideal,
      stretch: stretch,
      importance: importance,
      alignment: alignment
    )
  }

  var flag: PolicyFlag? {
    switch self {
    case .trusted: .trusted
    case .acceptable: .acceptable
    case .exempt: .exempt
    case .verify: .verify
    case .signs, .pattern, .type, .modified, .comments: nil
    }
  }
}
