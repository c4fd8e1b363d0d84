import Canvas
import Foundation
import Theming
import Policies
import PolicyCore
import PolicyQuery
import Values

/// Draws the table's screen.
///
/// Asks for the visible rows only.
struct BrowseView {
  let state: AppState
  let layout: BrowseLayout
  private let pictures: RowPictures

  init(_ state: AppState, _ pictures: RowPictures) {
    self.state = state
    self.pictures = pictures
    layout = state.browseLayout
  }

  private var theme: Theme { state.theme }
  private var browse: BrowseState { state.browse }

  func draw(into buffer: inout Buffer) {
    HeaderView(state).draw(into: &buffer, in: layout.header)
    drawFilter(into: &buffer)
    drawTable(into: &buffer)
    if !layout.rule.isEmpty {
      drawRule(into: &buffer)
      DetailView(state, layout).draw(into: &buffer)
    }
    FooterView(state).draw(into: &buffer, in: layout.hints)
  }

  /// The line between table and details, with the place in the table where there is room for it.
  private func drawRule(into buffer: inout Buffer) {
    let rule = layout.rule
    guard rule.rows == 1 else {
      for row in 0..<rule.rows {
        buffer.write(state.glyphs.vertical, at: rule.line(row).origin, style: theme[.border])
      }
      return
    }
    buffer.fill(rule, repeating: state.glyphs.horizontal, style: theme[.border])
    guard !browse.rows.isEmpty else { return }
    let count = browse.filter.text.isEmpty ? max(browse.total, browse.rows.count) : browse.rows.count
    let place = " \((browse.selection + 1).grouped) of \(count.grouped) "
    let column = rule.endColumn - place.count - 2
    if column > 0 { buffer.write(place, at: Position(row: rule.row, column: column), style: theme[.muted]) }
  }

  // MARK: - Filter line

  private func drawFilter(into buffer: inout Buffer) {
    let line = layout.filter
    let status = loadStatus
    let statusWidth = min(status.text.width + 2, line.columns / 2)
    let (left, right) = line.splitRight(statusWidth)
    let isActive = browse.isFiltering || !browse.filter.text.isEmpty
    browse.filter.draw(
      into: &buffer,
      in: left,
      label: TextRun(" /", theme[isActive ? .accent : .muted]),
      labelWidth: 3,
      styles: theme.field(isActive: browse.isFiltering),
      placeholder: browse.isFiltering ? "words, or type:ip trusted:yes -word" : "filter",
      isFocused: browse.isFiltering
    )
    let place = Position(row: right.row, column: right.endColumn - 1 - min(status.text.width, right.columns - 1))
    let used = buffer.write(status.text, at: place, style: status.style, maxWidth: right.columns - 1)
    if let key = statusKey {
      buffer.mark(Rect(row: line.row, column: place.column, rows: 1, columns: used), as: .keys(key))
    }
  }

  /// The key that the status names, or that mends what it tells of; nil where there is none.
  private var statusKey: String? {
    if browse.more != nil {
      return browse.isFiltering ? state.key(.filterComplete, in: .filter) : state.key(.filterWiden)
    }
    // A key that types would be typed into the filter.
    guard !browse.isFiltering else { return nil }
    if browse.wait != nil { return state.key(.filterClear) }
    if case .loading = browse.load { return state.key(.filterClear) }
    return state.key(.policiesRefresh)
  }

