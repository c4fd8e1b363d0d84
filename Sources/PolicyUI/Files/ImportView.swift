import Canvas
import PolicyFiles
import Theming
import Values

/// Draws the rows of a file beside what is there: what each would do, or what is wrong with it.
struct ImportView {
  let state: AppState
  let imported: ImportState

  init(_ state: AppState, _ imported: ImportState) {
    self.state = state
    self.imported = imported
  }

  private var theme: Theme { state.theme }
  private static let headRows = 3

  /// What the lower part has for the row that the cursor is on.
  private static func detailRows(_ state: AppState) -> Int {
    state.size.rows >= 34 ? 10 : state.size.rows >= 20 ? 6 : state.size.rows >= 14 ? 3 : 1
  }

  /// The most rows of the list that fit.
  static func listRows(_ state: AppState) -> Int { max(1, state.size.rows - headRows - detailRows(state) - 2) }

  func draw(into buffer: inout Buffer) {
    guard let rows = imported.rows else { return drawReading(into: &buffer) }
    buffer.fill(buffer.bounds, style: theme[.text])
    let (head, rest) = buffer.bounds.splitTop(Self.headRows)
    drawTitle(rows, into: &buffer, in: head.line(0))
    drawCounts(rows, into: &buffer, in: head.line(1))
    // The texts of all rows are made only where something is looked for in them.
    let place = "\((imported.selection + 1).grouped) of \(rows.order.count.grouped)"
    drawRule(" \(imported.search.isEmpty ? place : imported.position(in: state)) ", into: &buffer, in: head.line(2))
    let (upper, footer) = rest.splitBottom(1)
    let (list, below) = upper.splitBottom(Self.detailRows(state) + 1)
    let text = ImportRowText(state, rows, width: list.columns)
    if rows.order.isEmpty {
      buffer.write("   The file has no rows.", at: list.origin, style: theme[.muted])
      buffer.cursor = list.origin
    }
    SelectionList(count: rows.order.count, selection: imported.selection).draw(
      into: &buffer,
      in: list,
      selected: theme[.selection],
      truncation: state.glyphs.truncation
    ) { text.runs(of: rows.order[$0]) }
    drawRule("", into: &buffer, in: below.line(0))
    if let item = imported.selected {
      buffer.write(text.details(of: item), in: below.splitTop(1).rest, truncation: state.glyphs.truncation)
    }
    drawFooter(rows, into: &buffer, in: footer)
  }

  private func drawReading(into buffer: inout Buffer) {
    let text = "Reading \(imported.source.name)…"
    let contents = Size(rows: 1, columns: min(state.size.columns - 6, max(20, VisibleText(text).width)))
    let inside = Popup("Import", over: state).draw(into: &buffer, contents: contents)
    buffer.write(text, at: inside.origin, style: theme[.muted], maxWidth: inside.columns)
    buffer.cursor = inside.origin
  }

  // MARK: - Head

