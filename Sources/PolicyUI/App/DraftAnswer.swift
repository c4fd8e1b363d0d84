import Canvas
import Policies
import PolicyCore
import Values

/// The line that answers a change of the draft: what was queued or taken back, on what, and with which effect.
struct DraftAnswer {
  /// Of more changes than these the effects are not counted.
  private static let mostJudged = 500

  private let change: DraftChange
  private let verb: DraftVerb

  init(_ change: DraftChange, _ verb: DraftVerb) {
    self.change = change
    self.verb = verb
  }

  func message(in state: AppState) -> Message {
    switch (verb, change.isEmpty) {
    case (.did, true): Message("Nothing changes: all of it is so already.", tone: .warning)
    case (.undid, true): Message("There is nothing to undo.", tone: .warning)
    case (.redid, true): Message("There is nothing to redo.", tone: .warning)
    case (.did, false): Message(done(in: state))
    case (.undid, false): Message("Undone: \(change.title). \(state.key(.draftRedo)) does it again.")
    case (.redid, false): Message("Done again: \(change.title)\(effects(in: state)).")
    }
  }

  /// In the longest form that has room in one line: what it does stands in each, and how it is taken back in most.
  private func done(in state: AppState) -> String {
    let (effects, undo) = (effects(in: state), state.key(.draftUndo))
    let forms = [
      "\(change.title)\(effects). \(undo) takes it back.", "\(change.title)\(effects). \(undo): undo",
      "\(effects.dropFirst(2)). \(undo): undo. \(change.title)",
    ]
    let room = state.size.columns - 1
    return forms.first { TextWidth.displayWidth(of: $0) < room } ?? (effects.isEmpty ? forms[1] : forms[2])
  }

  /// Which effects the operations have now; of several the count of each.
  private func effects(in state: AppState) -> String {
    let operations = change.steps.compactMap(\.after)
    guard !operations.isEmpty, operations.count <= Self.mostJudged else { return "" }
    var counts: [Effect: Int] = [:]
    for operation in operations { counts[state.findings.judging(operation).effect.effect, default: 0] += 1 }
    if operations.count == 1, let effect = counts.keys.first { return ": \(effect.rawValue)" }
    let words = Effect.allCases.compactMap { effect in counts[effect].map { "\(effect.rawValue) \($0.grouped)" } }
    return ": " + words.joined(separator: ", ")
  }
}
