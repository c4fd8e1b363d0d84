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
    case (.did, false): Message("\(change.title)\(effects(in: state)). \(state.key(.draftUndo)) takes it back.")
    case (.undid, false): Message("Undone: \(change.title). \(state.key(.draftRedo)) does it again.")
    case (.redid, false): Message("Done again: \(change.title)\(effects(in: state)).")
    }
  }

  /// Which effects the operations have now; of several the count of each.
  private func effects(in state: AppState) -> String {
    let operations = change.steps.compactMap(\.after)
    guard !operations.isEmpty, operations.count <= Self.mostJudged else { return "" }
    var counts: [Effect: Int] = [:]
    for operation in operations { counts[state.findings.judging(operation).effect, default: 0] += 1 }
    if operations.count == 1, let effect = counts.keys.first { return ": \(effect.rawValue)" }
    let words = Effect.allCases.compactMap { effect in counts[effect].map { "\(effect.rawValue) \($0.grouped)" } }
    return ": " + words.joined(separator: ", ")
  }
}