  /// What the person should know of the list: that it is on its way, how old it is, or why it could not be had.
  private var loadStatus: TextRun {
    if let more = browse.more {
      let key = browse.isFiltering ? state.key(.filterComplete, in: .filter) : state.key(.filterWiden)
      let text = "\(more.count.grouped) more \(more.count == 1 ? "lets" : "let") it in: \(key)"
      return TextRun(text, theme[.levelWarning])
    }
    if let wait = browse.wait {
      let seconds = max(0, Int(wait.until.timeIntervalSince(state.now).rounded(.up)))
      return TextRun(
        "\(wait.reason.headline): tries again in \(seconds) s  \(state.key(.filterClear)) stops",
        theme[.levelWarning]
      )
    }
    switch browse.load {
    case .loading(let loaded, let total):
      let done = total.map { "\(loaded.grouped) of \($0.grouped)" } ?? "\(loaded.grouped)"
      return TextRun(loaded == 0 ? "loading…" : "loading \(done)…\(rate(loaded, total))", theme[.accent])
    case .failed(let problem):
      let age = browse.loadedAt.map { ", showing the list of \(Self.age(from: $0, to: state.now))" } ?? ""
      return TextRun("\(problem.headline)\(age)  \(state.key(.policiesRefresh)) tries again", theme[.levelError])
    case .idle:
      guard let loadedAt = browse.loadedAt else { return TextRun("", theme[.muted]) }
      if let stopped = browse.stopped { return TextRun(stopped, theme[.levelWarning]) }
      guard browse.isComplete else {
        return TextRun(
          "changed while it was read: may lack rows  \(state.key(.policiesRefresh)) tries again",
          theme[.levelWarning]
        )
      }
      if let leftOut = browse.leftOut { return TextRun(leftOut, theme[.levelWarning]) }
      let age = Self.age(from: loadedAt, to: state.now)
      return TextRun(age == "now" ? "" : "list of \(age)", theme[.muted])
    }
  }

  /// How fast rows arrive, and how long the rest will take, once that can be said.
  private func rate(_ loaded: Int, _ total: Int?) -> String {
    guard let start = browse.loadStartedAt else { return "" }
    guard let pace = Pace(done: loaded, of: total, after: state.now.timeIntervalSince(start)) else { return "" }
    let rest = pace.left.isEmpty ? "" : ", \(pace.left)"
    return "  \(pace.perSecond.grouped)/s\(rest)  \(state.key(.filterClear)) stops"
  }

  static func age(from past: Date, to now: Date) -> String {
    let minutes = Int(now.timeIntervalSince(past) / 60)
    return switch minutes {
    case ..<1: "now"
    case ..<60: "\(minutes) min ago"
    case ..<2880: "\(minutes / 60) h ago"
    default: "\(minutes / 1440) days ago"
    }
  }

  // MARK: - Table

  private func drawTable(into buffer: inout Buffer) {
    if browse.isFiltering, browse.filter.text.isEmpty, !browse.list.isEmpty {
      FilterTermsView(state).draw(into: &buffer, in: layout.table)
      return
    }
    let (columns, isCut) = state.tableLayout
    let table = Table(layout: columns, header: theme[.heading], truncation: state.glyphs.truncation)
    drawTitles(of: table, isCut: isCut, into: &buffer)
    guard !browse.rows.isEmpty else {
      drawEmpty(into: &buffer)
      return
    }
    if !browse.isFiltering, !layout.rows.isEmpty {
      // In the gap behind the signs: a screen reader follows the cursor, and nothing is hidden under it.
      let column = state.glyphs.areWords ? 0 : BrowseColumn.signsWidth - 1 + (browse.rows.haveSigns ? 1 : 0)
      buffer.cursor = Position(row: layout.rows.row + browse.selection - browse.scroll.top, column: column)
    }
    drawRows(of: table, into: &buffer)
  }

  /// The titles, the sign of the order, and at either end a sign where columns are out of sight.
  private func drawTitles(of table: Table, isCut: Bool, into buffer: inout Buffer) {
    let line = layout.columns
    let sorted = browse.order.primary.flatMap { key in key.column.column(in: browse.columns).map { ($0.rawValue, key) }
    }
    buffer.fill(line, style: theme[.heading])
    table.drawHeader(into: &buffer, in: isCut ? line.splitRight(1).rest : line) { column in
      guard let (name, key) = sorted, name == column.id else { return "" }
      return key.isAscending ? state.glyphs.up : state.glyphs.down
    }
    func put(_ sign: String, at column: Int, _ command: CommandID) {
      let place = Rect(row: line.row, column: column, rows: line.rows, columns: 1)
      guard !line.isEmpty, !sign.isEmpty else { return }
      buffer.write(sign, at: place.origin, style: theme[.accent].merging(over: theme[.heading]))
      buffer.mark(place, as: .keys(state.key(command)))
    }
    if browse.columns.skipped > 0, table.layout.placed.count > 2 {
      put(state.glyphs.left, at: line.column + table.layout.placed[2].start - 1, .columnsLeft)
    }
    if isCut { put(state.glyphs.right, at: line.endColumn - 1, .columnsRight) }
  }

