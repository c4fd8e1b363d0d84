import Canvas
import PolicyCore
import PolicyQuery
import Theming
import Values

/// Draws the overview: sections of bars, and the days of mail as a plot.
struct OverviewView {
  let state: AppState
  let overview: OverviewState

  init(_ state: AppState, _ overview: OverviewState) {
    self.state = state
    self.overview = overview
  }

  private var theme: Theme { state.theme }
  private static let mostBarColumns = 24
  private static let numberColumns = 9
  private static let shareColumns = 5
  /// What a label has at least before a bar has any room.
  private static let labelColumns = 30

  /// Where the sections stand: all but the head, a blank line below it, and the keys.
  static func area(of state: AppState) -> Rect {
    let screen = Rect(state.size)
    let isLow = screen.rows < 16
    return screen.splitTop(isLow ? 1 : 2).rest.splitBottom(1).rest.inset(columns: 1)
  }

  func draw(into buffer: inout Buffer) {
    buffer.fill(buffer.bounds, style: theme[.text])
    drawHead(into: &buffer, in: buffer.bounds.line(0))
    let area = Self.area(of: state)
    let keys = buffer.bounds.splitBottom(1).bottom
    if overview.overview == nil {
      buffer.write("Counting…", at: area.origin, style: theme[.muted], maxWidth: area.columns)
    }
    let layout = overview.layout(in: state)
    for (column, lines) in layout.columns.enumerated() {
      let start = column * (layout.width + OverviewLayout.gap)
      for (offset, line) in lines.dropFirst(overview.scroll.top).prefix(area.rows).enumerated() {
        let place = Rect(row: area.row + offset, column: area.column + start, rows: 1, columns: layout.width)
        draw(line, of: layout, in: place, into: &buffer)
      }
    }
    if overview.search.isTyping { return state.draw(overview.search, into: &buffer, in: keys) }
    FooterView(state).draw(into: &buffer, in: keys)
  }