  private func drawTitle(_ rows: ImportState.Rows, into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, style: theme[.status])
    let runs = [TextRun(" Import  ", theme[.status])] + HeaderView.account(state)
    let used = buffer.write(runs, at: line.origin, maxWidth: line.columns)
    let count = rows.plan.entries.count
    let forms = ["   \(imported.source.name): \(count.counted("row"))", "   \(imported.source.name)"]
    let form = forms.first { VisibleText($0).width + used < line.columns } ?? forms[1]
    buffer.write(
      VisibleText(form),
      at: Position(row: line.row, column: used),
      style: theme[.status],
      maxWidth: line.columns - used,
      truncation: state.glyphs.truncation
    )
  }

  /// What is wrong comes first, then what would be queued.
  private func drawCounts(_ rows: ImportState.Rows, into buffer: inout Buffer, in line: Rect) {
    if let broken = rows.plan.broken {
      let text = " \(broken) \(broken.advice) What follows was not read."
      let style = theme[.levelError]
      buffer.write(
        VisibleText(text),
        at: line.origin,
        style: style,
        maxWidth: line.columns,
        truncation: state.glyphs.truncation
      )
      return
    }
    let counts = rows.plan.counts
    let parts: [(Int, String, Role)] = [
      (counts.invalid, counts.invalid.agreeing("mistake"), .levelError), (rows.dangers, "in danger", .levelDanger),
      (rows.warnings, "with a warning", .levelWarning), (counts.new, "new", .diffAdd),
      (counts.changed, "changed", .diffChange), (counts.queued, "in the draft", .diffAdd),
      (counts.duplicate, "there already", .muted),
      (counts.repeated, "said before", .muted), (counts.leftOut, "left out", .muted),
      (rows.plan.remarks.count, rows.plan.remarks.count.agreeing("line") + " passed over", .muted),
    ]
    let runs = parts.filter { $0.0 > 0 }.flatMap { count, word, role in
      [TextRun(" ", theme[.text]), TextRun("\(count.grouped) \(word)", theme[role]), TextRun("  ", theme[.text])]
    }
    buffer.write(runs, at: line.origin, maxWidth: line.columns, truncation: state.glyphs.truncation)
  }

  private func drawRule(_ text: String, into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, repeating: state.glyphs.horizontal, style: theme[.border])
    guard text.count + 2 < line.columns else { return }
    buffer.write(text, at: Position(row: line.row, column: line.endColumn - 1 - text.count), style: theme[.muted])
  }

  // MARK: - Foot

  private func drawFooter(_ rows: ImportState.Rows, into buffer: inout Buffer, in line: Rect) {
    // What lies over the rows shows its own keys, and these would do something else there.
    guard case .importing = state.layers.last else { return }
    if imported.search.isTyping { return state.draw(imported.search, into: &buffer, in: line) }
    if imported.asksToLeave {
      let mends = imported.unqueuedMends.counted("mended row is", "mended rows are")
      let (leave, queue) = (state.key(.formDiscard, in: .leaving), state.key(.formQueue, in: .leaving))
      let question = " Leave? \(mends) not queued. \(leave) leave   \(queue) queue   any other key stays"
      buffer.fill(line, style: theme[.status])
      buffer.write(question, at: line.origin, style: theme.style(.levelWarning, on: .status), maxWidth: line.columns)
      return
    }
    guard state.message == nil, !state.isHeldLong else { return FooterView(state).draw(into: &buffer, in: line) }
    let rest = rows.plan.counts.rest
    let name = VisibleText(RestName.name(beside: shortPath))
    let isRow = state.disabledReason(for: .importMend) == nil
    let items = [
      isRow ? state.hint(.importMend, in: .importing, label: isMistake(rows) ? "mend" : "change", importance: 9) : nil,
      isRow
        ? state.hint(.pastedLeaveOut, in: .importing, label: isLeftOut(rows) ? "take in" : "leave out", importance: 6)
        : nil,
      rows.plan.counts.invalid > 0 ? state.hint(.matchNext, in: .importing, label: "next mistake", importance: 5) : nil,
      state.hint(.helpSearch, in: .importing, importance: 4),
      state.hint(.importQueue, in: .importing, label: "queue \(rows.plan.counts.ready.grouped)", importance: 10),
      rest > 0
        ? state.hint(.importRest, in: .importing, label: "write \(rest.grouped) to \(name.string)", importance: 7)
        : nil,
      rows.plan.counts.queued > 0 ? state.hint(.reviewOpen, in: .importing, importance: 9) : nil,
      state.hint(.back, in: .importing, importance: 8), state.hint(.help, in: .importing, importance: 3),
    ]
    HintBar(items, theme).draw(into: &buffer, in: line.inset(columns: 1))
  }

  /// The file's name without its folder.
  private var shortPath: String {
    imported.source.path.split(separator: "/").last.map(String.init) ?? imported.source.path
  }

  private func isMistake(_ rows: ImportState.Rows) -> Bool {
    guard let row = imported.selectedRow, case .invalid = rows.plan.entries[row].outcome else { return false }
    return true
  }

  private func isLeftOut(_ rows: ImportState.Rows) -> Bool {
    imported.selectedRow.map { rows.changes.leftOut.contains($0) } ?? false
  }
}
