import Canvas
import PolicyCore
import Theming

/// Draws the history: the list of submissions, or one of them in full.
struct HistoryView {
  let state: AppState
  let history: HistoryState

  init(_ state: AppState, _ history: HistoryState) {
    self.state = state
    self.history = history
  }

  private var theme: Theme { state.theme }

  private static let columns = [
    TableColumn(id: "at", title: "AT", minimum: 19, importance: 90),
    TableColumn(id: "outcome", title: "OUTCOME", minimum: 8, importance: 100),
    TableColumn(id: "operations", title: "OPERATIONS", minimum: 10, ideal: 14, importance: 80),
    TableColumn(id: "user", title: "USER", minimum: 8, ideal: 12, importance: 50),
    TableColumn(id: "id", title: "ID", minimum: 8, importance: 70),
    TableColumn(id: "reason", title: "REASON", minimum: 10, ideal: 24, stretch: 1, importance: 60),
  ]

  /// All but the head, the column titles and the keys.
  static func bodyRows(_ state: AppState) -> Int { max(1, state.size.rows - 3) }

  func draw(into buffer: inout Buffer) {
    buffer.fill(buffer.bounds, style: theme[.text])
    let (head, rest) = buffer.bounds.splitTop(1)
    buffer.fill(head, style: theme[.status])
    let title = [TextRun(" History  ", theme[.status])] + HeaderView.account(state)
    let used = buffer.write(title, at: head.origin, maxWidth: head.columns)
    let position = history.position(in: state) + " "
    if used + position.count < head.columns {
      let start = Position(row: head.row, column: head.endColumn - position.count)
      buffer.write(position, at: start, style: theme[.status])
    }
    let (body, hints) = rest.splitBottom(1)
    if let opened = history.opened {
      var opened = opened
      opened.layOut(width: body.columns)
      let rows = opened.rows.dropFirst(opened.scroll.top).lazy.map { row in
        let line = opened.lines[row.line]
        let runs = line.rows(theme, width: body.columns)[row.part]
        guard history.search.finds(line.parts.map(\.text).joined()) else { return runs }
        return runs.map { TextRun($0.text, theme[.match].merging(over: $0.style)) }
      }
      buffer.write(rows, in: body.splitTop(1).rest)
      buffer.cursor = body.origin
    } else {
      drawList(into: &buffer, in: body)
    }
    if history.search.isTyping { return state.draw(history.search, into: &buffer, in: hints) }
    FooterView(state).draw(into: &buffer, in: hints)
  }

  /// All that stands in the row of a submission.
  static func text(of record: SubmissionRecord) -> String {
    columns.map { cell($0.id, of: record).0 }.joined(separator: " ")
  }

  private func drawList(into buffer: inout Buffer, in area: Rect) {
    let (head, rows) = area.splitTop(1)
    guard let records = history.records, !records.isEmpty else {
      let text = history.records == nil ? "Reading the history…" : "Nothing has been submitted from here yet."
      buffer.write(text, at: Position(row: head.row + 1, column: 2), style: theme[.muted])
      return
    }
    let table = Table(
      layout: TableLayout(Self.columns, width: rows.columns - 2),
      header: theme[.heading],
      truncation: state.glyphs.truncation
    )
    table.drawHeader(into: &buffer, in: head.inset(columns: 1))
    SelectionList(count: records.count, selection: history.selection, scroll: history.scroll, margin: 0)
      .draw(into: &buffer, in: rows, selected: theme[.selection]) { index, line, buffer in
        let isFound = history.search.finds(Self.text(of: records[index]))
        table.drawRow(into: &buffer, in: line.inset(columns: 1)) { column, place, buffer in
          let (text, role) = Self.cell(column.id, of: records[index])
          let style = isFound ? theme[.match].merging(over: theme[role]) : theme[role]
          table.write(VisibleText(text), style: style, in: place, into: &buffer)
        }
      }
  }

  private static func cell(_ column: String, of record: SubmissionRecord) -> (String, Role) {
    switch column {
    case "at": (HistoryText.moment(record.startedAt), .text)
    case "outcome": (record.state.title, HistoryText.role(record.state))
    case "operations": (HistoryText.counts(record.counts), .text)
    case "user": (record.user, .text)
    // As what takes it back names it.
    case "id": (record.shortID, .muted)
    default: (record.reason ?? "", .muted)
    }
  }
}
