import Canvas
import Policies

/// The columns of the table, and what stands in each of them for a row.
enum BrowseColumn: String, CaseIterable {
  case signs
  case pattern
  case type
  case regex
  case trusted
  case acceptable
  case exempt
  case verify
  case findings
  case operation
  case effect
  case modified
  case created
  case comments

  static let all: [TableColumn] = [
    column(.signs, "", signsWidth, importance: 100),
    column(.pattern, "PATTERN", 24, ideal: 34, stretch: 3, importance: 99),
    column(.type, "TYPE", 9, ideal: 10, importance: 60),
    column(.regex, "REGEX", 5, importance: 50, alignment: .center),
    column(.trusted, "TRUSTED", 7, importance: 90, alignment: .center),
    column(.acceptable, "ACCEPT.", 7, importance: 88, alignment: .center),
    column(.exempt, "EXEMPT", 6, importance: 87, alignment: .center),
    column(.verify, "VERIFY", 6, ideal: 7, importance: 89, alignment: .center),
    column(.findings, "FINDINGS", 10, ideal: 24, stretch: 2, importance: 55),
    column(.operation, "QUEUED", 8, importance: 50),
    column(.effect, "EFFECT", 8, importance: 51),
    column(.modified, "MODIFIED", 10, importance: 40),
    column(.created, "CREATED", 10, importance: 39),
    column(.comments, "COMMENTS", 16, ideal: 24, stretch: 4, importance: 30),
  ]

  /// How wide the signs are, the gap behind them included.
  static let signsWidth = 4

  /// Those that a person can show or hide; the signs always stand.
  static let choosable = allCases.filter { $0 != .signs }

  /// Whether it stands only where a person has asked for it.
  var isExtra: Bool {
    switch self {
    case .regex, .findings, .operation, .effect, .created: true
    case .signs, .pattern, .type, .trusted, .acceptable, .exempt, .verify, .modified, .comments: false
    }
  }

  /// The name in the list of columns.
  var title: String {
    switch self {
    case .signs: "signs"
    case .pattern: "pattern"
    case .type: "type"
    case .regex: "regular expression"
    case .trusted: "trusted sender"
    case .acceptable: "acceptable sender"
    case .exempt: "exempt recipient"
    case .verify: "verify sender"
    case .findings: "findings"
    case .operation: "what is queued"
    case .effect: "effect of what is queued"
    case .modified: "modified"
    case .created: "created"
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
    case .signs, .pattern, .type, .regex, .findings, .operation, .effect, .modified, .created, .comments: nil
    }
  }
}
