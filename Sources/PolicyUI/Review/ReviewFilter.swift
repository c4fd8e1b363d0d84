import Canvas
import Policies
import PolicyCore
import PolicyQuery
import Theming
import Values

/// The filter of a review: it says what a part of the draft is, which is then reviewed and sent by itself.
extension ReviewState {
  /// Orders the review of what the filter keeps now; none where it keeps nothing.
  mutating func narrow(in state: AppState) -> [AppEffect] {
    let part = state.part(of: self)
    keepsNothing = part?.isEmpty ?? false
    return keepsNothing ? [] : [.work(.review(only: part, encoding))]
  }

  mutating func dropFilter(in state: AppState) -> [AppEffect] {
    filter = TextField(limit: 200)
    isFiltering = false
    return narrow(in: state)
  }

  /// Why what is shown cannot be sent: the filter is not understood, or keeps nothing.
  var filterReason: String? {
    if keepsNothing { return "The filter keeps no operation, so there is nothing to be submitted." }
    guard let mistake = Query(parsing: filter.text, rules: Rule.names).mistakes.first else { return nil }
    return "The filter is not understood at character \(mistake.range.lowerBound + 1), so it keeps more than was meant."
  }

  func drawFilter(_ state: AppState, into buffer: inout Buffer, in line: Rect) {
    filter.draw(
      into: &buffer,
      in: line,
      label: TextRun(" /", state.theme[.accent]),
      labelWidth: 3,
      styles: state.theme.field(),
      placeholder: "words, or terms as in the table; the rest stays in the draft",
      isFocused: true
    )
  }
}

extension AppState {
  /// What a review is of: the marked operations, and of these what its filter keeps; nil for the whole draft.
  ///
  /// What is undecided is left out.
  func part(of review: ReviewState) -> Set<PolicyID>? {
    guard !review.filter.text.allSatisfy(\.isWhitespace) else { return review.marked }
    // Nothing but what is queued is looked through.
    let query = Query(parsing: "op:any " + review.filter.text)
    let facts = QueryFacts(now: Instant(now), policies: findings.policies, usage: findings.usage)
    let rows = try? PolicyFilter.rows(
      of: browse.list,
      draft: draft.draft,
      query: query,
      findings: findings.rows,
      knowing: facts
    )
    guard let rows else { return review.marked }
    let kept = Set(rows.indices.filter { !rows.sign(at: $0).contains(.undecided) }.map { rows.id(at: $0) })
    return review.marked.map { kept.intersection($0) } ?? kept
  }

  /// Orders the review that is on the screen anew.
  func reviewAgain() -> [AppEffect] {
    openReview.map { [.work(.review(only: part(of: $0), $0.encoding))] } ?? []
  }

  /// How many operations a review leaves in the draft.
  ///
  /// Those of the review may have left it meanwhile, as they do once they are applied.
  func staying(beside review: Review) -> Int {
    draft.draft.count - review.operations.count { draft.draft[$0.id] != nil }
  }

  /// What a review is of, with what stays: `59 of 329 operations, 270 stay`.
  func extent(of review: Review) -> String {
    let (count, staying) = (review.operations.count, staying(beside: review))
    guard staying > 0 else { return count.counted("operation") }
    return
      "\(count.grouped) of \((count + staying).counted("operation")), \(staying.grouped) \(staying == 1 ? "stays" : "stay")"
  }
}