  private func drawHead(into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, style: theme[.status])
    let title = [TextRun(" Overview  ", theme[.status])] + HeaderView.account(state)
    let used = buffer.write(title, at: line.origin, maxWidth: line.columns)
    guard let counted = overview.overview else { return }
    let found = overview.search.isEmpty ? "" : "\(overview.position(in: state))   "
    let count = "\(counted.policies.grouped) \(counted.policies.agreeing("policy", "policies"))"
    let drafted = count + (state.draft.draft.isEmpty ? "" : " with the draft")
    let dangers = state.findings.rows.count(of: .danger)
    let gap = TextRun("   ", theme[.status])
    let danger =
      counted.isJudged && dangers > 0
      ? [gap, TextRun("\(dangers.grouped) in danger", theme.style(.levelDanger, on: .status))] : []
    let forms: [[TextRun]] = [
      [TextRun(found + drafted, theme[.status])] + danger, [TextRun(found + count, theme[.status])] + danger,
      [TextRun(found + count, theme[.status])],
      [TextRun(count, theme[.status])],
    ]
    guard let runs = forms.first(where: { used + $0.width + 2 <= line.columns }) else { return }
    buffer.write(runs, at: Position(row: line.row, column: line.endColumn - runs.width - 1))
  }

  private func draw(_ line: OverviewLayout.Line, of layout: OverviewLayout, in place: Rect, into buffer: inout Buffer) {
    func write(_ text: String, _ style: Style) {
      buffer.write(
        VisibleText(text),
        at: place.origin,
        style: style,
        maxWidth: place.columns,
        truncation: state.glyphs.truncation
      )
    }
    switch line {
    case .blank: break
    case .title(let text): write(text, theme[.heading])
    case .more(let text), .words(let text): write(text, theme[.muted])
    case .plot(let row): drawPlot(row, in: place, into: &buffer)
    case .bar(let number):
      guard layout.bars.indices.contains(number) else { return }
      buffer.mark(place, as: .row(number))
      draw(layout.bars[number], in: place, into: &buffer)
      guard number == overview.selection else { return }
      buffer.apply(theme[.selection], to: place)
      if !overview.search.isTyping { buffer.cursor = place.origin }
    }
  }

  // MARK: - Bars

  /// What it is, how many, which share of all, and a bar, which is the first to give up its place.
  private func draw(_ placed: OverviewLayout.PlacedBar, in line: Rect, into buffer: inout Buffer) {
    let (bar, section) = (placed.bar, placed.section)
    let numbers = Self.numberColumns + Self.shareColumns
    let bars = min(Self.mostBarColumns, max(0, line.columns - numbers - Self.labelColumns - 2))
    let (left, right) = line.splitRight(numbers + (bars > 3 && !state.glyphs.areWords ? bars + 2 : 0))
    let isFound = overview.search.finds(bar.label)
    let style = isFound ? theme[.match].merging(over: theme[.text]) : theme[.text]
    let runs = sign(of: bar, in: section) + [TextRun(bar.label, style)]
    buffer.write(runs, at: left.origin, maxWidth: left.columns - 1, truncation: state.glyphs.truncation)
    let number = bar.count.grouped
    let share = bar.share(of: section.whole)
    var cells = [
      TextRun(String(repeating: " ", count: max(0, Self.numberColumns - number.count)) + number, theme[.text]),
      TextRun(String(repeating: " ", count: max(0, Self.shareColumns - share.count)) + share, theme[.muted]),
    ]
    if right.columns > numbers {
      let most = section.bars.map(\.count).max() ?? 1
      let length = bar.count == 0 ? 0 : max(1, Int(Double(bars) * Double(bar.count) / Double(max(1, most))))
      cells.append(TextRun("  " + String(repeating: state.glyphs.bar, count: length), theme.bar(role(of: bar))))
    }
    buffer.write(cells, at: right.origin, maxWidth: right.columns, truncation: .none)
  }

  /// The letter of the level, where a section has findings.
  private func sign(of bar: Overview.Bar, in section: Overview.Section) -> [TextRun] {
    guard section.kind == .findings, let level = bar.level else { return [] }
    if state.glyphs.areWords { return [TextRun("\(level.rawValue) ", theme[level.role])] }
    return [TextRun(level.sign.map(String.init) ?? " ", theme[level.role]), TextRun(" ", theme[.text])]
  }

  private func role(of bar: Overview.Bar) -> Role { bar.level?.role ?? .accent }

  // MARK: - The plot

  /// A row of the plot; the one below the days has the first and the last of them.
  private func drawPlot(_ row: Int, in line: Rect, into buffer: inout Buffer) {
    guard let mail = overview.overview?.mail else { return }
    let plot = DayPlot(mail.passed.days, columns: line.columns)
    let start = Position(row: line.row, column: line.column + plot.axis)
    guard row < OverviewLayout.plotRows else {
      buffer.write(plot.legend, at: start, style: theme[.muted], maxWidth: plot.width)
      return
    }
    let label = row == 0 ? plot.most.grouped : row == OverviewLayout.plotRows - 1 ? "0" : ""
    let padded = String(repeating: " ", count: max(0, plot.axis - 1 - label.count)) + label
    buffer.write(padded, at: line.origin, style: theme[.muted])
    for (number, day) in plot.days.enumerated() {
      let cell = plot.cell(of: day, row: row, rows: OverviewLayout.plotRows, steps: state.glyphs.steps.count)
      guard let (step, style) = look(of: cell) else { continue }
      let glyph = String(repeating: state.glyphs.steps[step - 1], count: plot.thickness)
      let place = Position(row: line.row, column: start.column + number * plot.pitch)
      buffer.write(glyph, at: place, style: style)
    }
  }

  /// How far a cell is filled, and in which colours: of a whole one the grave part stands before the others where the theme
  /// tells them apart; else what there is more of counts.
  private func look(of cell: DayPlot.Cell) -> (step: Int, style: Style)? {
    guard cell.step > 0 else { return nil }
    let (usual, grave) = (theme.bar(.accent), theme.bar(.levelDanger))
    guard cell.grave > 0 else { return (cell.step, usual) }
    guard cell.grave < cell.step else { return (cell.step, grave) }
    let canMix = usual.foreground != .default && usual.foreground != grave.foreground && state.glyphs.steps.count > 3
    guard canMix, cell.step == state.glyphs.steps.count else {
      return (cell.step, 2 * cell.grave < cell.step ? usual : grave)
    }
    return (cell.grave, Style(foreground: grave.foreground, background: usual.foreground))
  }
}

/// Days as columns: as many of the last as there is room for.
struct DayPlot {
  let days: ArraySlice<PassedMail.Day>
  let most: Int
  /// The columns of the numbers at the left, with a blank.
  let axis: Int
  /// From one day to the next.
  let pitch: Int

  init(_ all: [PassedMail.Day], columns: Int) {
    let highest = all.map(\.count).max() ?? 0
    axis = highest.grouped.count + 1
    let room = max(1, columns - axis)
    days = all.suffix(room)
    most = highest
    pitch = max(1, min(3, room / max(1, days.count)))
  }

  /// The columns of one day.
  var thickness: Int { max(1, pitch - 1) }
  var width: Int { days.count * pitch }

  /// The first day and the last.
  var legend: String {
    guard let first = days.first?.text, let last = days.last?.text, days.count > 1 else {
      return days.first?.text ?? ""
    }
    let gap = days.count * pitch - (pitch - thickness) - first.count - last.count
    return gap > 0 ? first + String(repeating: " ", count: gap) + last : first
  }

  /// How many steps of a cell are filled, and how many of these are grave: those are the lower part of a column.
  struct Cell {
    let step: Int
    let grave: Int
  }

  func cell(of day: PassedMail.Day, row: Int, rows: Int, steps: Int) -> Cell {
    func height(_ count: Int) -> Int {
      count == 0 ? 0 : max(1, Int(Double(count) * Double(rows * steps) / Double(max(1, most))))
    }
    let below = (rows - 1 - row) * steps
    func part(_ count: Int) -> Int { max(0, min(steps, height(count) - below)) }
    return Cell(step: part(day.count), grave: part(day.grave))
  }
}
