import Canvas
import Theming
import Values

/// Draws the line that asks for a file's name, and what could complete it.
struct PathView {
  let state: AppState
  let asked: PathState

  init(_ state: AppState, _ asked: PathState) {
    self.state = state
    self.asked = asked
  }

  private var theme: Theme { state.theme }
  /// More candidates than this are only counted.
  private static let mostShown = 8

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 6, 92)
    let notes = notes(width: width)
    let room = state.size.rows - notes.count - 6
    let shown = min(asked.candidates.count, max(0, min(Self.mostShown, room)))
    let more = asked.candidates.count - shown
    let rows = 1 + notes.count + (shown == 0 ? 0 : shown + 1) + (more > 0 && shown > 0 ? 1 : 0) + 2
    let contents = Size(rows: rows, columns: width)
    let (body, keys) = Popup.split(Popup(title, over: state).draw(into: &buffer, contents: contents))
    let label = theme.label("File ", isFocused: true)
    buffer.write(notes, in: body.splitTop(1).rest, truncation: state.glyphs.truncation)
    if shown > 0 { drawCandidates(shown, more: more, into: &buffer, in: body.splitTop(2 + notes.count).rest) }
    drawKeys(into: &buffer, in: keys)
    asked.field.draw(
      into: &buffer,
      in: body.line(0),
      label: label,
      labelWidth: label.text.width,
      styles: theme.field(),
      placeholder: placeholder,
      isFocused: true
    )
  }

  private var title: String {
    switch asked.purpose {
    case .importing: "Import a file of policies"
    case .exporting(let subject): "Export \(subject.title)"
    case .reporting(let isOnDraft): state.reportTitle(isOnDraft: isOnDraft)
    }
  }

  private var placeholder: String {
    switch asked.purpose {
    case .importing: "~/partners.csv, or paste the rows"
    case .exporting: "policies.csv or policies.json"
    case .reporting: "report.html, report.md or report.json"
    }
  }

  private func notes(width: Int) -> [[TextRun]] {
    let message = state.message.map { [TextRun($0.text, theme[$0.tone.role])].wrapped(to: width, hanging: 2) } ?? []
    return standing.map { [$0] } + message
  }

  /// What holds whatever was pressed.
  private var standing: [TextRun] {
    switch asked.purpose {
    case .importing:
      return [TextRun("CSV of the dashboard or of another product, or a list of patterns.", theme[.muted])]
    case .exporting(let subject):
      var notes = [TextRun("As the server has them. .csv for the dashboard, .json for all fields.", theme[.muted])]
      if subject.queued > 0 {
        let count = subject.queued.counted("queued operation")
        notes.append(TextRun("\(count) \(subject.queued.agreeing("is", "are")) not in it.", theme[.levelWarning]))
      }
      return notes + taken
    case .reporting:
      let text = ".html to read, .md for a ticket, .json for programs; recipients shortened."
      return [TextRun(text, theme[.muted])] + taken
    }
  }

  /// That something has the name already.
  private var taken: [TextRun] {
    guard let taken = asked.taken, taken == asked.path else { return [] }
    let key = state.key(.lineAccept, in: .path)
    return [TextRun("\(taken) is there already. \(key) again replaces it.", theme[.levelWarning])]
  }

  private func drawCandidates(_ shown: Int, more: Int, into buffer: inout Buffer, in area: Rect) {
    var scroll = ScrollOffset()
    scroll.show(asked.choice ?? 0, count: asked.candidates.count, height: shown)
    for (offset, place) in asked.candidates.indices.dropFirst(scroll.top).prefix(shown).enumerated() {
      let line = area.line(offset)
      let role: Role = place == asked.choice ? .accent : .text
      let name = VisibleText(asked.candidates[place]).truncated(to: line.columns, ellipsis: state.glyphs.ellipsis)
      buffer.write(name, at: line.origin, style: theme[role])
      if place == asked.choice { buffer.apply(theme[.selection], to: line) }
    }
    guard more > 0, shown < area.rows else { return }
    buffer.write("and \(more.grouped) more", at: area.line(shown).origin, style: theme[.muted])
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    let isImport = asked.purpose == .importing
    let items = [
      state.hint(.lineAccept, in: .path, label: isImport ? "read" : "write", importance: 9),
      state.hint(.pathComplete, in: .path, importance: 7),
      state.hint(.cancel, in: .path, label: "cancel", importance: 8),
    ]
    HintBar(items, theme).draw(into: &buffer, in: line)
  }
}
