import Canvas
import PolicyCore
import Theming
import Policies
import PolicyQuery

/// What there is to know of the selected policy, and what the draft does to it.
struct DetailView {
  let state: AppState

  init(_ state: AppState) {
    self.state = state
  }

  private var theme: Theme { state.theme }
  private var browse: BrowseState { state.browse }

  func draw(into buffer: inout Buffer, in area: Rect) {
    guard let row = state.selectedRow else { return }
    var lines = [title(of: row), origin(of: row)]
    if browse.rows.indices.contains(browse.selection), let text = browse.rows.sign(at: browse.selection).sentence {
      lines.append([TextRun(text, theme[.levelWarning])])
    }
    if let operation = row.operation {
      lines += changes(of: operation)
      // Nothing is judged while drawing: it is there a moment later.
      if let judged = state.findings.effect(of: operation.id) {
        lines += EffectText.rows(judged, indent: 0, width: area.columns, theme: theme)
      }
    }
    if row.operation == nil || row.isNew { lines.append(flags(of: row)) }
    lines += state.findings.findings(on: row.id).map { FindingText.runs($0, theme: theme, glyphs: state.glyphs) }
    if let comments = row.after.comments, !comments.isEmpty {
      lines.append([TextRun("“\(comments)”", theme[.muted])])
    }
    buffer.write(lines, in: area, truncation: state.glyphs.truncation)
  }

  private func title(of row: PolicyRow) -> [TextRun] {
    var runs = [TextRun(row.after.shownPattern, theme[.heading])]
    runs.append(TextRun("   \(row.after.typeLabel)", theme[.muted]))
    if let operation = row.operation {
      runs.append(TextRun("   ", theme[.text]))
      runs.append(TextRun(operation.kind.rawValue, theme[operation.kind.role]))
      if let effect = state.findings.effect(of: row.id)?.effect {
        runs += [TextRun("   ", theme[.text]), TextRun(effect.word, theme[effect.role])]
      }
    }
    return runs
  }

  private func origin(of row: PolicyRow) -> [TextRun] {
    guard let policy = row.policy ?? row.operation?.base else {
      return [TextRun("new; the server gives it an id and dates when it is submitted", theme[.muted])]
    }
    let created = policy.createdAt.map(Self.moment) ?? "unknown"
    let modified = policy.lastChange.map(Self.moment) ?? "unknown"
    return [TextRun("modified \(modified)   created \(created)   id \(policy.id.text)", theme[.muted])]
  }

  private func flags(of row: PolicyRow) -> [TextRun] {
    let on = PolicyFlag.allCases.filter { row.after.isOn($0) }
    // What it does is not known then; the finding says what the server said.
    guard !row.after.isUncertain || !on.isEmpty else { return [] }
    guard row.after.isUncertain || on.contains(where: { $0 != .verify }) else {
      return [TextRun("No action is set: this policy does nothing.", theme[.levelWarning])]
    }
    return on.enumerated().flatMap { index, flag in
      [TextRun(index == 0 ? "" : ", ", theme[.muted]), TextRun(flag.meaning, theme[.text])]
    }
  }

  private func changes(of operation: DraftOperation) -> [[TextRun]] {
    guard operation.kind != .post, operation.kind != .delete else { return [] }
    return FieldChange.changes(of: operation).map { change in
      ChangeText.runs(change, theme: theme, labelWidth: 20)
    }
  }

  /// Date and minute, as the server sent them.
  private static func moment(_ text: String) -> String {
    guard text.count >= 16 else { return text }
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }
}

extension Effect {
  /// Widening is shouted, as it is what a reviewer looks for.
  var word: String {
    switch self {
    case .widens, .both, .unclear: rawValue.uppercased()
    case .narrows, .neutral: rawValue
    }
  }

  var role: Role {
    switch self {
    case .widens, .both: .effectWidens
    case .narrows: .effectNarrows
    case .neutral: .muted
    case .unclear: .effectUnclear
    }
  }
}

/// One field's change as a line: its name, before, after.
enum ChangeText {
  static func runs(_ change: FieldChange, theme: Theme, labelWidth: Int) -> [TextRun] {
    let label = change.field.label
    let padding = String(repeating: " ", count: max(1, labelWidth - label.count))
    var runs = [TextRun("  " + label + padding, theme[.fieldLabel])]
    // Not red and green: whether a change is good or bad is for the effect to say.
    switch (change.before, change.after) {
    case (let before?, let after?):
      runs.append(TextRun(before.word + " > ", theme[.muted]))
      runs.append(TextRun(after.word, theme[.diffChange]))
    case (let before?, nil): runs.append(TextRun(before.word, theme[.diffRemove]))
    case (nil, let after?): runs.append(TextRun(after.word, theme[.diffAdd]))
    case (nil, nil): break
    }
    return runs
  }

  /// The same in as many rows as it needs behind an indentation, before and after each beginning in a row of its own.
  static func rows(_ change: FieldChange, theme: Theme, labelWidth: Int, indent: Int, width: Int) -> [[TextRun]] {
    let start = TextRun(String(repeating: " ", count: indent), theme[.text])
    let line = [start] + runs(change, theme: theme, labelWidth: labelWidth)
    let hanging = indent + 2 + labelWidth
    guard line.width > width else { return [line] }
    guard let before = change.before, let after = change.after else { return line.wrapped(to: width, hanging: hanging) }
    let below = String(repeating: " ", count: min(hanging, width / 2))
    let first = line.prefix(2) + [TextRun(before.word, theme[.muted])]
    let second = [TextRun(below, theme[.text]), TextRun("> ", theme[.muted]), TextRun(after.word, theme[.diffChange])]
    return Array(first).wrapped(to: width, hanging: hanging) + second.wrapped(to: width, hanging: hanging)
  }
}
