import Policies
import PolicyCore
import PolicyQuery
import TestSupport
import Testing

@Suite("How many policies have something in common")
struct FrequencyTests {
  /// A list of few patterns, comments and flags, so that many have something in common.
  private static func policies(_ count: Int, _ generator: inout SeededGenerator) -> [AllowPolicy] {
    let patterns: [(String, PatternType, Bool)] = [
      ("bob@mail.acme.com", .email, false), ("acme.com", .domain, false), (#".*@(x\.)?acme\.com"#, .email, true),
      ("Globex.IO", .domain, false), ("198.51.100.7", .ip, false), (".*", .email, true), ("odd", .unknown, false),
      ("notacme.com", .domain, false), ("shop.co.uk", .domain, false),
    ]
    let comments = ["SEC-1", "sec-1 and SEC-12", "OPS-7, SEC-1", "", "none", "SEC-12 OPS-7 SEC-12"]
    return (0..<count).map { number in
      let (pattern, type, isRegex) = patterns.randomElement(using: &generator) ?? patterns[0]
      var fields = PolicyFields(
        pattern: pattern,
        patternType: type,
        isRegex: isRegex,
        isTrustedSender: Bool.random(using: &generator),
        isAcceptableSender: Bool.random(using: &generator),
        isExemptRecipient: Bool.random(using: &generator),
        verifySender: Bool.random(using: &generator),
        comments: comments.randomElement(using: &generator)
      )
      if Int.random(in: 0..<8, using: &generator) == 0 {
        fields.isExemptRecipient = nil
        fields.unread[.isExemptRecipient] = "7"
      }
      return AllowPolicy(id: PolicyID("p\(number)"), fields: fields)
    }
  }

  @Test(
    "the filter of each keeps just those that were counted, the draft included",
    arguments: FrequencyDimension.allCases
  )
  func filters(dimension: FrequencyDimension) throws {
    var generator = SeededGenerator.announced("frequencies by \(dimension)")
    for round in 0..<6 {
      let list = PolicyList(Self.policies(120, &generator), revision: round + 1)
      var draft = Draft()
      for place in [3, 9, 40] { _ = try draft.apply(.delete([list[place]])) }
      for place in [5, 17, 60] {
        let set = PolicyFields(isTrustedSender: Bool.random(using: &generator), comments: "SEC-12")
        _ = try? draft.apply(.edit([DraftEdit.FieldEdit(policy: list[place], set: set)]))
      }
      let snapshot = DraftSnapshot(draft: draft, revision: 1, undoTitle: nil, redoTitle: nil)
      let settings = RuleSettings()
      let findings = AccountFindings(snapshot, over: ListFindings(of: list, settings: settings), settings: settings)
      func rows(_ filter: String) throws -> FilteredRows {
        try PolicyFilter.rows(
          of: list,
          draft: draft,
          query: Query(parsing: filter, rules: Rule.names).checked(),
          findings: findings.rows
        )
      }
      let base = round.isMultiple(of: 2) ? "" : "trusted:yes"
      let request = FrequencyRequest(
        dimension,
        of: try rows(base),
        draft: snapshot,
        findings: findings,
        ticket: .own(try TextExpression("[A-Z]+-[0-9]+"))
      )
      let counted = try #require(request.count())
      #expect(counted.all.map(\.count) == counted.all.map(\.count).sorted(by: >))
      for frequency in counted.all {
        let kept = try rows("\(base) \(frequency.filter)")
        #expect(kept.count == frequency.count, "\(frequency.filter)")
      }
      guard dimension != .finding, dimension != .ticket else { continue }
      #expect(counted.all.reduce(0) { $0 + $1.count } == request.rows.count)
    }
  }

  @Test("no rule's name begins like another's, so that a filter by it keeps it alone")
  func ruleNames() {
    let names = Rule.names.map(\.rawValue)
    for name in names { #expect(names.filter { $0.hasPrefix(name) } == [name]) }
  }
}
