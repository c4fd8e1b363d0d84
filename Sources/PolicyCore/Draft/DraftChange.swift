package import Policies

/// What an intent changed in the draft: enough to carry it out again or backwards.
///
/// The stored log of changes is the undo history, and undo is a cursor in it.
package struct DraftChange: Hashable, Sendable, Codable {
  package struct Step: Hashable, Sendable, Codable {
    package let id: PolicyID
    package let before: DraftOperation?
    package let after: DraftOperation?

    package init(id: PolicyID, before: DraftOperation?, after: DraftOperation?) {
      self.id = id
      self.before = before
      self.after = after
    }
  }

  package let title: String
  package let steps: [Step]

  package init(title: String, steps: [Step]) {
    self.title = title
    self.steps = steps
  }

  /// Whether nothing changed.
  ///
  /// Such a change is not logged.
  package var isEmpty: Bool { steps.isEmpty }
}

/// How many operations of each kind a draft, review or submission has.
package struct OperationCounts: Hashable, Sendable, Codable {
  package var deletes = 0
  package var patches = 0
  package var puts = 0
  package var posts = 0

  package init() {}

  package init(kinds: some Sequence<OperationKind>) {
    for kind in kinds {
      self[kind] += 1
    }
  }

  package subscript(kind: OperationKind) -> Int {
    get {
      switch kind {
      case .delete: deletes
      case .patch: patches
      case .put: puts
      case .post: posts
      }
    }
    set {
      switch kind {
      case .delete: deletes = newValue
      case .patch: patches = newValue
      case .put: puts = newValue
      case .post: posts = newValue
      }
    }
  }

  package var total: Int { deletes + patches + puts + posts }
}
