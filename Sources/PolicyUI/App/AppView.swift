package import Canvas
import Theming

/// Draws the state.
///
/// Pure, and asks for the visible rows only; `pictures` spare the drawing of rows that the last frame drew.
package func view(_ state: AppState, reusing pictures: RowPictures = RowPictures()) -> Buffer {
  var buffer = Buffer(size: state.size, style: state.theme[.text])
  guard !state.isTooSmall else {
    let smallest = AppState.smallest
    let text = "Too small: \(smallest.columns)×\(smallest.rows) is needed. Nothing is lost."
    Paragraph(text, width: state.size.columns).draw(into: &buffer, in: buffer.bounds, style: state.theme[.levelWarning])
    return buffer
  }
  // These hide the table wholly, so it need not be drawn below them.
  let isCovered = state.layers.contains { layer in
    switch layer {
    case .review, .history: true
    case .form, .submission, .findings, .changes, .bulkEdit, .bulkNew, .picker, .log, .help, .palette: false
    }
  }
  if !isCovered { BrowseView(state, pictures).draw(into: &buffer) }
  for layer in state.layers {
    buffer.cursor = nil
    switch layer {
    case .form(let form): FormView(state, form).draw(into: &buffer)
    case .review(let review): ReviewView(state, review).draw(into: &buffer)
    case .submission(let submission): SubmissionView(state, submission).draw(into: &buffer)
    case .findings(let list): FindingsView(state, list).draw(into: &buffer)
    case .changes(let changes): ChangesView(state, changes).draw(into: &buffer)
    case .bulkEdit(let form): BulkEditView(state, form).draw(into: &buffer)
    case .bulkNew(let lines): BulkNewView(state, lines).draw(into: &buffer)
    case .picker(let picker): PickerView(state, picker).draw(into: &buffer)
    case .log(let log): LogView(state, log).draw(into: &buffer)
    case .history(let history): HistoryView(state, history).draw(into: &buffer)
    case .help(let help): HelpView(state, help).draw(into: &buffer)
    case .palette(let palette): PaletteView(state, palette).draw(into: &buffer)
    }
  }
  if let begun = state.begun, begun.context == state.context { WhichKeyView(state, begun).draw(into: &buffer) }
  return buffer
}
