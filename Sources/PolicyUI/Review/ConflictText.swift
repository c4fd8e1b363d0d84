import Canvas
import PolicyCore
import Theming
import Policies

/// A conflict as rows: the policy and what my operation does to it, per field the base, mine and theirs, and what else
/// was changed elsewhere.
struct ConflictText {
  private static let labelWidth = 20

  let conflict: Conflict
  /// My operation as the review shows it.
  let operation: ReviewedOperation?
  let state: AppState

  private var theme: Theme { state.theme }

  func rows(width: Int) -> [[TextRun]] {
    let hanging = 13 + Self.labelWidth
    return heading.wrapped(to: width, hanging: 4)
      + (fields + [otherChanges, keys]).filter { !$0.isEmpty }.flatMap { $0.wrapped(to: width, hanging: hanging) }
  }

  /// A new policy that is there already, and the one that is there.
  static func alreadyThere(_ twin: ReviewState.Twin, state: AppState, width: Int) -> [[TextRun]] {
    let theme = state.theme
    let heading = [
      TextRun(" T+", theme[.levelWarning]), TextRun(" \(twin.operation.pattern)", theme[.levelWarning]),
      TextRun("   is there already: \(twin.theirs.id.text)", theme[.muted]),
    ]
    let comments = [("mine", twin.operation.result?.comments), ("theirs", twin.theirs.fields.comments)]
    let isSame = twin.theirs.fields.holds(twin.operation.result?[.comments], in: .comments)
    let rows =
      isSame
      ? []
      : comments.map { whose, comment in
        [
          TextRun("     comments  \(whose)  ", theme[.fieldLabel]),
          TextRun(FieldValue.text(comment ?? "").word, theme[whose == "mine" ? .diffAdd : .diffChange]),
        ]
      }
    let keep = state.key(.conflictKeepMine, in: .review)
    let take = state.key(.conflictTakeTheirs, in: .review)
    let patch = isSame ? "" : "   \(state.key(.reviewEdit, in: .review)) changes its comment to mine instead"
    let keys = [TextRun("     \(keep) keeps both   \(take) drops the new one\(patch)", theme[.accent])]
    return ([heading] + rows + [keys]).flatMap { $0.wrapped(to: width, hanging: 7) }
  }

  /// What somebody else changed in a policy that the operation now stands on: nothing to settle, but to be seen.
  static func changedElsewhere(_ operation: ReviewedOperation, state: AppState, width: Int) -> [[TextRun]] {
    let theme = state.theme
    let heading = [
      TextRun(" M\(operation.kind.sign)", theme[.levelWarning]),
      TextRun(" \(operation.pattern)", theme[.levelWarning]),
      TextRun("   changed elsewhere since it was queued", theme[.muted]),
    ]
    let fields = operation.changedElsewhere.map { change in
      [
        TextRun("     \(change.field.label)", theme[.fieldLabel]),
        TextRun("  \(change.before.word) > \(change.after.word)", theme[.diffChange]),
      ]
    }
    let rest = [TextRun("     Nothing to settle: yours goes on top of it.", theme[.muted])]
    return ([heading] + fields + [rest]).flatMap { $0.wrapped(to: width, hanging: 7) }
  }

  private var heading: [TextRun] {
    let start = [TextRun(" C", theme[.levelError])]
    let pattern = TextRun(" \(conflict.base.pattern)", theme[.levelError])
    guard let operation else { return start + [pattern] }
    return start + [
      TextRun(String(operation.kind.sign), theme[operation.kind.role]), pattern,
      TextRun("   \(operation.kind.rawValue)   ", theme[operation.kind.role]),
      TextRun(operation.effect.word, theme[operation.effect.role]),
    ]
  }

  private var fields: [[TextRun]] {
    guard let theirs = conflict.theirs else {
      return [[TextRun("     It no longer exists on the server.", theme[.text])]]
    }
    return conflict.fields.flatMap { field -> [[TextRun]] in
      let base = TextRun(conflict.base.fields[field].word, theme[.muted])
      let mine = conflict.mine.map { TextRun($0[field].word, theme[.diffAdd]) }
      let now = TextRun(theirs.fields[field].word, theme[.diffChange])
      return [
        label(field.label, "base    ") + [base],
        label("", "mine    ") + [mine ?? TextRun("(deleted)", theme[.diffRemove])],
        label("", "theirs  ") + [now],
      ]
    }
  }

  private func label(_ name: String, _ whose: String) -> [TextRun] {
    let gap = String(repeating: " ", count: max(1, Self.labelWidth - name.count))
    return [TextRun("     \(name)\(gap)\(whose)", theme[.fieldLabel])]
  }

  /// Whoever keeps mine gets these as well: they are no conflict, but they are part of what was decided elsewhere.
  private var otherChanges: [TextRun] {
    guard let theirs = conflict.theirs else { return [] }
    let others = PolicyField.allCases.filter { field in
      !conflict.fields.contains(field) && conflict.base.fields[field] != theirs.fields[field]
    }
    guard !others.isEmpty else { return [] }
    let texts = others.map { field in
      "\(field.label) \(conflict.base.fields[field].word) > \(theirs.fields[field].word)"
    }
    return [
      TextRun("     also changed elsewhere:  ", theme[.fieldLabel]),
      TextRun(texts.joined(separator: ", "), theme[.diffChange]),
    ]
  }

  private var keys: [TextRun] {
    let keep = state.key(.conflictKeepMine, in: .review)
    let take = state.key(.conflictTakeTheirs, in: .review)
    let text =
      switch (conflict.theirs, conflict.mine) {
      case (nil, nil): "\(keep) or \(take) drops the deletion"
      case (nil, _?): "\(keep) makes it anew   \(take) drops the operation"
      case (_?, nil): "\(keep) keeps mine   \(take) takes theirs"
      case (_?, _?):
        "\(keep) keeps mine   \(take) takes theirs   \(state.key(.reviewEdit, in: .review)) opens mine in the form"
      }
    return [TextRun("     \(text)", theme[.accent])]
  }
}
