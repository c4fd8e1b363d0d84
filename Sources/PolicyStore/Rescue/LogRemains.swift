import PolicyCore
import Policies

/// The part of a log of changes that still leads to a draft, and from it onwards.
///
/// It ends at the first gap, and where a change does not fit the draft: undo must never lead to a draft that there
/// never was.
struct LogRemains {
  /// The changes that can be undone, and behind them those that can be redone.
  let sequences: Range<Int>
  /// How many of them are in effect.
  let cursor: Int

  init(of changes: [Int: DraftChange], at cursor: Int, leadingTo draft: Draft) {
    var first = cursor
    var back = Operations(draft)
    while let change = changes[first]?.reversed, back.follow(change) { first -= 1 }
    var last = cursor
    var onwards = Operations(draft)
    while let change = changes[last + 1], onwards.follow(change) { last += 1 }
    self.sequences = first + 1..<last + 1
    self.cursor = cursor - first
  }

  /// A draft without its order, in which a change takes no longer than it has steps.
  private struct Operations {
    private var byPolicy: [PolicyID: DraftOperation]

    init(_ draft: Draft) {
      byPolicy = Dictionary(draft.operations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// False where the change was made on something else; then this is of no further use.
    mutating func follow(_ change: DraftChange) -> Bool {
      for step in change.steps {
        guard byPolicy[step.id] == step.before else { return false }
        byPolicy[step.id] = step.after
      }
      return true
    }
  }
}
