import PolicyFiles
import Canvas
import PolicyCore
import Theming
import Policies

/// Draws the pasted lines as the policies that they would become.
struct BulkNewView {
  let state: AppState
  let lines: BulkNewState

  init(_ state: AppState, _ lines: BulkNewState) {
    self.state = state
    self.lines = lines
  }

  private var theme: Theme { state.theme }

  private var flagKeys: String {
    [CommandID.flagTrusted, .flagAcceptable, .flagExempt, .flagVerify].map { state.key($0, in: .pasted) }
      .joined(separator: " ")
  }

  /// The most lines that fit.
  static func rows(_ state: AppState) -> Int { max(1, state.size.rows - 10) }

  func draw(into buffer: inout Buffer) {
    let count = lines.pasted.entries.count
    let contents = Size(rows: min(count, Self.rows(state)) + 5, columns: min(state.size.columns - 6, 100))
    let title = "\(lines.chosen.count.grouped) new policies of \(count.grouped) lines"
    let inside = Popup(title, over: state).draw(into: &buffer, contents: contents)
    let (body, below) = inside.splitBottom(5)
    SelectionList(count: count, selection: lines.selection).draw(
      into: &buffer,
      in: body,
      selected: theme[.selection],
      hasCursor: !lines.isEditingComments,
      truncation: state.glyphs.truncation,
      runs: runs
    )
    drawFlags(into: &buffer, in: below.line(1))
    drawComments(into: &buffer, in: below.line(2))
    let items = [
      state.hint(.formQueue, in: .pasted, importance: 9),
      state.hint(.pastedLeaveOut, in: .pasted, isEnabled: true, importance: 7),
      HintBar.Item(key: flagKeys, label: "flags", importance: 8),
      state.hint(.pastedComment, in: .pasted, importance: 6),
      state.hint(.back, in: .pasted, label: "cancel", importance: 8),
    ]
    let ofText = [state.hint(.lineAccept, in: .line, label: "comment done", importance: 9)]
    HintBar(lines.isEditingComments ? ofText : items, theme).draw(into: &buffer, in: below.line(4))
  }

  private func runs(_ index: Int) -> [TextRun] {
    let entry = lines.pasted.entries[index]
    guard let fields = lines.fields(at: index) else {
      return [
        TextRun("E   ", theme[.levelError]), TextRun("line \(entry.line): ", theme[.muted]),
        TextRun(entry.text, theme[.text]), TextRun("   no address, domain or network", theme[.levelError]),
      ]
    }
    let isOut = lines.leftOut.contains(index)
    let operation = DraftOperation(
      intent: .create(NewPolicy(placeholderID: PolicyID("pasted"), queuedAt: "", fields: fields)),
      position: 0
    )
    let worst = isOut ? nil : state.findings.judging(operation).findings.first { !$0.isSilenced && $0.level > .notice }
    let sign = worst?.level.sign.map(String.init) ?? " "
    let note = entry.isCleaned ? "   was \(entry.text)" : ""
    return [
      TextRun("\(sign) ", theme[worst?.level.role ?? .text]),
      TextRun(isOut ? "  " : "+ ", theme[.diffAdd]),
      TextRun(fields.pattern ?? "", theme[isOut ? .muted : .text]),
      TextRun("   \(fields.typeLabel)\(isOut ? "   left out" : "")", theme[.muted]),
      TextRun(worst.map { "   \($0.rule.rawValue)" } ?? "", theme[worst?.level.role ?? .muted]),
      TextRun(note, theme[.muted]),
    ]
  }

  private func drawFlags(into buffer: inout Buffer, in line: Rect) {
    let keys = ["t", "a", "x", "v"]
    let runs = zip(keys, PolicyFlag.allCases).flatMap { key, flag in
      let isOn = lines.flags.contains(flag)
      return [
        TextRun("\(key) ", theme[.key]),
        TextRun("\(isOn ? state.glyphs.checkOn : state.glyphs.checkOff) ", theme[isOn ? .flagOn : .flagOff]),
        TextRun("\(flag.title)   ", theme[isOn ? .text : .muted]),
      ]
    }
    buffer.write(runs, at: line.origin, maxWidth: line.columns)
  }

  private func drawComments(into buffer: inout Buffer, in line: Rect) {
    lines.comments.draw(
      into: &buffer,
      in: line,
      label: theme.label("c Comment", isFocused: lines.isEditingComments),
      labelWidth: 11,
      styles: theme.field(),
      placeholder: "why these doors are open, and for whom",
      isFocused: lines.isEditingComments
    )
  }
}
