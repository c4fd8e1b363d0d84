package import Mail
import Policies
import Values

/// What the policies of an account let a message past, as they are and once a draft has run.
///
/// An approximation, as the documentation leaves open what the server does: every question is asked in all readings of
/// it (``ServerReading``), and what does not come out the same in all of them is undecided. A message gets the union of
/// what the policies grant that match it. Made once for a list and a draft; a message then costs what it matches.
package struct WhatIf: Sendable {
  let before: PolicySet
  let after: PolicySet
  /// The policies that the draft makes, takes away, or changes in more than the comment.
  let touched: Set<PolicyID>
  let open: Open
  /// The reading that is named first where it depends on that.
  private let first: ServerReading

  /// What could be granted to texts that cannot be told.
  struct Open: Sendable {
    let before: GrantCounts
    let after: GrantCounts
    let touchedBefore: GrantCounts
    let touchedAfter: GrantCounts

    init(_ base: PolicyIndex, _ overlay: PolicyIndex?, hidden: [Int], _ touched: Set<PolicyID>) {
      let added = overlay.map { GrantCounts($0, rows: $0.grants.indices) } ?? GrantCounts()
      before = GrantCounts(base, rows: base.grants.indices)
      after = before.without(hidden, of: base) + added
      touchedBefore = GrantCounts(base, rows: hidden.filter { touched.contains(base.members[$0].id) })
      touchedAfter =
        overlay.map { overlay in
          GrantCounts(overlay, rows: overlay.grants.indices.filter { touched.contains(overlay.members[$0].id) })
        } ?? GrantCounts()
    }
  }

  /// Policies of an unknown type or with a pattern that cannot be read, of which it is not known what they match.
  let unknownBefore: [AllowPolicy]
  let unknownAfter: [AllowPolicy]

  package init(_ policies: PolicySet, draft operations: [DraftOperation] = [], first: ServerReading = .widest) {
    self.first = first
    before = policies.remote
    after = before.applying(operations)
    let (base, overlay) = (before.base, after.overlay)
    touched = Set(operations.lazy.filter { Self.isTouched($0, base) }.map(\.id))
    open = Open(base, overlay, hidden: operations.compactMap { base.members.index(of: $0.id) }, touched)
    unknownBefore = base.unknownRows.map { base.members[$0] }
    let ids = Set(operations.map(\.id))
    let others = unknownBefore.filter { !ids.contains($0.id) }
    unknownAfter = others + (overlay.map { index in index.unknownRows.map { index.members[$0] } } ?? [])
  }

  /// Whether an operation does more than change a comment.
  private static func isTouched(_ operation: DraftOperation, _ base: PolicyIndex) -> Bool {
    guard let row = base.members.index(of: operation.id), let result = operation.result else { return true }
    return result.differences(from: base.members.fields(at: row)).contains { $0 != .comments }
  }

  /// What becomes of a message, before and after.
  package func answer(to message: MailMessage) -> WhatIfAnswer {
    let texts = message.matchedTexts
    let outcomes = Outcomes(message)
    let old = Self.found(texts, in: before, unknownBefore)
    let oldSide = side(old, outcomes.range(of: old, untold: open.before), message)
    guard !touched.isEmpty else {
      return WhatIfAnswer(message: message, before: oldSide, after: oldSide, change: .same)
    }
    let new = Self.found(texts, in: after, unknownAfter)
    return WhatIfAnswer(
      message: message,
      before: oldSide,
      after: side(new, outcomes.range(of: new, untold: open.after), message),
      change: change(from: old, to: new, outcomes)
    )
  }

  private func side(_ found: [FoundPolicy], _ range: Outcomes.Range, _ message: MailMessage) -> WhatIfSide {
    WhatIfSide(
      matches: found.map { $0.match(of: message, first) },
      bypass: range.lowest == range.highest ? range.lowest : nil,
      least: range.lowest,
      most: range.highest
    )
  }

  /// Compares both in the same reading and for the same mail.
  ///
  /// What is not decided of a policy that the draft leaves alone is the same before and after, and makes no difference.
  private func change(from old: [FoundPolicy], to new: [FoundPolicy], _ outcomes: Outcomes) -> BypassChange {
    let isTouched = { (found: FoundPolicy) in touched.contains(found.policy.id) }
    let (before, after) = (
      outcomes.levels(of: old, undecided: isTouched, untold: open.touchedBefore),
      outcomes.levels(of: new, undecided: isTouched, untold: open.touchedAfter)
    )
    var found: Set<BypassChange> = []
    for (was, becomes) in zip(before, after) {
      for old in [was.lowest, was.highest] {
        for new in [becomes.lowest, becomes.highest] { found.insert(new > old ? .more : new < old ? .less : .same) }
      }
    }
    return found.count == 1 ? found.first ?? .undecided : .undecided
  }

  /// The policies that match, or may, in the order of the list.
  private static func found(
    _ texts: [MessageText],
    in set: PolicySet,
    _ unknown: [AllowPolicy]
  ) -> [FoundPolicy] {
    var found: [Int: FoundPolicy] = [:]
    func take(_ match: TextMatch, _ text: MessageText, _ row: Int, _ index: PolicyIndex, rank: Int) {
      found[rank, default: FoundPolicy(index.members[row], index.grants[row])].add(text, match)
    }
    for text in texts {
      for match in set.base.matches(of: text.text) {
        for row in match.bucket.rows where !set.isHidden(row) { take(match, text, row, set.base, rank: row) }
      }
      guard let overlay = set.overlay else { continue }
      for match in overlay.matches(of: text.text) {
        for row in match.bucket.rows {
          let rank = set.rank(of: PolicySet.Place(base: nil, overlay: row)) ?? row
          take(match, text, row, overlay, rank: rank)
        }
      }
    }
    let known = found.sorted { $0.key < $1.key }.map(\.value)
    return known + unknown.compactMap { FoundPolicy(unknown: $0, texts) }
  }
}

extension PolicyIndex {
  /// The rows that grant something and of which it is not known what they match.
  fileprivate var unknownRows: [Int] {
    grants.indices.filter { row in
      guard !grants[row].isEmpty else { return false }
      let type = members.table.columns.bits[row].type
      return grants[row].contains(.uncertainPattern) || type == nil || type == .unknown
    }
  }
}
