import Canvas
import Policies
import PolicyCore
import PolicyFiles
import Theming
import Values

/// One line of the rows of a file as text: what it is about, and what it would do.
struct ImportRowText {
  let state: AppState
  let rows: ImportState.Rows
  let width: Int
  /// The columns that the patterns have.
  let patternRoom: Int

  private var theme: Theme { state.theme }

  init(_ state: AppState, _ rows: ImportState.Rows, width: Int) {
    self.state = state
    self.rows = rows
    self.width = width
    patternRoom = max(12, min(40, (width - Self.lineRoom) * 2 / 5))
  }

  /// The signs and the number of the line.
  static let lineRoom = 12
  private static let typeRoom = 10
  private static let effectRoom = 9
  /// Below this, type and effect stand only with the row that the cursor is on.
  private var isWide: Bool { width >= 72 }

  func runs(of item: ImportState.Item) -> [TextRun] {
    switch item {
    case .row(let place): runs(of: place)
    case .remark(let place):
      [
        TextRun("    \(lineNumber(rows.plan.remarks[place].line)) ", theme[.muted]),
        TextRun(rows.plan.remarks[place].what, theme[.muted]),
      ]
    }
  }

  private func runs(of place: Int) -> [TextRun] {
    let entry = rows.plan.entries[place]
    let operation = entry.operation(over: state.draft.draft)
    let judged = operation.map { state.findings.judging($0) }
    let isQuiet = entry.outcome.isQuiet
    let pattern = padded(entry.fields.shownPattern, to: patternRoom)
    var runs =
      signs(entry, operation, judged?.findings ?? []) + [
        TextRun("\(lineNumber(entry.line)) ", theme[.muted]), TextRun("\(pattern) ", theme[isQuiet ? .muted : .text]),
      ]
    // What is wrong needs more room than what it is about.
    if isWide, !entry.outcome.isInvalid {
      let effect = judged?.effect.effect
      runs += [
        TextRun(padded(entry.fields.typeLabel, to: Self.typeRoom), theme[.muted]),
        TextRun(padded(effect?.word ?? "", to: Self.effectRoom), theme[effect?.role ?? .muted]),
      ]
    }
    return runs + what(entry, place)
  }

  /// The gravest finding, and what would be queued.
  private func signs(_ entry: ImportPlan.Entry, _ operation: DraftOperation?, _ findings: [Finding]) -> [TextRun] {
    let areWords = state.glyphs.areWords
    let blank = TextRun(" ", theme[.text])
    guard let operation else {
      guard case .invalid = entry.outcome else { return [TextRun(areWords ? "" : "    ", theme[.text])] }
      return [
        blank, TextRun(areWords ? "mistake" : "E", theme[.levelError]), TextRun(areWords ? " " : "  ", theme[.text]),
      ]
    }
    let worst = findings.gravest
    let sign = areWords ? worst.map { "\($0.rawValue) " } ?? "" : worst?.sign.map(String.init) ?? " "
    let kind = areWords ? operation.kind.rawValue : String(operation.kind.sign)
    return [
      blank, TextRun(sign, theme[worst?.role ?? .text]), TextRun(kind, theme[operation.kind.role]), blank,
    ]
  }

  private func what(_ entry: ImportPlan.Entry, _ place: Int) -> [TextRun] {
    let mended = rows.changes.mended[place] == nil ? [] : [TextRun("mended  ", theme[.accent])]
    switch entry.outcome {
    case .new:
      let on = PolicyFlag.allCases.filter { entry.fields.isOn($0) }.map(\.word)
      let comment = entry.fields.comments.map { $0.isEmpty ? "" : "  “\($0)”" } ?? ""
      let flags = on.isEmpty ? "no flags" : on.joined(separator: ", ")
      return mended + [TextRun(flags, theme[.diffAdd]), TextRun(comment, theme[.muted])]
    case .changed(let change):
      let texts = change.changes.present.map { field -> String in
        guard case .flag(let after) = change.changes[field] else { return field.label }
        return "\(field.label) \(change.before[field]?.word ?? "off") > \(FieldValue.flag(after).word)"
      }
      return mended + [TextRun(texts.joined(separator: ", "), theme[.diffChange])]
    case .duplicate: return mended + [TextRun("there already", theme[.muted])]
    case .queued: return mended + [TextRun("in the draft", theme[.muted])]
    case .repeated(let line): return mended + [TextRun("as line \(line)", theme[.muted])]
    case .leftOut: return mended + [TextRun("left out", theme[.muted])]
    case .invalid(let mistakes):
      let more = mistakes.count > 1 ? "  and \(mistakes.count - 1) more" : ""
      return mended + [TextRun(mistakes.first?.what ?? "", theme[.text]), TextRun(more, theme[.muted])]
    }
  }

  private func lineNumber(_ line: Int) -> String {
    let text = "\(line)"
    return String(repeating: " ", count: max(0, Self.lineRoom - 5 - text.count)) + text
  }

  private func padded(_ text: String, to room: Int) -> String {
    let text = VisibleText(text).truncated(to: room, ellipsis: state.glyphs.ellipsis)
    return text.string + String(repeating: " ", count: max(0, room - text.width))
  }

  // MARK: - The row that the cursor is on

  /// All there is to say of it.
  func details(of item: ImportState.Item) -> [[TextRun]] {
    guard case .row(let place) = item else {
      return runs(of: item).wrapped(to: width, hanging: Self.lineRoom)
    }
    let entry = rows.plan.entries[place]
    let file = "  \(rows.file.line(of: place))"
    let raw = [TextRun("  the file:", theme[.fieldLabel]), TextRun(file, theme[.muted])].wrapped(to: width, hanging: 4)
    switch entry.outcome {
    case .invalid(let mistakes):
      return mistakes.flatMap { mistake in
        [
          TextRun("  ", theme[.text]), TextRun("at character \(mistake.column)", theme[.levelError]),
          TextRun("  \(mistake.what) ", theme[.text]),
          TextRun(mistake.advice, theme[.accent]),
        ].wrapped(to: width, hanging: 4)
      } + raw
    case .new, .changed:
      guard let operation = entry.operation(over: state.draft.draft) else { return raw }
      return details(of: operation, entry) + raw
    case .duplicate, .queued, .repeated, .leftOut: return raw
    }
  }

  private func details(of operation: DraftOperation, _ entry: ImportPlan.Entry) -> [[TextRun]] {
    let judged = state.findings.judging(operation)
    var lines: [[TextRun]] = []
    if case .changed(let change) = entry.outcome {
      lines = change.changes.present.flatMap { field in
        let change = FieldChange(field: field, before: change.before[field], after: change.changes[field])
        return ChangeText.rows(change, theme: theme, labelWidth: 20, indent: 0, width: width)
      }
    }
    lines += EffectText.rows(judged.effect, indent: 2, width: width, theme: theme)
    return lines
      + judged.findings.flatMap {
        FindingText.rows($0, indent: 2, width: width, theme: theme, glyphs: state.glyphs)
      }
  }
}

extension ImportPlan.Outcome {
  fileprivate var isInvalid: Bool {
    if case .invalid = self { true } else { false }
  }

  /// Whether the row does nothing, and has no mistake.
  fileprivate var isQuiet: Bool {
    switch self {
    case .duplicate, .queued, .repeated, .leftOut: true
    case .new, .changed, .invalid: false
    }
  }
}
