package import Canvas
import Policies
import Theming

/// Everything that a terminal is asked to show: the cells with the cursor, and what it has beside them.
package struct Picture: Equatable, Sendable {
  package let buffer: Buffer
  /// The title of the window.
  package let title: String
  /// Whether clicks and the wheel are asked for.
  package let wantsMouse: Bool
}

/// The whole picture of a state.
package func picture(of state: AppState, reusing pictures: RowPictures = RowPictures()) -> Picture {
  Picture(
    buffer: view(state, reusing: pictures),
    title: "postern: \(state.account.name)",
    wantsMouse: state.isMouseOn
  )
}

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
  let layers = state.layers.map(\.content)
  // What is hidden wholly need not be drawn.
  let covering = layers.lastIndex(where: \.coversScreen)
  // Half a line of the table beside a form is nothing that anybody could listen to.
  let lowest = state.glyphs.areWords && !layers.isEmpty ? layers.count - 1 : covering
  if lowest == nil { BrowseView(state, pictures).draw(into: &buffer) }
  for layer in layers[(lowest ?? 0)...] {
    buffer.cursor = nil
    // A key that is meant for what lies below would mean something else here.
    buffer.mark(buffer.bounds, as: .nothing)
    layer.draw(state, into: &buffer)
  }
  if let tour = state.tour, !TourView.isInTheWay(state) { TourView(state: state, tour: tour).draw(into: &buffer) }
  if let begun = state.begun, begun.context == state.context { WhichKeyView(state, begun).draw(into: &buffer) }
  return buffer
}
