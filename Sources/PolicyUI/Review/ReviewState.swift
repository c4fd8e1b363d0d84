package import Canvas
package import PolicyCore

/// The review on the screen.
package struct ReviewState: Sendable {
  package enum Tab: Int, CaseIterable, Hashable, Sendable {
    case changes
    case findings
    case conflicts
    case request
  }

  package private(set) var review: Review
  /// The request's lines, split once and not at every repaint.
  package private(set) var requestLines: [Substring]
  /// The marks that the review was opened with; nil for the whole draft.
  package let marked: Set<PolicyID>?
  package var tab = Tab.changes
  /// The selected operation, counted in the order of execution.
  package var selection = 0
  package var unfolded: Set<PolicyID> = []
  /// The findings, the worst first.
  package private(set) var findings: [Finding]
  /// The selected one of them.
  package var findingSelection = 0
  package var scroll = ScrollOffset()
  /// What was changed elsewhere in the same fields, as the last attempt to submit found it.
  package var conflicts: [Conflict] = []
  /// Why the last attempt did not go through.
  package var refusal: Problem?

  package init(review: Review, marked: Set<PolicyID>?) {
    self.review = review
    self.requestLines = Self.lines(of: review)
    self.findings = review.findings.worstFirst
    self.marked = marked
  }

  package var selected: ReviewedOperation? {
    review.operations.indices.contains(selection) ? review.operations[selection] : nil
  }

  /// The finding that the keyboard is on; nil on another tab than that of the findings.
  package var selectedFinding: Finding? {
    tab == .findings && findings.indices.contains(findingSelection) ? findings[findingSelection] : nil
  }

  /// Takes a newer review of the same draft, and stays at the operation that was selected.
  mutating func update(_ review: Review) {
    let id = selected?.id
    self.review = review
    requestLines = Self.lines(of: review)
    findings = review.findings.worstFirst
    findingSelection = max(0, min(findingSelection, findings.count - 1))
    let found = id.flatMap { id in review.operations.firstIndex { $0.id == id } }
    selection = max(0, min(found ?? selection, review.operations.count - 1))
    let ids = Set(review.operations.map(\.id))
    unfolded.formIntersection(ids)
    conflicts.removeAll { conflict in
      review.operations.first { $0.id == conflict.id }?.operation.base != conflict.base
    }
  }

  private static func lines(of review: Review) -> [Substring] {
    review.request.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The server's words on one operation of the refused batch.
  func serverErrors(on operation: ReviewedOperation) -> [ServerError] {
    (refusal?.serverErrors ?? []).filter { error in
      error.pointer.map { ErrorPointer($0).isAbout(operation.pointer) } ?? false
    }
  }
}
