import Canvas
import Theming

/// Draws the palette: what is typed, the commands that it stands for, and a line about the one that is chosen.
struct PaletteView {
  /// The rows of the frame, of the field and of the line at the bottom.
  private static let frameRows = 4

  let state: AppState
  let palette: PaletteState

  private let rows: [PaletteRow]

  init(_ state: AppState, _ palette: PaletteState, rows: [PaletteRow]) {
    self.state = state
    self.palette = palette
    self.rows = rows
  }

  private var theme: Theme { state.theme }

  /// The most commands that are seen at once.
  static func listRows(_ state: AppState) -> Int { max(1, min(state.size.rows - 2 - frameRows, 20)) }

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 6, 96)
    let contents = Size(rows: Self.listRows(state) + 2, columns: width)
    let height = Self.listRows(state)
    let more = rows.count > height ? "\(min(palette.selection, rows.count - 1) + 1) of \(rows.count)" : ""
    let inside = Popup("Commands", footer: more, over: state).draw(into: &buffer, contents: contents)
    let (line, rest) = inside.splitTop(1)
    let (list, bottom) = rest.splitBottom(1)
    drawField(into: &buffer, in: line)
    guard !rows.isEmpty else {
      buffer.write("No command here is called that.", at: list.origin, style: theme[.muted], maxWidth: list.columns)
      return
    }
    let selection = min(palette.selection, rows.count - 1)
    let hintWidth = min(rows.map(\.command.hint.count).max() ?? 0, list.columns / 3)
    SelectionList(count: rows.count, selection: selection)
      .draw(into: &buffer, in: list, selected: theme[.selection], hasCursor: false) { index, line, buffer in
        draw(rows[index], hintWidth: hintWidth, in: line, into: &buffer)
      }
    drawBottom(rows[selection], into: &buffer, in: bottom)
  }

  private func drawField(into buffer: inout Buffer, in line: Rect) {
    palette.field.draw(
      into: &buffer,
      in: line,
      label: theme.label(":", isFocused: true),
      labelWidth: 2,
      styles: theme.field(),
      placeholder: "a few letters of what is to be done",
      isFocused: true
    )
  }

  /// What it is called, what it does, why that is not possible now, and its keys at the right.
  private func draw(_ row: PaletteRow, hintWidth: Int, in line: Rect, into buffer: inout Buffer) {
    let isEnabled = row.reason == nil
    // Where the theme has no look for it, parentheses tell what cannot be used.
    let isInParentheses = !isEnabled && !row.keys.isEmpty && theme[.keyDisabled] == theme[.text]
    let keys = VisibleText(isInParentheses ? "(\(row.keys.text))" : row.keys.text)
    let style = theme[isEnabled ? .text : .keyDisabled]
    let found = row.found
    let hint = VisibleText(row.command.hint).truncated(to: hintWidth, ellipsis: state.glyphs.ellipsis)
    let gap = String(repeating: " ", count: hintWidth - hint.width + 2)
    var runs = MarkedText.runs(hint.string, marked: found.inHint, style: style, theme: theme)
    runs.append(TextRun(gap, style))
    let plain = isEnabled ? theme[.muted] : style
    let room = max(0, line.columns - keys.width - 2)
    let summary = MarkedText.runs(row.command.summary, marked: found.inSummary, style: plain, theme: theme)
    let reason = row.reason.map { [TextRun($0, theme[.muted])] } ?? []
    let between = reason.isEmpty ? [] : [TextRun("  ", theme[.text])]
    // Why it cannot be used matters more than what it would do.
    let isRoomy = (runs + summary + between + reason).width <= room
    runs += isRoomy || reason.isEmpty ? summary + between + reason : reason
    buffer.write(runs, at: line.origin, maxWidth: room, truncation: state.glyphs.truncation)
    let place = Position(row: line.row, column: line.endColumn - keys.width)
    buffer.write(keys, at: place, style: theme[isEnabled ? .key : .keyDisabled])
  }

  private func drawBottom(_ row: PaletteRow, into buffer: inout Buffer, in line: Rect) {
    let name = row.command.id.rawValue
    var runs = MarkedText.runs(name, marked: row.found.inName, style: theme[.muted], theme: theme)
    if let reason = row.reason {
      // Enter was pressed on it: now it is an answer.
      runs.append(TextRun("  \(reason)", theme[state.message == nil ? .muted : .levelWarning]))
    }
    let hints = HintBar(
      [
        state.hint(.paletteRun, in: .palette, isEnabled: row.reason == nil),
        state.hint(.cancel, in: .palette, label: "close"),
      ],
      theme
    )
    let hintWidth = 20
    let (left, right) = line.splitRight(row.reason == nil ? hintWidth : 0)
    buffer.write(runs, at: left.origin, maxWidth: max(0, left.columns - 1), truncation: state.glyphs.truncation)
    hints.draw(into: &buffer, in: right)
  }
}
