import Canvas
import PolicyQuery
import Theming

/// The terms of the filter with an example each, shown while nothing is typed yet.
struct FilterTermsView {
  let state: AppState

  init(_ state: AppState) {
    self.state = state
  }

  func draw(into buffer: inout Buffer, in area: Rect) {
    let theme = state.theme
    buffer.fill(area, style: theme[.text])
    let inside = area.inset(rows: 0, columns: 1)
    let terms = FilterTerm.all
    let columns = inside.columns >= 76 ? 2 : 1
    let rows = (terms.count + columns - 1) / columns
    let width = inside.columns / columns
    for (place, term) in terms.enumerated() {
      let (column, row) = (place / rows, place % rows)
      guard row < inside.rows else { continue }
      let start = Position(row: inside.row + row, column: inside.column + column * width)
      let gap = String(repeating: " ", count: max(1, FilterTerm.width - term.example.count))
      buffer.write(
        [TextRun(term.example + gap, theme[.key]), TextRun(term.summary, theme[.muted])],
        at: start,
        maxWidth: width - 1,
        truncation: state.glyphs.truncation
      )
    }
  }
}

/// One thing that can be typed into the filter, as the screen lists them.
struct FilterTerm {
  let example: String
  let summary: String

  static let all =
    [
      FilterTerm(example: "acme \"two words\"", summary: "pattern or comment holds it"),
      FilterTerm(example: "-acme -type:ip", summary: "all others"),
      FilterTerm(example: "/acme|emca/", summary: "pattern or comment matches it"),
    ] + QueryKey.allCases.map { FilterTerm(example: $0.example, summary: $0.summary) }

  /// Where the summaries begin.
  static let width = 22
}
