import Canvas
import PolicyCore
import Theming

/// The body of the review: a plan of its lines, cheap to make, and the text of those that are to be seen.
struct ReviewBody {
  enum Line: Hashable {
    case group(Int, OperationKind)
    case headline(Int)
    /// A line below an operation: the operation, and which of its details.
    case detail(Int, Int)
    case finding(Int)
    /// A line of what the server said of no operation in particular.
    case serverError(Int)
    /// A line of a conflict: which conflict, and which of its lines.
    case conflict(Int, Int)
    case request(Int)
    case nothing(String)

    /// The operation that it belongs to.
    var operation: Int? {
      switch self {
      case .headline(let index), .detail(let index, _): index
      case .group, .finding, .serverError, .conflict, .request, .nothing: nil
      }
    }

    /// The finding that it belongs to, counted from the worst.
    var finding: Int? {
      if case .finding(let line) = self { line / 4 } else { nil }
    }
  }

  let state: AppState
  let review: ReviewState
  let plan: [Line]

  init(_ state: AppState, _ review: ReviewState) {
    self.state = state
    self.review = review
    plan =
      switch review.tab {
      case .changes: Self.changes(review, width: state.size.columns)
      case .findings: Self.findings(review)
      case .conflicts: Self.conflicts(state.conflicts(in: review))
      case .request: review.requestLines.indices.map { .request($0) }
      }
  }

  private var theme: Theme { state.theme }

  // MARK: - Plan

  private static func changes(_ review: ReviewState, width: Int) -> [Line] {
    var lines: [Line] = ServerWords.lines(review.errorsOnTheWhole, indent: 1, width: width).indices.map {
      .serverError($0)
    }
    var kind: OperationKind?
    var group = 0
    for index in review.shown {
      let operation = review.review.operations[index]
      if !review.isByDanger, operation.kind != kind {
        kind = operation.kind
        group += 1
        lines.append(.group(group, operation.kind))
      }
      lines.append(.headline(index))
      lines += (0..<review.detailCount(of: operation, width: width)).map { .detail(index, $0) }
    }
    return lines
  }

  private static func findings(_ review: ReviewState) -> [Line] {
    let count = review.findings.count
    return count == 0 ? [.nothing("No findings on this batch.")] : (0..<4 * count).map { .finding($0) }
  }

  private static func conflicts(_ conflicts: [Conflict]) -> [Line] {
    guard !conflicts.isEmpty else {
      return [.nothing("No conflicts are known. The policies are read again before anything is sent.")]
    }
    return conflicts.enumerated().flatMap { number, conflict in
      (0..<ConflictText.lineCount(conflict)).map { .conflict(number, $0) }
    }
  }

  // MARK: - Text

  func runs(of line: Line) -> [TextRun] {
    switch line {
    case .group(let number, let kind): [TextRun(" \(number)  \(kind.arrayName)", theme[.heading])]
    case .headline(let index): headline(review.review.operations[index])
    case .detail(let index, let detail): details(review.review.operations[index])[detail]
    case .finding(let line): findingRuns(review.findings[line / 4], line: line % 4)
    case .serverError(let line):
      ServerWords.lines(review.errorsOnTheWhole, indent: 1, width: state.size.columns)[line].runs(theme)
    case .conflict(let number, let line): ConflictText.lines(state.conflicts(in: review)[number], in: state)[line]
    case .request(let line): RequestText.runs(review.requestLines[line], theme: theme)
    case .nothing(let text): [TextRun("   " + text, theme[.muted])]
    }
  }

  private func headline(_ operation: ReviewedOperation) -> [TextRun] {
    let level = operation.findings.lazy.filter { !$0.isSilenced }.map(\.level).max()
    let fields = operation.operation.result ?? operation.operation.base?.fields ?? PolicyFields()
    let room = max(16, min(40, state.size.columns - 44))
    return [
      TextRun("   ", theme[.text]),
      TextRun(String(operation.kind.sign), theme[operation.kind.role]),
      TextRun(level?.sign.map(String.init) ?? " ", theme[level?.role ?? .text]),
      TextRun(" \(padded(operation.pattern, to: room)) ", theme[.text]),
      TextRun(padded(fields.typeLabel, to: 10), theme[.muted]),
      TextRun(operation.effect.word, theme[operation.effect.role]),
      TextRun(String(repeating: " ", count: max(1, 9 - operation.effect.word.count)), theme[.text]),
      summary(operation),
    ]
  }

