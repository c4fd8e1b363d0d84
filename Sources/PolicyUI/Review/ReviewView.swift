import PolicyCore
import Canvas
import Theming

/// Draws the review: what will run, in the order in which it will run.
struct ReviewView {
  let state: AppState
  let review: ReviewState

  init(_ state: AppState, _ review: ReviewState) {
    self.state = state
    self.review = review
  }

  private var theme: Theme { state.theme }

  /// The rows that the body has on the screen: all but the head, the notice and the keys.
  static func bodyRows(_ state: AppState, _ review: ReviewState) -> Int {
    let notice = max(1, ReviewNotice.lines(state, review).count)
    return max(1, state.size.rows - ReviewHeadView.rows - 1 - notice)
  }

  func draw(into buffer: inout Buffer) {
    buffer.fill(buffer.bounds, style: theme[.text])
    let (head, rest) = buffer.bounds.splitTop(ReviewHeadView.rows)
    ReviewHeadView(state: state, review: review).draw(into: &buffer, in: head)
    let (upper, hints) = rest.splitBottom(1)
    let (body, notice) = upper.splitBottom(upper.rows - Self.bodyRows(state, review))
    drawBody(into: &buffer, in: body)
    drawNotice(into: &buffer, in: notice)
    if let path = review.exportPath {
      let label = theme.label(" Write the request to ", isFocused: true)
      path.draw(
        into: &buffer,
        in: hints,
        label: label,
        labelWidth: label.text.width,
        styles: theme.field(),
        isFocused: true
      )
    } else if review.isFiltering {
      review.drawFilter(state, into: &buffer, in: hints)
    } else {
      FooterView(state).draw(into: &buffer, in: hints)
    }
  }

  private func drawBody(into buffer: inout Buffer, in area: Rect) {
    let body = ReviewBody(state, review)
    for (offset, line) in body.plan.dropFirst(review.scroll.top).prefix(area.rows).enumerated() {
      let place = area.line(offset)
      buffer.write(body.runs(of: line), at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
      if case .group(_, let kind) = line {
        let count = "\(review.tally.kinds[kind])"
        buffer.write(
          count,
          at: Position(row: place.row, column: place.endColumn - 1 - count.count),
          style: theme[.muted]
        )
      }
      if let row = body.clickable(line) { buffer.mark(place, as: .row(row)) }
      guard body.isSelected(line), isMarked(line) else { continue }
      buffer.apply(theme[.selection], to: place)
      if buffer.cursor == nil {
        buffer.cursor = Position(row: place.row, column: place.column + (review.tab == .changes ? 5 : 0))
      }
    }
    // The headline may be above the screen while the details of one operation fill it.
    if buffer.cursor == nil { buffer.cursor = area.origin }
  }

  /// Of an operation that is unfolded only the headline stands out, so that the colours of its changes stay.
  private func isMarked(_ line: ReviewBody.Line) -> Bool {
    if case .detail = line { false } else { true }
  }

  private func drawNotice(into buffer: inout Buffer, in area: Rect) {
    for (offset, line) in ReviewNotice.lines(state, review).prefix(area.rows).enumerated() {
      let place = area.line(offset)
      buffer.fill(place, style: theme[line.role])
      buffer.write(line.text, at: Position(row: place.row, column: 1), style: theme[line.role])
    }
  }
}

extension ReviewBody {
  /// The operation, the finding or the message that a click on the row chooses.
  fileprivate func clickable(_ line: Line) -> Int? {
    switch line {
    case .headline(let operation): operation
    case .finding(let finding, _): finding
    case .mail(let row): example(of: row)
    case .group, .detail, .serverError, .conflict, .request, .nothing: nil
    }
  }
}
