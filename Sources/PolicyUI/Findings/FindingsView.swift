import Policies
import Canvas
import PolicyCore
import Theming

/// Draws the findings on one policy: what is wrong, why it matters, what mends it.
struct FindingsView {
  let state: AppState
  let list: FindingsState

  init(_ state: AppState, _ list: FindingsState) {
    self.state = state
    self.list = list
  }

  private var theme: Theme { state.theme }

  private struct Line {
    let runs: [TextRun]
    /// The finding that it belongs to.
    let finding: Int
  }

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 8, 88)
    let findings = state.findings.findings(on: list.policyID)
    let lines = lines(of: findings, width: width)
    let contents = Size(rows: min(max(1, lines.count) + 2, state.size.rows - 4), columns: width)
    let inside = Popup(title: title, glyphs: state.glyphs, styles: PopupStyle.standard(theme))
      .draw(into: &buffer, in: Popup.frame(contents: contents, in: buffer.bounds))
    let (body, keys) = inside.splitBottom(1)
    guard !lines.isEmpty else {
      buffer.write("Nothing is found on this policy.", at: body.origin, style: theme[.muted], maxWidth: body.columns)
      drawKeys(into: &buffer, in: keys)
      return
    }
    var scroll = ScrollOffset()
    let selected = lines.indices.filter { lines[$0].finding == list.selection }
    let height = max(1, body.rows - 1)
    scroll.show(selected.last ?? 0, count: lines.count, height: height, margin: 0)
    scroll.show(selected.first ?? 0, count: lines.count, height: height, margin: 0)
    for (offset, line) in lines.dropFirst(scroll.top).prefix(height).enumerated() {
      let place = body.line(offset)
      buffer.mark(place, as: .row(line.finding))
      buffer.write(line.runs, at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
      if line.finding == list.selection {
        buffer.apply(theme[.selection], to: place)
        if scroll.top + offset == selected.first { buffer.cursor = place.origin }
      }
    }
    drawKeys(into: &buffer, in: keys)
  }

  private var title: String {
    let fields = state.draft.draft[list.policyID]?.result ?? state.browse.list[list.policyID]?.fields
    return "Findings · \(fields?.pattern ?? list.policyID.text)"
  }

  private func lines(of findings: [Finding], width: Int) -> [Line] {
    findings.enumerated().flatMap { index, finding -> [Line] in
      let style = theme[finding.isSilenced ? .muted : .text]
      var lines = [[FindingText.rule(finding, theme: theme, glyphs: state.glyphs)]]
      lines += paragraph(finding.message, style, width)
      lines += paragraph(finding.why, theme[.muted], width)
      if let example = finding.sampleSentence { lines += paragraph(example, style, width) }
      if let fix = finding.fix { lines += paragraph("Fix: \(fix.title)", theme[.accent], width) }
      if let reason = finding.silencedBy { lines += paragraph("Silenced: \(reason)", theme[.muted], width) }
      return lines.map { Line(runs: $0, finding: index) }
    }
  }

  private func paragraph(_ text: String, _ style: Style, _ width: Int) -> [[TextRun]] {
    Paragraph(text, width: max(10, width - 3)).lines.map { [TextRun("  ", style), TextRun($0.string, style)] }
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    if let reason = list.reason {
      let label = "Accepted because "
      buffer.write(label, at: line.origin, style: theme[.accent])
      reason.draw(
        into: &buffer,
        in: line.splitLeft(label.count).rest,
        styles: TextField.Styles(
          text: theme[.fieldValue],
          selection: theme[.fieldFocus],
          hint: theme.style(.muted, on: .fieldValue)
        ),
        placeholder: "who approved it, until when; enter keeps it, esc does not",
        isFocused: true
      )
      return
    }
    let silence = list.selected(in: state)?.isSilenced == true ? "speak again" : "silence with a reason"
    let items = [
      state.hint(.findingFix, in: .findings, importance: 9),
      state.hint(.findingSilence, in: .findings, label: silence, importance: 8),
      state.movingHint(in: .findings), state.hint(.back, in: .findings, importance: 9),
    ]
    HintBar(items.compactMap(\.self), styles: FooterView.styles(theme)).draw(into: &buffer, in: line)
  }
}
