import Canvas
import PolicyCore
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

  /// The lines that the body has on the screen: all but the two of the head, the rule, the notice and the keys.
  static func bodyRows(_ state: AppState) -> Int {
    var notice = 1
    for case .review(let review) in state.layers {
      notice = max(1, noticeLines(state, review).count)
    }
    return max(1, state.size.rows - 4 - notice)
  }

  /// Why the last attempt did not go through, and what to do, in at most three lines.
  private static func noticeLines(_ state: AppState, _ review: ReviewState) -> [VisibleText] {
    guard let refusal = review.refusal else { return [] }
    let ray = refusal.rayID.map { " (cf-ray \($0))" } ?? ""
    let advice =
      refusal.isAboutServerFields
      ? "\(state.key(.reviewEncoding, in: .review)) writes it in the other encoding." : refusal.advice
    return Array(Paragraph("\(refusal.what) \(advice)\(ray)", width: max(10, state.size.columns - 2)).lines.prefix(3))
  }

  func draw(into buffer: inout Buffer) {
    buffer.fill(buffer.bounds, style: theme[.text])
    let (head, rest) = buffer.bounds.splitTop(1)
    drawHead(into: &buffer, in: head)
    let (summary, below) = rest.splitTop(1)
    drawSummary(into: &buffer, in: summary)
    let (rule, more) = below.splitTop(1)
    buffer.write(
      String(repeating: state.glyphs.horizontal, count: rule.columns),
      at: rule.origin,
      style: theme[.border]
    )
    let (upper, hints) = more.splitBottom(1)
    let (body, notice) = upper.splitBottom(upper.rows - Self.bodyRows(state))
    drawBody(into: &buffer, in: body)
    drawNotice(into: &buffer, in: notice)
    if let path = review.exportPath {
      let label = " Write the request to "
      buffer.write(label, at: hints.origin, style: theme[.accent])
      path.draw(
        into: &buffer,
        in: hints.splitLeft(label.count).rest,
        styles: TextField.Styles(
          text: theme[.fieldValue],
          selection: theme[.fieldFocus],
          hint: theme.style(.muted, on: .fieldValue)
        ),
        isFocused: true
      )
    } else {
      FooterView(state).draw(into: &buffer, in: hints)
    }
  }

  // MARK: - Head

  private func drawHead(into buffer: inout Buffer, in line: Rect) {
    buffer.fill(line, style: theme[.status])
    let count = review.review.operations.count
    let part = review.marked == nil ? "" : " marked"
    let what = "\(count)\(part) \(count == 1 ? "operation" : "operations"), in this order, all or nothing"
    let runs = [TextRun(" Review  ", theme[.status])] + HeaderView.account(state)
    let used = buffer.write(runs, at: line.origin, maxWidth: line.columns)
    let fingerprint = TextRun(review.review.fingerprint.short + " ", theme[.status])
    let fingerprintStart = line.endColumn - fingerprint.text.width
    if used + what.count + 6 + fingerprint.text.width <= line.columns {
      buffer.write("   " + what, at: Position(row: line.row, column: used), style: theme[.status])
    }
    if fingerprintStart > used { buffer.write([fingerprint], at: Position(row: line.row, column: fingerprintStart)) }
  }

  private func drawSummary(into buffer: inout Buffer, in line: Rect) {
    var runs = [TextRun(" ", theme[.text])]
    for effect in Effect.allCases where review.review.count(of: effect) > 0 {
      runs.append(TextRun("\(effect.rawValue) \(review.review.count(of: effect))", theme[effect.role]))
      runs.append(TextRun("   ", theme[.text]))
    }
    for level in FindingLevel.allCases.reversed() where review.review.count(of: level) > 0 {
      let count = review.review.count(of: level)
      runs.append(TextRun("\(count) \(level.rawValue)\(count == 1 ? "" : "s")", theme[level.role]))
      runs.append(TextRun("  ", theme[.text]))
    }
    let tabs = Tabs(
      tabTitles(line.columns),
      active: review.tab.rawValue,
      styles: Tabs.Styles(normal: theme[.muted], active: theme[.accent])
    )
    let start = line.endColumn - tabs.width - 1
    tabs.draw(into: &buffer, in: Rect(row: line.row, column: start, rows: 1, columns: tabs.width))
    buffer.write(runs, at: line.origin, maxWidth: max(0, start - line.column - 1))
  }

  /// On a narrow screen only the tab that is open has its name: the counts matter more.
  private func tabTitles(_ columns: Int) -> [String] {
    let titles = ["1 Changes", "2 Findings", "3 Conflicts", "4 Request"]
    guard columns < 110 else { return titles }
    return titles.enumerated().map { $0 == review.tab.rawValue ? $1 : String($1.prefix(1)) }
  }

  private func drawBody(into buffer: inout Buffer, in area: Rect) {
    let body = ReviewBody(state, review)
    for (offset, line) in body.plan.dropFirst(review.scroll.top).prefix(area.rows).enumerated() {
      let place = area.line(offset)
      buffer.write(body.runs(of: line), at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
      if case .group(_, let kind) = line {
        let count = "\(review.review.counts[kind])"
        buffer.write(
          count,
          at: Position(row: place.row, column: place.endColumn - 1 - count.count),
          style: theme[.muted]
        )
      }
      if review.tab == .findings, line.finding == review.findingSelection {
        buffer.apply(theme[.selection], to: place)
        if case .finding(let number) = line, number % 4 == 0 { buffer.cursor = place.origin }
      }
      if case .conflict(review.conflictSelection, let number) = line {
        buffer.apply(theme[.selection], to: place)
        if number == 0 { buffer.cursor = place.origin }
      }
      if line == .headline(review.selection) {
        buffer.apply(theme[.selection], to: place)
        buffer.cursor = Position(row: place.row, column: place.column + 5)
      }
    }
  }

  private func drawNotice(into buffer: inout Buffer, in area: Rect) {
    let lines = Self.noticeLines(state, review)
    if !lines.isEmpty { buffer.fill(area, style: theme[.levelError]) }
    for (offset, text) in lines.prefix(area.rows).enumerated() {
      let place = Position(row: area.row + offset, column: area.column + 1)
      buffer.write(text, at: place, style: theme[.levelError], maxWidth: area.columns - 1)
    }
  }
}
