import Canvas
import Policies
import PolicyCore
import PolicyQuery
import Theming
import Values

/// What there is to know of a policy, and what the draft does to it, as rows of a width.
struct DetailText {
  let state: AppState
  let width: Int
  /// Whether there is room for why a finding matters, and for what mends it.
  let isRoomy: Bool

  struct Row {
    let runs: [TextRun]
    /// What a click on it does.
    var command: CommandID?
  }

  private var theme: Theme { state.theme }
  /// Whether all policies are known beside which a change is judged: before that it is not said what it does.
  private var isJudged: Bool { state.findings.listRevision != nil }

  func rows(of row: PolicyRow) -> [Row] {
    var rows = plain(title(of: row), hanging: 2, .policyEdit) + reach
    if let operation = row.operation {
      rows += conflict(on: row)
      rows += changes(of: operation)
      // Nothing is judged while drawing: it is there a moment later.
      if isJudged, let judged = state.findings.effect(of: operation.id) {
        rows += EffectText.rows(judged, indent: 0, width: width, theme: theme).map { Row(runs: $0) }
      }
    }
    rows += plain(flags(of: row), hanging: 2)
    rows += state.findings.findings(on: row.id).flatMap(finding)
    rows += usage(of: row)
    if let comments = row.after.comments, !comments.isEmpty {
      rows += paragraph("“\(comments)”", .muted, indent: 0)
    }
    return rows + origin(of: row)
  }

  /// The pieces of a line in as many rows as they need; none for no pieces.
  private func plain(_ runs: [TextRun], hanging: Int = 0, _ command: CommandID? = nil) -> [Row] {
    runs.isEmpty ? [] : runs.wrapped(to: width, hanging: hanging).map { Row(runs: $0, command: command) }
  }

  private func paragraph(_ text: String, _ role: Role, indent: Int, _ command: CommandID? = nil) -> [Row] {
    Paragraph(text, width: max(10, width - indent)).lines.map { line in
      Row(
        runs: [TextRun(String(repeating: " ", count: indent), theme[role]), TextRun(line, theme[role])],
        command: command
      )
    }
  }

  private func title(of row: PolicyRow) -> [TextRun] {
    var runs = [TextRun(row.after.shownPattern, theme[.heading])]
    runs.append(TextRun("   \(row.after.typeLabel)", theme[.muted]))
    if let operation = row.operation {
      runs.append(TextRun("   ", theme[.text]))
      runs.append(TextRun(operation.kind.rawValue, theme[operation.kind.role]))
      if !isJudged {
        runs.append(TextRun("   being judged", theme[.muted]))
      } else if let effect = state.findings.effect(of: row.id)?.effect {
        runs += [TextRun("   ", theme[.text]), TextRun(effect.word, theme[effect.role])]
      }
    }
    return runs
  }

  /// Dates and id, as many of them in a row as have room.
  private func origin(of row: PolicyRow) -> [Row] {
    guard let policy = row.policy ?? row.operation?.base else {
      return paragraph("new; the server gives it an id and dates when it is submitted", .muted, indent: 0)
    }
    let created = policy.createdAt.map(Self.moment) ?? "unknown"
    let modified = policy.lastChange.map(Self.moment) ?? "unknown"
    var lines: [[TextRun]] = []
    for part in ["modified \(modified)", "created \(created)", "id \(policy.id.text)"] {
      let longer = (lines.last ?? []) + [TextRun(lines.isEmpty ? part : "   \(part)", theme[.muted])]
      if lines.isEmpty || longer.width > width {
        lines.append([TextRun(part, theme[.muted])])
      } else {
        lines[lines.count - 1] = longer
      }
    }
    return lines.flatMap { plain($0, hanging: 2) }
  }

  /// What is to be said of what it lets in, where the filter asks for that.
  private var reach: [Row] {
    let browse = state.browse
    guard browse.rows.indices.contains(browse.selection) else { return [] }
    let sign = browse.rows.sign(at: browse.selection)
    let clause = sign.contains(.undecided) ? state.undecidedClause : nil
    return sign.sentence(clause).map { paragraph($0, .levelWarning, indent: 0) } ?? []
  }

  private func flags(of row: PolicyRow) -> [TextRun] {
    let on = PolicyFlag.allCases.filter { row.after.isOn($0) }
    // What it does is not known then; the finding says what the server said.
    guard !row.after.isUncertain || !on.isEmpty else { return [] }
    guard row.after.isUncertain || on.contains(where: { $0 != .verify }) else {
      return [TextRun("No action is set: this policy does nothing.", theme[.levelWarning])]
    }
    return on.enumerated().flatMap { index, flag in
      let style = theme[row.isDeleted ? .muted : .text]
      return [TextRun(index == 0 ? "" : ", ", theme[.muted]), TextRun(flag.meaning, style)]
    }
  }

  /// That somebody else changed the policy in what the draft changes, or took it away.
  private func conflict(on row: PolicyRow) -> [Row] {
    guard let conflict = state.conflicts.first(where: { $0.id == row.id }) else { return [] }
    let what =
      conflict.isGone
      ? "Conflict: it no longer exists on the server."
      : "Conflict: \(conflict.fields.map(\.label).joined(separator: ", ")) changed elsewhere since it was queued."
    return paragraph("\(what) \(state.key(.reviewOpen)) settles it.", .levelError, indent: 0, .reviewOpen)
  }

  /// What it let through of the mail that was read, and what that leaves out.
  private func usage(of row: PolicyRow) -> [Row] {
    guard !row.isNew, let usage = state.findings.usage else { return [] }
    let text = usage.sentences(on: row.id, now: Instant(state.now)).joined(separator: " ")
    return text.isEmpty ? [] : paragraph(text, .text, indent: 0, .mailOpen)
  }

  private func changes(of operation: DraftOperation) -> [Row] {
    guard operation.kind != .post, operation.kind != .delete else { return [] }
    return FieldChange.changes(of: operation).flatMap { change in
      ChangeText.rows(change, theme: theme, labelWidth: 20, indent: 0, width: width)
    }.map { Row(runs: $0, command: .reviewOpen) }
  }

  private func finding(_ finding: Finding) -> [Row] {
    let rows = plain(FindingText.runs(finding, theme: theme, glyphs: state.glyphs), hanging: 4, .findingsOpen)
    guard isRoomy, !finding.isSilenced else { return rows }
    let parts: [(String, Role)] = [
      (finding.why, .muted), (finding.sampleSentence ?? "", .muted),
      (finding.fix.map { "Fix: \($0.title)" } ?? "", .accent),
    ]
    return rows
      + parts.filter { !$0.0.isEmpty }.flatMap { paragraph($0.0, $0.1, indent: 4, .findingsOpen) }
  }

  /// Date and minute, as the server sent them.
  private static func moment(_ text: String) -> String {
    guard text.count >= 16 else { return text }
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }
}
