package import Canvas
import Theming

/// Draws the state.
///
/// Pure, and asks for the visible rows only.
package func view(_ state: AppState) -> Buffer {
  var buffer = Buffer(size: state.size, style: state.theme[.text])
  guard !state.isTooSmall else {
    let smallest = AppState.smallest
    let text = "Too small: \(smallest.columns)×\(smallest.rows) is needed. Nothing is lost."
    Paragraph(text, width: state.size.columns).draw(into: &buffer, in: buffer.bounds, style: state.theme[.levelWarning])
    return buffer
  }
  // A review hides the table wholly, so the table need not be drawn below it.
  let isCovered = state.layers.contains { if case .review = $0 { true } else { false } }
  if !isCovered { BrowseView(state).draw(into: &buffer) }
  for layer in state.layers {
    buffer.cursor = nil
    switch layer {
    case .form(let form): FormView(state, form).draw(into: &buffer)
    case .review(let review): ReviewView(state, review).draw(into: &buffer)
    case .submission(let submission): SubmissionView(state, submission).draw(into: &buffer)
    case .findings(let list): FindingsView(state, list).draw(into: &buffer)
    case .help(let help): HelpView(state, help).draw(into: &buffer)
    }
  }
  return buffer
}