  /// The changes in the fewest words: flags as before > after, other fields by name.
  private func summary(_ operation: ReviewedOperation) -> TextRun {
    switch operation.kind {
    case .delete:
      return TextRun("", theme[.text])
    case .post:
      let on = PolicyFlag.allCases.filter { operation.operation.result?.isOn($0) ?? false }
      return TextRun(on.map(\.word).joined(separator: ", "), theme[.diffAdd])
    case .patch, .put:
      let texts = operation.changes.map { change -> String in
        guard case .flag = change.after, let before = change.before, let after = change.after else {
          return change.field.label
        }
        return "\(change.field.flagWord) \(before) > \(after)"
      }
      return TextRun(texts.joined(separator: ", "), theme[.diffChange])
    }
  }

  private func details(_ operation: ReviewedOperation) -> [[TextRun]] {
    var lines: [[TextRun]] = []
    if review.unfolded.contains(operation.id) {
      lines += operation.changes.map {
        [TextRun("      ", theme[.text])] + ChangeText.runs($0, theme: theme, labelWidth: 20)
      }
      lines += operation.findings.map { [TextRun("        ", theme[.text])] + FindingText.runs($0, theme: theme) }
      let date = operation.operation.base.map { "   modified \($0.lastChange ?? "unknown")" } ?? ""
      lines.append([TextRun("        id \(operation.id.text)\(date)   \(operation.pointer)", theme[.muted])])
    }
    let words = ServerWords.lines(review.serverErrors(on: operation), indent: 8, width: state.size.columns)
    return lines + words.map { $0.runs(theme) }
  }

  /// A finding takes four lines: its rule, whose it is, what is wrong, and why it matters.
  private func findingRuns(_ finding: Finding, line: Int) -> [TextRun] {
    let indent = TextRun("     ", theme[.text])
    switch line {
    case 0: return [TextRun("   ", theme[.text]), FindingText.rule(finding, theme: theme)]
    case 1: return [indent, TextRun(finding.pattern, theme[.heading])]
    case 2: return [indent, TextRun(finding.message, theme[finding.isSilenced ? .muted : .text])]
    default:
      if let reason = finding.silencedBy { return [indent, TextRun("Silenced: \(reason)", theme[.muted])] }
      let fix = finding.fix.map { [TextRun("  f: \($0.title)", theme[.accent])] } ?? []
      return [indent, TextRun(finding.why, theme[.muted])] + fix
    }
  }

  private func padded(_ text: String, to width: Int) -> String {
    let text = VisibleText(text).truncated(to: width, ellipsis: state.glyphs.ellipsis)
    return text.string + String(repeating: " ", count: width - text.width)
  }
}

extension ReviewState {
  /// How many lines stand below an operation.
  fileprivate func detailCount(of operation: ReviewedOperation, width: Int) -> Int {
    let unfoldedLines = operation.changes.count + operation.findings.count + 1
    return (unfolded.contains(operation.id) ? unfoldedLines : 0)
      + ServerWords.lines(serverErrors(on: operation), indent: 8, width: width).count
  }
}

extension OperationKind {
  /// The sign of the operation: `-` delete, `~` patch, `=` put, `+` post.
  var sign: Character {
    switch self {
    case .delete: "-"
    case .patch: "~"
    case .put: "="
    case .post: "+"
    }
  }
}

extension PolicyFlag {
  /// The flag in one word.
  var word: String {
    switch self {
    case .trusted: "trusted"
    case .acceptable: "acceptable"
    case .exempt: "exempt"
    case .verify: "verify"
    }
  }
}

extension PolicyField {
  fileprivate var flagWord: String {
    PolicyFlag.allCases.first { $0.field == self }?.word ?? label
  }
}
