/// One policy beside a message, before and after the draft.
package struct WhatIfRow: Hashable, Sendable {
  package let pattern: String
  package private(set) var before: WhatIfMatch?
  package private(set) var after: WhatIfMatch?

  /// A row for each policy that matches before or after, in the order of the list.
  package static func rows(of answer: WhatIfAnswer) -> [WhatIfRow] {
    var rows = answer.before.matches.map { WhatIfRow(pattern: $0.pattern, before: $0) }
    let places = Dictionary(
      answer.before.matches.enumerated().map { ($0.element.id, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    for match in answer.after.matches {
      if let place = places[match.id] {
        rows[place] = WhatIfRow(pattern: match.pattern, before: rows[place].before, after: match)
      } else {
        rows.append(WhatIfRow(pattern: match.pattern, after: match))
      }
    }
    return rows
  }

  /// Why it counts or not, said once where it is the same before and after.
  package var reasons: [String] {
    if before?.why == after?.why { return before.map { [$0.why] } ?? [] }
    return (before.map { ["Today: \($0.why)"] } ?? []) + (after.map { ["After the draft: \($0.why)"] } ?? [])
  }
}

extension WhatIfMatch {
  /// What it grants, and whether it does here: for a cell of a table.
  package var words: String {
    grants.rawValue + (honoured.map { $0 ? "" : ", not here" } ?? ", undecided")
  }
}

extension WhatIfAnswer {
  /// What comes of it, in sentences; none where nothing is open and nothing changes.
  package var conclusions: [String] {
    var sentences: [String] = []
    if before.bypass == nil, after.bypass == nil, before.words == after.words {
      sentences.append("Today and after the draft the message \(before.words).")
    } else {
      if before.bypass == nil { sentences.append("Today the message \(before.words).") }
      if after.bypass == nil { sentences.append("After the draft the message \(after.words).") }
    }
    switch change {
    case .more: sentences.append("The draft lets it past more.")
    case .less: sentences.append("The draft lets it past less.")
    case .same: break
    case .undecided: sentences.append("Whether the draft makes a difference is undecided.")
    }
    return sentences
  }

  /// Why an answer is not the last word.
  package static let caveat = """
    An approximation: find or full match, upper and lower case, sub-domains and which of several policies wins are not \
    documented. What differs between the readings is undecided; a message gets all that its policies grant.
    """
}
