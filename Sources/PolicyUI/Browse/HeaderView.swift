import Canvas
import PolicyCore
import Theming

/// The top line: whose policies these are, how many, and what is queued.
struct HeaderView {
  let state: AppState

  init(_ state: AppState) {
    self.state = state
  }

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, style: theme[.status])
    let left = [TextRun(" postern ", theme[.status]), TextRun(" ", theme[.status])] + Self.account(state)
    let used = buffer.write(left, at: line.origin, maxWidth: line.columns)
    var right = draftRuns
    // What matters least gives up its place first.
    let dangers = dangerRuns
    for counts in [[TextRun(policyCounts, theme[.status])] + dangers, [TextRun(policyCounts, theme[.status])]]
    where used + 4 + width(right) + width(counts) <= line.columns {
      right = counts + [TextRun("   ", theme[.status])] + right
      break
    }
    let start = line.endColumn - width(right) - 1
    guard start > used else { return }
    buffer.write(right, at: Position(row: line.row, column: start))
  }

  /// The account's name and the word that tells the live API from the sandbox, in colours of their own.
  static func account(_ state: AppState) -> [TextRun] {
    let isLive = state.account.environment == .live
    return [
      TextRun(" \(state.account.name) ", accountStyle(state)),
      TextRun(isLive ? " LIVE " : " SANDBOX ", state.theme[isLive ? .statusLive : .statusSandbox]),
    ] + (state.isReadOnly ? [TextRun(" READ-ONLY ", state.theme[.status])] : [])
      + (state.isMouseOn ? [] : [TextRun(" MOUSE OFF ", state.theme[.status])])
  }

  /// The account's own colour, if it has one, tells it from the others at a glance; its name does so without colours.
  private static func accountStyle(_ state: AppState) -> Style {
    var style = state.theme[.statusAccount]
    if let color = state.accountColor { style.foreground = color }
    return style
  }

  private var policyCounts: String {
    let total = state.browse.list.count
    let shown = state.browse.rows.count
    let marks = state.browse.marks.count
    let hidden = marks - state.browse.visibleMarks
    let filtered = state.browse.filter.text.isEmpty ? "" : ", \(shown.grouped) shown"
    let marked = marks == 0 ? "" : ", \(marks.grouped) marked" + (hidden == 0 ? "" : ", \(hidden.grouped) hidden")
    return "\(total.grouped) \(total == 1 ? "policy" : "policies")\(filtered)\(marked)"
  }

  private var draftRuns: [TextRun] {
    let counts = state.draft.draft.counts
    guard counts.total > 0 else { return [TextRun("no changes", theme[.status])] }
    let signs: [(String, Int, Role)] = [
      ("-", counts.deletes, .diffRemove), ("~", counts.patches, .diffChange), ("=", counts.puts, .diffChange),
      ("+", counts.posts, .diffAdd),
    ]
    let badges = signs.filter { $0.1 > 0 }.flatMap { sign, count, role in
      [TextRun(" ", theme[.badgePending]), TextRun("\(sign)\(count)", theme.style(role, on: .badgePending))]
    }
    let findings = [FindingLevel.error, .danger].flatMap { level -> [TextRun] in
      let count = state.findings.draftCount(of: level)
      guard count > 0 else { return [] }
      let text = "\(count) \(level.rawValue)\(count == 1 ? "" : "s")"
      return [TextRun(" ", theme[.status]), TextRun(text, theme.style(level.role, on: .status))]
    }
    return [TextRun(" draft", theme[.badgePending])] + badges + [TextRun(" ", theme[.badgePending])] + findings
  }

  /// How many policies open a hole that the rules call dangerous, queued changes included.
  private var dangerRuns: [TextRun] {
    let count = state.findings.rows.count(of: .danger)
    guard count > 0 else { return [] }
    return [
      TextRun(", ", theme[.status]), TextRun("\(count.grouped) in danger", theme.style(.levelDanger, on: .status)),
    ]
  }

  private func width(_ runs: [TextRun]) -> Int {
    runs.reduce(0) { $0 + $1.text.width }
  }
}
