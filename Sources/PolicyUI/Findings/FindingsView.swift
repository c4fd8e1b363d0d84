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

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 8, 88)
    let findings = state.findings.findings(on: list.policyID).map { self.lines(of: $0, width: width) }
    let lines = findings.flatMap(\.self)
    let contents = Size(rows: min(max(1, lines.count) + 2, state.size.rows - 4), columns: width)
    let (body, keys) = Popup.split(
      Popup(title, footer: list.position(in: state), over: state).draw(into: &buffer, contents: contents)
    )
    if lines.isEmpty {
      buffer.write("Nothing is found on this policy.", at: body.origin, style: theme[.muted], maxWidth: body.columns)
    }
    SelectionList(heights: findings.map(\.count), selection: list.selection)
      .draw(into: &buffer, in: body, selected: theme[.selection], truncation: state.glyphs.truncation) { lines[$0] }
    drawKeys(into: &buffer, in: keys)
  }

  private var title: String {
    let fields = state.draft.draft[list.policyID]?.result ?? state.browse.list[list.policyID]?.fields
    return "Findings · \(fields?.pattern ?? list.policyID.text)"
  }

  private func lines(of finding: Finding, width: Int) -> [[TextRun]] {
    let style = theme[finding.isSilenced ? .muted : .text]
    var lines = [[FindingText.rule(finding, theme: theme, glyphs: state.glyphs)]]
    lines += paragraph(finding.message, style, width)
    lines += paragraph(finding.why, theme[.muted], width)
    if let example = finding.sampleSentence { lines += paragraph(example, style, width) }
    let fix = finding.fix.map { "Fix: \($0.title)" } ?? "No fix: \(FindingsState.instead(in: state))"
    if finding.fix != nil || !finding.isSilenced { lines += paragraph(fix, theme[.accent], width) }
    if let reason = finding.silencedBy { lines += paragraph("Silenced: \(reason)", theme[.muted], width) }
    return lines
  }

  private func paragraph(_ text: String, _ style: Style, _ width: Int) -> [[TextRun]] {
    Paragraph(text, width: max(10, width - 3)).lines.map { [TextRun("  ", style), TextRun($0.string, style)] }
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    if list.drawTyping(state, into: &buffer, in: line) { return }
    let silence = list.selected(in: state)?.isSilenced == true ? "speak again" : "silence with a reason"
    let items = [
      list.selected(in: state)?.fix.flatMap { _ in state.hint(.findingFix, in: .findings, importance: 9) },
      state.hint(.findingSilence, in: .findings, label: silence, importance: 8),
      state.movingHint(in: .findings), state.hint(.helpSearch, in: .findings),
      state.hint(.back, in: .findings, importance: 9),
    ]
    HintBar(items, theme).draw(into: &buffer, in: line)
  }
}
