import Values
import Canvas
import PolicyCore
import Theming
import Policies

/// One operation of the review as rows of a width: its headline, and what stands below it.
struct OperationText {
  let state: AppState
  let review: ReviewState
  let width: Int

  private var theme: Theme { state.theme }

  // MARK: - The headline

  func headline(_ operation: ReviewedOperation) -> [TextRun] {
    let fields = operation.operation.result ?? operation.operation.base?.fields ?? PolicyFields()
    return [
      TextRun("   ", theme[.text]),
      TextRun(
        state.glyphs.areWords ? "\(operation.kind.rawValue) " : String(operation.kind.sign),
        theme[operation.kind.role]
      ),
      sign(of: operation),
      TextRun(" \(padded(operation.operation.name, to: patternRoom)) ", theme[.text]),
      TextRun(width < 56 ? (fields.isRegex == true ? "re " : "") : padded(fields.typeLabel, to: 10), theme[.muted]),
      TextRun(operation.effect.word, theme[operation.effect.role]),
      TextRun(String(repeating: " ", count: max(1, 9 - operation.effect.word.count)), theme[.text]),
      summary(operation),
    ]
  }

  /// The columns of the patterns in the headlines: no more than the widest of them takes.
  private var patternRoom: Int {
    max(16, min(review.tally.patternWidth, ReviewTally.widestPattern, width - 44))
  }

  /// A conflict, or else the worst finding, as in the table.
  private func sign(of operation: ReviewedOperation) -> TextRun {
    let areWords = state.glyphs.areWords
    if state.conflicts.contains(where: { $0.id == operation.id }) {
      return TextRun(areWords ? "conflict" : "C", theme[.levelError])
    }
    let level = operation.findings.lazy.filter { !$0.isSilenced }.map(\.level).max()
    let sign = level?.sign.map(String.init) ?? " "
    return TextRun(areWords ? level?.rawValue ?? "" : sign, theme[level?.role ?? .text])
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

  private func padded(_ text: String, to width: Int) -> String {
    let text = VisibleText(text).truncated(to: width, ellipsis: state.glyphs.ellipsis)
    return text.string + String(repeating: " ", count: width - text.width)
  }

  // MARK: - Below it

  func rows(below operation: ReviewedOperation) -> [[TextRun]] {
    let details = review.unfolded.contains(operation.id) ? self.details(of: operation) : []
    return details + serverWords(on: operation)
  }

  /// What an operation that is unfolded shows: nothing of it is cut.
  func details(of operation: ReviewedOperation) -> [[TextRun]] {
    var rows: [[TextRun]] = []
    // Which policy it is must be told in full, whether or not that is what changes.
    if VisibleText(operation.operation.name).width > patternRoom,
      !operation.changes.contains(where: { $0.field == .pattern })
    {
      rows += [TextRun("        \(operation.operation.name)", theme[.text])].wrapped(to: width, hanging: 8)
    }
    rows += EffectText.rows(operation.judged, indent: 6, width: width, theme: theme)
    for change in operation.changes {
      rows += ChangeText.rows(change, theme: theme, labelWidth: 20, indent: 6, width: width)
    }
    for finding in operation.findings {
      rows += FindingText.rows(finding, indent: 8, width: width, theme: theme, glyphs: state.glyphs)
    }
    let date = operation.operation.base.map { "   modified \($0.lastChange ?? "unknown")" } ?? ""
    let origin = "        id \(operation.id.text)\(date)   \(operation.pointer)"
    return rows + [TextRun(origin, theme[.muted])].wrapped(to: width, hanging: 8)
  }

  func serverWords(on operation: ReviewedOperation) -> [[TextRun]] {
    guard review.refusal?.serverErrors.isEmpty == false else { return [] }
    let words = ServerWords.lines(review.serverErrors(on: operation), indent: 8, width: width)
    return words.map { $0.runs(theme) }
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

extension PolicyField {
  fileprivate var flagWord: String {
    PolicyFlag.allCases.first { $0.field == self }?.word ?? label
  }
}
