import Canvas
import Theming

/// Draws what may follow the first stroke of a sequence, in a box at the bottom.
struct WhichKeyView {
  let state: AppState
  let begun: BegunSequence

  init(_ state: AppState, _ begun: BegunSequence) {
    self.state = state
    self.begun = begun
  }

  func draw(into buffer: inout Buffer) {
    let theme = state.theme
    let continuations = state.keymap.continuations(after: begun.key, in: begun.context)
    let room = max(1, buffer.size.rows / 2 - 2)
    // Of more than fit, the last line counts the rest.
    let shown = continuations.count > room ? continuations.prefix(room - 1) : continuations[...]
    let height = min(room, continuations.count) + 2
    let frame = buffer.bounds.splitBottom(height).bottom
    let popup = Popup("\(begun.key) and then", footer: "esc gives up", over: state)
    let inside = popup.draw(into: &buffer, in: frame)
    let keyWidth = shown.map { VisibleText($0.key.description).width }.max() ?? 0
    for (offset, continuation) in shown.enumerated() {
      let line = inside.line(offset)
      let key = VisibleText(continuation.key.description)
      let gap = String(repeating: " ", count: keyWidth - key.width + 2)
      let summary = CommandCatalogue.command(continuation.command)?.summary ?? ""
      let isEnabled = state.disabledReason(for: continuation.command) == nil
      let runs = [
        TextRun(key, theme[isEnabled ? .key : .keyDisabled]),
        TextRun(gap + summary, theme[isEnabled ? .text : .keyDisabled]),
      ]
      buffer.write(runs, at: line.origin, maxWidth: line.columns, truncation: state.glyphs.truncation)
    }
    if shown.count < continuations.count {
      let rest = "and \(continuations.count - shown.count) more"
      buffer.write(rest, at: inside.line(shown.count).origin, style: theme[.muted], maxWidth: inside.columns)
    }
  }
}
