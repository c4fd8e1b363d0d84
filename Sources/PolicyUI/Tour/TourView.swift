import Canvas
import Theming

/// Draws the step of the tour in a box at the bottom, above the line of keys.
struct TourView {
  let state: AppState
  let tour: Tour

  private static let width = 72

  /// Whether the box would be in the way: of a form, and of what is typed into.
  static func isInTheWay(_ state: AppState) -> Bool {
    guard let top = state.layers.last else { return state.browse.isFiltering }
    switch top {
    case .preparing, .review, .history: return false
    // These are in the middle of the screen, and say by themselves what to press.
    case .rules, .frequencies, .findings, .mail: return state.size.rows < 40
    case .submission(let submission):
      if case .ended = submission.phase { return false }
      return true
    case .overview, .form, .changes, .bulkEdit, .bulkNew, .whatIf, .picker, .views, .drafts, .log, .guards, .help,
      .palette, .path,
      .columns, .importing:
      return true
    }
  }

  func draw(into buffer: inout Buffer) {
    let columns = min(Self.width, buffer.size.columns - 4)
    let words = Paragraph(tour.words(state), width: columns - 4)
    let rows = words.lines.count + 2
    // Two lines below it are left: what was said last, and the keys.
    guard buffer.size.rows >= rows + 12 else { return }
    let frame = Rect(
      row: buffer.size.rows - 2 - rows,
      column: buffer.size.columns - columns - 1,
      rows: rows,
      columns: columns
    )
    let isOver = tour.step == .over
    let title = isOver ? "Tour" : "Tour, step \(tour.step.rawValue + 1) of \(Tour.length)"
    let footer =
      isOver ? "\(state.key(.tour)) closes" : "\(state.key(.tourNext)) skips, \(state.key(.tour)) ends the tour"
    let inside = Popup(title, footer: footer, over: state).draw(into: &buffer, in: frame)
    words.draw(into: &buffer, in: inside, style: state.theme[.text])
  }
}
