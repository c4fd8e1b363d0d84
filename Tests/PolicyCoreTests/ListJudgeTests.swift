import TestSupport
import Testing

@testable import Policies
@testable import PolicyCore

@Suite("A list judged")
struct ListJudgeTests {
  private static let settings = RuleSettings(ownDomains: ["corp.example"])

  /// Some of everything that rules look for, neighbours of each kind among it.
  private static func list(using generator: inout SeededGenerator) -> PolicyList {
    let patterns: [(String, PatternType, Bool)] = [
      ("billing@acme.com", .email, false), ("Billing@acme.com", .email, false), ("billing+x@acme.com", .email, false),
      ("acme.com", .domain, false), ("gmail.com", .domain, false), ("corp.example", .domain, false),
      ("5.6.7.8", .ip, false), ("5.6.7.0/24", .ip, false), ("5.0.0.0/8", .ip, false), ("10.0.0.1", .ip, false),
      (#".*@acme\.com"#, .email, true), (".*", .email, true), ("(acme", .email, true),
      (#"^a@acme\.com$"#, .email, true),
      ("no domain", .domain, false), ("a@b", .email, false),
    ]
    let policies = (0..<1500).map { row in
      let (pattern, type, isRegex) = patterns.randomElement(using: &generator) ?? patterns[0]
      return AllowPolicy(
        id: PolicyID("policy-\(row)"),
        fields: PolicyFields(
          pattern: row.isMultiple(of: 3) ? pattern : "\(row)\(pattern)",
          patternType: type,
          isRegex: isRegex,
          isTrustedSender: Bool.random(using: &generator),
          isAcceptableSender: Bool.random(using: &generator),
          isExemptRecipient: Bool.random(using: &generator),
          verifySender: Bool.random(using: &generator),
          comments: Bool.random(using: &generator) ? "ticket \(row)" : nil
        ),
        modifiedAt: "2022-03-04T05:06:07Z"
      )
    }
    return PolicyList(policies, revision: 7)
  }

  @Test("all cores find what one finds, in the same order, and the signs are those of the findings")
  func sameByAllWays() async {
    var generator = SeededGenerator.announced("a list judged")
    let list = Self.list(using: &generator)
    let judge = await ListJudge.onAllCores(list, settings: Self.settings)
    let findings = await judge.findings()
    #expect(findings == ListJudge(list, settings: Self.settings).findings(onRows: list.indices))
    #expect(Set(findings.map(\.rule)).count > 20)
    let (signs, ofFindings) = (await judge.signs(), RowFindings(findings, in: list))
    #expect(list.indices.allSatisfy { signs.signs(ofRow: $0) == ofFindings.signs(ofRow: $0) })
    for level in FindingLevel.allCases { #expect(signs.count(of: level) == ofFindings.count(of: level)) }
  }

  @Test("there is a bit for each rule")
  func bits() {
    #expect(Rule.all.count <= UInt64.bitWidth)
    #expect(Set(Rule.places.values).count == Rule.all.count)
  }
}
