package import Foundation
package import Values

/// The changes that led to a draft, and those that were undone: every place that the draft can be taken to.
package struct ChangeLog: Hashable, Sendable {
  /// One change.
  package struct Entry: Hashable, Sendable, Identifiable {
    /// Its place in the log, counted from 1.
    package var sequence: Int
    package var at: Date
    package var title: String

    package var id: Int { sequence }

    package init(sequence: Int, at: Date, title: String) {
      self.sequence = sequence
      self.at = at
      self.title = title
    }
  }

  /// The oldest first.
  package var entries: [Entry]
  /// The sequence of the last change that is in effect, 0 before the first: those after it were undone.
  package var cursor: Int

  package init(entries: [Entry] = [], cursor: Int = 0) {
    self.entries = entries
    self.cursor = cursor
  }
}

extension DraftChange {
  /// What carrying out these changes one after the other amounts to.
  ///
  /// A single one keeps its title.
  package init(inOrder changes: some Collection<DraftChange>) {
    self.init(
      title: changes.count == 1 ? changes.first?.title ?? "" : "\(changes.count) changes",
      steps: changes.flatMap(\.steps)
    )
  }

  /// The change that takes this one back.
  package var reversed: DraftChange {
    DraftChange(title: title, steps: steps.reversed().map { Step(id: $0.id, before: $0.after, after: $0.before) })
  }
}

extension Problem {
  /// There is no such place in the log of changes.
  package static func noChange(_ sequence: Int) -> Problem {
    Problem(
      .notFound,
      what: "There is no change \(sequence) in the draft's log; nothing was changed.",
      advice: "Look at the list of changes again: another change may have taken the place of those that were undone."
    )
  }
}
