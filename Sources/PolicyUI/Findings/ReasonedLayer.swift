import Canvas
import Theming

/// A layer with a list that can be searched, and in which findings are accepted with a reason.
protocol ReasonedLayer: SearchedLayer {
  /// Why findings are accepted, while that is being asked for.
  var reason: TextField? { get set }
}

extension ReasonedLayer {
  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    _ = reason?.handle(key)
    if reason == nil { typeSearch(key, in: state) }
    return .stay()
  }

  mutating func paste(_ text: String) {
    if search.isTyping { search.field.insert(text) } else { reason?.insert(text) }
  }

  /// Draws what is being typed, the reason or the search, in place of the keys, and says whether anything is.
  func drawTyping(_ state: AppState, into buffer: inout Buffer, in line: Rect) -> Bool {
    if search.isTyping {
      state.draw(search, into: &buffer, in: line)
      return true
    }
    guard let reason else { return false }
    let label = state.theme.label("Accepted because ", isFocused: true)
    reason.draw(
      into: &buffer,
      in: line,
      label: label,
      labelWidth: label.text.width,
      styles: state.theme.field(),
      placeholder: "who approved it, until when; enter keeps it, esc does not",
      isFocused: true
    )
    return true
  }
}
