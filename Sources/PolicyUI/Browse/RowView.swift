import Canvas
import PolicyCore
import Theming
import Policies
import PolicyQuery

/// Draws the cells of one row.
struct RowView {
  let state: AppState
  let row: PolicyRow
  let content: RowPictures.Content
  /// The fields in which a danger lies.
  let risks: Set<PolicyField>
  let words: Query
  let table: Table

  private var theme: Theme { state.theme }

  func draw(_ column: BrowseColumn, in place: Rect, into buffer: inout Buffer) {
    switch column {
    case .signs: drawSigns(in: place, into: &buffer)
    case .pattern: drawMatched(row.after.shownPattern, baseStyle, in: place, into: &buffer)
    case .type:
      let label = row.after.typeLabel(fitting: place.columns, ellipsis: state.glyphs.ellipsis)
      table.write(label, style: theme[.muted], in: place, into: &buffer)
    case .regex:
      let word = row.after.unread[.isRegex] != nil ? "?" : row.after.isRegex == true ? "re" : "-"
      table.write(VisibleText(word), style: theme[.muted], in: place, .center, into: &buffer)
    case .findings: drawFindings(in: place, into: &buffer)
    case .operation:
      if let kind = row.operation?.kind { write(kind.rawValue, theme[kind.role], in: place, into: &buffer) }
    case .effect:
      if state.findings.listRevision != nil, let effect = state.findings.effect(of: row.id)?.effect {
        write(effect.word, theme[effect.role], in: place, into: &buffer)
      }
    case .modified: write(date(row.policy?.lastChange), theme[row.isNew ? .diffAdd : .muted], in: place, into: &buffer)
    case .created: write(date(row.policy?.createdAt), theme[row.isNew ? .diffAdd : .muted], in: place, into: &buffer)
    case .comments: drawMatched(row.after.comments ?? "", theme[.muted], in: place, into: &buffer)
    case .trusted, .acceptable, .exempt, .verify:
      if let flag = column.flag { drawFlag(flag, in: place, into: &buffer) }
    }
  }

  private var baseStyle: Style {
    if row.isDeleted { return theme[.diffRemove] }
    if content.isUnmatched { return theme[.muted] }
    return row.isNew ? theme[.diffAdd] : theme[.text]
  }

  private func write(_ text: String, _ style: Style, in place: Rect, into buffer: inout Buffer) {
    table.write(VisibleText(text), style: style, in: place, into: &buffer)
  }

  // MARK: - Cells

  /// Mark, operation, the worst finding, and what it lets in, one column each.
  private func drawSigns(in place: Rect, into buffer: inout Buffer) {
    guard !state.glyphs.areWords else {
      write(signWords.joined(separator: " "), theme[.text], in: place, into: &buffer)
      return
    }
    func put(_ sign: Character, _ role: Role, _ offset: Int) {
      guard offset < place.columns else { return }
      buffer.write(String(sign), at: Position(row: place.row, column: place.column + offset), style: theme[role])
    }
    if content.isMarked { put("*", .mark, 0) }
    if let kind = row.operation?.kind { put(kind.sign, kind.role, 1) }
    if content.isInConflict {
      put("C", .levelError, 2)
    } else if let level = state.findings.level(of: row.id), let sign = level.sign {
      put(sign, level.role, 2)
    } else if !row.after.unread.isEmpty {
      put("?", .levelNotice, 2)
    }
    if let sign = content.reach.sign { put(sign, .levelWarning, 3) }
  }

  /// The same in words.
  private var signWords: [String] {
    let level = state.findings.level(of: row.id).flatMap { $0.sign == nil ? nil : $0.rawValue }
    return [
      content.isMarked ? "marked" : nil, row.operation?.kind.rawValue, content.isInConflict ? "conflict" : level,
      content.isUnmatched ? "kept" : nil, content.reach.word,
    ]
    .compactMap(\.self)
  }

  private func drawFlag(_ flag: PolicyFlag, in place: Rect, into buffer: inout Buffer) {
    let before = row.before[flag.field]
    let after = row.after[flag.field]
    let isChanged = row.operation?.kind != .post && before != after
    let text =
      isChanged
      ? "\(row.before.word(of: flag))>\(row.after.word(of: flag))"
      // A flag that is off and stays so is only a dash, which lets those that are on stand out.
      : after == .flag(false) ? "-" : row.after.word(of: flag)
    let role: Role =
      if isChanged {
        .diffChange
      } else if after == .flag(true) {
        risks.contains(flag.field) ? .flagRisky : .flagOn
      } else {
        .flagOff
      }
    table.write(VisibleText(text), style: theme[role], in: place, .center, into: &buffer)
  }

  private func date(_ moment: String?) -> String { row.isNew ? "new" : String((moment ?? "").prefix(10)) }

  /// How many rules hold, under the sign of the gravest, and which; made of the signs, so that nothing is judged.
  private func drawFindings(in place: Rect, into buffer: inout Buffer) {
    let signs = state.findings.signs(of: row.id)
    guard let level = signs.worst else { return write("-", theme[.muted], in: place, into: &buffer) }
    let names = signs.ruleNames
    let sign = state.glyphs.areWords ? level.rawValue : level.sign.map(String.init) ?? " "
    let runs = [
      TextRun("\(sign) \(names.count)", theme[level.role]), TextRun(" ", theme[.text]),
      TextRun(names.map(\.rawValue).joined(separator: ", "), theme[.text]),
    ]
    buffer.write(runs, at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
  }

  /// Writes a text with what the filter matched in it standing out.
  private func drawMatched(_ text: String, _ style: Style, in place: Rect, into buffer: inout Buffer) {
    let matches = words.matches(in: text)
    guard !matches.isEmpty else {
      write(text, style, in: place, into: &buffer)
      return
    }
    let match = theme[.match].merging(over: style)
    var runs: [TextRun] = []
    var rest = text[...]
    var end = 0
    for range in matches {
      runs.append(TextRun(String(rest.prefix(range.lowerBound - end)), style))
      rest = rest.dropFirst(range.lowerBound - end)
      runs.append(TextRun(String(rest.prefix(range.count)), match))
      rest = rest.dropFirst(range.count)
      end = range.upperBound
    }
    runs.append(TextRun(String(rest), style))
    buffer.write(runs, at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
  }
}

extension AppState {
  /// The fields of a row on which a danger was found; judged only where the row is known to have one.
  func risks(of row: PolicyRow) -> Set<PolicyField> {
    // What is to be seen at once does not wait for the rules, which follow by a moment.
    var risks: Set<PolicyField> = []
    if row.after.isOn(.trusted), row.after.verifySender != true { risks.insert(.isTrustedSender) }
    guard let level = findings.level(of: row.id), level >= .danger else { return risks }
    for finding in findings.findings(on: row.id) where finding.isDanger { risks.formUnion(finding.fields) }
    return risks
  }
}

extension Finding {
  /// Whether it is a hole that nobody has accepted.
  var isDanger: Bool { level == .danger && !isSilenced }

  /// All fields on which its rule passes judgement.
  var fields: [PolicyField] { Rule.named(rule)?.fields ?? field.map { [$0] } ?? [] }
}

extension OperationKind {
  var role: Role {
    switch self {
    case .delete: .diffRemove
    case .patch, .put: .diffChange
    case .post: .diffAdd
    }
  }
}

extension FindingLevel {
  var role: Role {
    switch self {
    case .notice: .levelNotice
    case .warning: .levelWarning
    case .danger: .levelDanger
    case .error: .levelError
    }
  }
}