  private func drawRows(of table: Table, into buffer: inout Buffer) {
    let area = layout.rows
    pictures.begin(
      RowPictures.Look(
        layout: table.layout,
        theme: theme,
        glyphs: state.glyphs,
        filter: browse.filter.text,
        listRevision: browse.rows.list.revision,
        findings: state.findings
      )
    )
    let words = Query(parsing: browse.filter.text)
    let conflicts = Set(state.conflicts.map(\.id))
    for offset in 0..<min(area.rows, max(0, browse.rows.count - browse.scroll.top)) {
      let index = browse.scroll.top + offset
      let id = browse.rows.id(at: index)
      let content = RowPictures.Content(
        operation: state.draft.draft[id],
        isMarked: browse.marks.contains(id),
        isInConflict: conflicts.contains(id),
        isUnmatched: browse.unmatched.contains(id),
        reach: browse.rows.sign(at: index)
      )
      let line = pictures.line(of: id, showing: content) { draw(index, content, words, table) }
      let place = area.line(offset)
      buffer.put(line, at: place.origin)
      if index == browse.selection { buffer.apply(theme[.selection], to: place) }
    }
  }

  private func draw(_ index: Int, _ content: RowPictures.Content, _ words: Query, _ table: Table) -> Buffer {
    var line = Buffer(size: Size(rows: 1, columns: layout.rows.columns), style: theme[.text])
    guard let row = state.row(at: index) else { return line }
    let view = RowView(
      state: state,
      row: row,
      content: content,
      risks: state.risks(of: row),
      words: words,
      table: table
    )
    table.drawRow(into: &line, in: line.bounds) { column, place, line in
      if let column = BrowseColumn(rawValue: column.id) { view.draw(column, in: place, into: &line) }
    }
    return line
  }

  private var nothingMatches: String {
    let clears = "\(state.key(.filterClear)) clears it."
    if let unknown = unknownUsage { return "\(unknown) \(clears)" }
    guard let meant = state.filterSuggestion else { return "Nothing matches the filter. \(clears)" }
    let completes = state.key(.filterComplete, in: .filter)
    let takes = browse.isFiltering ? completes : "\(state.key(.filterOpen)) \(completes)"
    return "Nothing matches the filter. Did you mean \(meant)? \(takes) writes it; \(clears)"
  }

  /// Why a filter on what policies let through keeps nothing, where that is not known; nil for every other filter.
  private var unknownUsage: String? {
    guard state.findings.usage == nil, Query(parsing: browse.filter.text).asksForUsage else { return nil }
    guard state.mail.keepsNone else {
      return "What policies let through is still being counted. The filter keeps nothing until then;"
    }
    let reads = "\(state.key(.mailOpen)) reads what arrived."
    return "The filter is about mail, and none is kept: \(reads)"
  }

  private func drawEmpty(into buffer: inout Buffer) {
    let text: String
    switch browse.load {
    case .failed(let problem): text = "\(problem.what)\n\(problem.advice)"
    case .loading: text = "Loading the policies of \(state.account.name)…"
    case .idle where !browse.filter.text.isEmpty:
      text = nothingMatches
    case .idle where browse.loadedAt != nil:
      text = "There are no policies yet. \(state.key(.policyNew)) queues the first."
    case .idle: text = ""
    }
    let style = if case .failed = browse.load { theme[.levelError] } else { theme[.muted] }
    let room = layout.rows.inset(rows: min(2, layout.rows.rows / 4), columns: 4)
    Paragraph(text, width: min(room.columns, 76)).draw(into: &buffer, in: room, style: style)
  }
}

extension Int {
  /// With a comma between groups of three digits.
  package var grouped: String {
    var digits = String(magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}

extension Problem {
  /// What happened, in two or three words.
  var headline: String {
    switch kind {
    case .unreachable: "offline"
    case .rateLimited: "rate limited"
    case .unauthorized: "not allowed"
    case .interrupted: "stopped"
    default: "loading failed"
    }
  }
}
