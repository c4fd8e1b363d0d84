import Canvas
import PolicyCore
import Theming
import Values

/// Draws the rules that hold of some policies: how many with a bar, and what the one under the cursor says.
struct RulesView {
  let state: AppState
  let rules: RulesState

  init(_ state: AppState, _ rules: RulesState) {
    self.state = state
    self.rules = rules
  }

  private var theme: Theme { state.theme }
  private static let detailRows = 5
  private static let barColumns = 16

  /// The most rules that fit above the sentences.
  static func rows(_ state: AppState) -> Int { max(1, state.size.rows - 8 - detailRows) }

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 6, 100)
    let count = rules.entries.count
    let contents = Size(rows: min(max(1, count), Self.rows(state)) + Self.detailRows + 3, columns: width)
    let popup = Popup(title, footer: rules.position(in: state), over: state)
    let (body, keys) = Popup.split(popup.draw(into: &buffer, contents: contents))
    let (list, detail) = body.splitBottom(min(Self.detailRows + 1, max(0, body.rows - 1)))
    if count == 0 {
      buffer.write("Nothing is found.", at: list.origin, style: theme[.muted], maxWidth: list.columns)
    }
    SelectionList(count: count, selection: rules.selection)
      .draw(into: &buffer, in: list, selected: theme[.selection], truncation: state.glyphs.truncation, runs: runs)
    buffer.write(sentences(width: detail.columns), in: detail.splitTop(1).rest)
    drawKeys(into: &buffer, in: keys)
  }

  private var title: String {
    rules.ids.map { "What was found on \($0.count.counted("marked policy", "marked policies"))" } ?? "What was found"
  }

  private func runs(_ index: Int) -> [TextRun] {
    let entry = rules.entries[index]
    let most = rules.entries.map(\.tally.count).max() ?? 1
    let isLeft = entry.tally.count > 0
    let length = isLeft ? max(1, entry.tally.count * Self.barColumns / max(1, most)) : 0
    let bar = String(repeating: state.glyphs.bar, count: length)
    let name = FindingText.rule(entry.finding, theme: theme, glyphs: state.glyphs)
    let number = entry.tally.count.grouped
    return [
      name, TextRun(String(repeating: " ", count: max(1, 28 - name.text.width)), theme[.text]),
      TextRun(String(repeating: " ", count: max(0, 7 - number.count)) + number + "  ", theme[.text]),
      TextRun(bar, theme.bar(entry.finding.level.role)),
      TextRun(String(repeating: " ", count: Self.barColumns - length), theme[.text]),
      TextRun(
        isLeft ? "  \(entry.finding.example.map { "\($0)" } ?? entry.finding.pattern)" : "  none left",
        theme[.muted]
      ),
    ]
  }

  /// What the rule under the cursor says, or what its mend would do.
  private func sentences(width: Int) -> [[TextRun]] {
    if let plan = rules.plan { return self.plan(plan, width: width) }
    guard let finding = rules.selected?.finding else { return [] }
    if let reason = rules.noneLeft(in: state) {
      return Paragraph(reason, width: max(10, width - 1)).lines.map { [TextRun($0.string, theme[.muted])] }
    }
    let parts: [(String, Role)] = [
      ("\(finding.pattern): \(finding.message)", .text), (finding.why, .muted),
      (finding.sampleSentence ?? "", .text),
      (finding.fix.map { "Fix: \($0.title)" } ?? "No fix: \(RulesState.instead(in: state))", .accent),
    ]
    return parts.filter { !$0.0.isEmpty }.flatMap { text, role in
      Paragraph(text, width: max(10, width - 1)).lines.map { [TextRun($0.string, theme[role])] }
    }
  }

  private func plan(_ plan: RulesState.Plan, width: Int) -> [[TextRun]] {
    guard !plan.edits.isEmpty else {
      return [[TextRun("None of them has a fix that a key could apply.", theme[.muted])]]
    }
    let others = plan.edits.count - plan.patterns.count
    let names = plan.patterns.joined(separator: ", ") + (others > 0 ? " and \(others.grouped) more" : "")
    let head = "This changes \(plan.edits.count.counted("policy", "policies")), \(names):"
    let titles = plan.titles.prefix(1).map { "  \($0.title)\($0.count > 1 ? " (\($0.count.grouped))" : "")" }
    let more = plan.titles.count > 1 ? ["  and \((plan.titles.count - 1).counted("other mend"))"] : []
    var effects = Effect.allCases.flatMap { effect -> [TextRun] in
      guard let count = plan.effects[effect] else { return [] }
      return [TextRun("\(effect.word) \(count.grouped)", theme[effect.role]), TextRun("   ", theme[.text])]
    }
    let judged = plan.effects.values.reduce(0, +)
    if judged < plan.edits.count { effects.append(TextRun("(of the first \(judged.grouped))", theme[.muted])) }
    if plan.left > 0 { effects.append(TextRun("\(plan.left.grouped) have no such fix", theme[.muted])) }
    let sentence = Paragraph(head, width: max(10, width - 1)).lines.prefix(2).map(\.string)
    return (sentence + titles + more).map { [TextRun($0, theme[.text])] } + [effects]
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    if rules.drawTyping(state, into: &buffer, in: line) { return }
    let isPlanned = rules.plan != nil
    let isLeft = rules.noneLeft(in: state) == nil
    let items = [
      isLeft ? state.hint(.ruleShow, in: .rules, label: isPlanned ? "queue it" : "show them", importance: 9) : nil,
      isPlanned || rules.disabledReason(for: .findingFix, in: state) != nil
        ? nil : state.hint(.findingFix, in: .rules, label: "fix all", importance: 8),
      isPlanned || !isLeft ? nil : state.hint(.findingSilence, in: .rules, label: "silence these", importance: 7),
      isPlanned ? nil : state.movingHint(in: .rules), isPlanned ? nil : state.hint(.helpSearch, in: .rules),
      state.hint(.back, in: .rules, label: isPlanned ? "leave them as they are" : nil, importance: 9),
    ]
    HintBar(items, theme).draw(into: &buffer, in: line)
  }
}
