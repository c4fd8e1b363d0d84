import Canvas
import PolicyCore
import Theming

/// Draws the guards: the name and whether it holds, what it demands, and a message that breaks it.
struct GuardsView {
  let state: AppState
  let guards: GuardsState

  init(_ state: AppState, _ guards: GuardsState) {
    self.state = state
    self.guards = guards
  }

  private var theme: Theme { state.theme }
  private var width: Int { min(state.size.columns - 6, 100) }

  static func rows(_ state: AppState) -> Int { max(1, state.size.rows - 7) }

  var lines: [[TextRun]] {
    guard let reports = guards.reports else { return [[TextRun("Checking…", theme[.muted])]] }
    guard !reports.isEmpty else {
      return GuardText.lines(of: []).flatMap { [TextRun($0, theme[.muted])].wrapped(to: width, hanging: 0) }
    }
    return reports.flatMap { report -> [[TextRun]] in
      let word = GuardText.word(report.after.holds)
      let heading = [
        TextRun(word, theme[report.level?.role ?? .diffAdd]), TextRun("  \(report.rule.name)", theme[.text]),
        TextRun(report.isAnew ? "   by this draft" : "", theme[.levelWarning]),
      ]
      let demand = [TextRun("  \(GuardText.demand(of: report.rule))", theme[.muted])]
      let example = report.after.sentence.map { [TextRun("  \($0)", theme[.text])] } ?? []
      return heading.wrapped(to: width, hanging: 2) + demand.wrapped(to: width, hanging: 2)
        + (example.isEmpty ? [] : example.wrapped(to: width, hanging: 2))
    }
  }

  func draw(into buffer: inout Buffer) {
    let lines = lines
    let contents = Size(rows: min(max(1, lines.count), Self.rows(state)) + 2, columns: width)
    let popup = Popup("What must stay true", over: state)
    let (body, keys) = Popup.split(popup.draw(into: &buffer, contents: contents))
    buffer.write(Array(lines.dropFirst(guards.scroll.top)), in: body)
    buffer.cursor = body.origin
    let items = [state.hint(.back, in: .help, label: "close"), state.movingHint(in: .help, label: "scroll")]
    HintBar(items, theme).draw(into: &buffer, in: keys)
  }
}
