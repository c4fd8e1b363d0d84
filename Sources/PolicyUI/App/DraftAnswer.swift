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
    case (.did, false): done(in: state)
    case (.undid, false): Message("Undone: \(change.title). \(state.key(.draftRedo)) does it again.")
    case (.redid, false): Message("Done again: \(change.title)\(judged(in: state).words).")
    }
  }

  /// In the longest form that has room in one line: what it does stands in each, and in most how it is taken back and
  /// how it goes on.
  private func done(in state: AppState) -> Message {
    let judged = judged(in: state)
    let undo = state.key(.draftUndo)
    // In the review there is no need to name its key.
    let review = state.openReview == nil ? state.key(.reviewOpen) : nil
    let forms = [
      "\(change.title)\(judged.words). \(undo) takes it back\(review.map { ", \($0) reviews what is queued" } ?? "").",
      "\(change.title)\(judged.words). \(undo): undo\(review.map { ", \($0): review" } ?? "")",
      "\(judged.words.dropFirst(2)). \(undo): undo\(review.map { ", \($0): review" } ?? ""). \(change.title)",
    ]
    let room = state.size.columns - 1
    let text = forms.first { TextWidth.displayWidth(of: $0) < room } ?? (judged.words.isEmpty ? forms[1] : forms[2])
    return Message(text, tone: judged.isGrave ? .warning : .plain)
  }

  /// What the operations of the change do now, and what is found on them.
  private func judged(in state: AppState) -> (words: String, isGrave: Bool) {
    let operations = change.steps.compactMap(\.after)
    guard !operations.isEmpty, operations.count <= Self.mostJudged else { return ("", false) }
    var effects: [Effect: Int] = [:]
    var levels: [FindingLevel: Int] = [:]
    for operation in operations {
      let judged = state.findings.judging(operation)
      effects[judged.effect.effect, default: 0] += 1
      if let gravest = judged.findings.gravest { levels[gravest, default: 0] += 1 }
    }
    let words = Effect.allCases.compactMap { effect in
      effects[effect].map { operations.count == 1 ? effect.rawValue : "\(effect.rawValue) \($0.grouped)" }
    }
    let found = levels.sorted { $0.key > $1.key }.map { level, count in
      operations.count == 1 ? "with \(level.anOne)" : "\(count.grouped) with \(level.anOne)"
    }
    return (": " + (words + found).joined(separator: ", "), !found.isEmpty)
  }
}

extension FindingLevel {
  /// With its article: "a danger".
  fileprivate var anOne: String { self == .error ? "an error" : "a \(rawValue)" }
}
