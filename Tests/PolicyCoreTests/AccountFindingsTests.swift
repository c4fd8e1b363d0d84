import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyQuery
@testable import Values

@Suite("The findings on an account with its draft applied")
struct AccountFindingsTests {
  private static let domain = AllowPolicy.sample("domain", pattern: "partner.example", type: .domain)
  private static let inside = AllowPolicy.sample("inside", pattern: "ann@partner.example")
  private static let other = AllowPolicy.sample("other", pattern: "x@elsewhere.example", comments: "known")
  private static let settings = RuleSettings(now: Timestamp.date(of: "2025-06-30T12:00:00Z") ?? .distantPast)

  private func findings(
    _ edits: [DraftEdit] = [],
    settings: RuleSettings = settings,
    gone: Set<PolicyID> = []
  ) throws -> AccountFindings {
    var draft = Draft()
    for edit in edits { _ = try draft.apply(edit) }
    let list = ListFindings(of: PolicyList([Self.domain, Self.inside, Self.other], revision: 1), settings: settings)
    return AccountFindings(DraftSnapshot(draft: draft, revision: 7), over: list, gone: gone, settings: settings)
  }

  private func rules(_ findings: AccountFindings, _ id: String) -> [RuleName] {
    findings.findings(on: PolicyID(id)).map(\.rule)
  }

  @Test("an untouched policy is judged beside the others")
  func untouched() throws {
    let found = try findings()
    #expect(rules(found, "inside").contains("shadowed"))
    #expect(found.level(of: "inside") == .warning)
    #expect(found.rows.count(of: .warning) == 2)
  }

  @Test("what a file accepts counts over every draft on the list, and another file over the same list as well")
  func silences() throws {
    let list = ListFindings(
      of: PolicyList([Self.domain, Self.inside, Self.other], revision: 1),
      settings: Self.settings
    )
    func counts(acceptedOn pattern: String?, _ edits: [DraftEdit] = []) throws -> Bool {
      var draft = Draft()
      for edit in edits { _ = try draft.apply(edit) }
      var settings = Self.settings
      settings.silences = pattern.map { [Silence(rule: "shadowed", pattern: $0, reason: "known")] } ?? []
      let found = AccountFindings(DraftSnapshot(draft: draft, revision: 7), over: list, settings: settings)
      return found.signs(of: "inside").ruleNames.contains("shadowed")
    }
    #expect(try counts(acceptedOn: nil))
    let edit = DraftEdit.edit([.init(policy: Self.other, set: PolicyFields(comments: "why"))])
    for _ in 0..<2 {
      #expect(try !counts(acceptedOn: Self.inside.pattern))
      #expect(try !counts(acceptedOn: Self.inside.pattern, [edit]))
      #expect(try counts(acceptedOn: "other pattern"))
    }
  }

  @Test("what the draft takes away no longer shadows, and what it adds does")
  func afterTheDraft() throws {
    let without = try findings([.delete([Self.domain])])
    #expect(!rules(without, "inside").contains("shadowed"))
    let list = PolicyList([Self.domain, Self.inside, Self.other], revision: 1)
    let query = Query(parsing: "rule:shadowed")
    let rows = try PolicyFilter.rows(of: list, query: query, findings: without.rows)
    #expect(rows.isEmpty)

    let new = NewPolicy(
      placeholderID: "new",
      queuedAt: "2025-06-30T12:00:00Z",
      fields: PolicyFields(
        pattern: "elsewhere.example",
        patternType: .domain,
        isAcceptableSender: true,
        verifySender: true
      )
    )
    let with = try findings([.create([new])])
    #expect(rules(with, "other").contains("shadowed"))
    #expect(try PolicyFilter.rows(of: list, query: query, findings: with.rows).count == 2)
  }

  @Test("the effect of a delete is neutral where a policy that remains covers it")
  func effect() throws {
    #expect(try findings([.delete([Self.inside])]).effect(of: "inside")?.effect == .neutral)
    #expect(try findings([.delete([Self.other])]).effect(of: "other")?.effect == .narrows)
    #expect(try findings().effect(of: "other") == nil)
  }

  @Test("a change that is still being typed is judged beside the others, its own queued form left out")
  func typing() throws {
    let queued = DraftEdit.FieldEdit(policy: Self.other, set: PolicyFields(pattern: "bob@partner.example"))
    let found = try findings([.edit([queued])])
    let base = Self.other
    let operation = DraftOperation(
      intent: .edit(base: base, PolicyEdit(changes: PolicyFields(pattern: "ann@partner.example"))),
      position: 0
    )
    let judged = found.judging(operation)
    #expect(judged.findings.map(\.rule).contains("duplicate"))
    #expect(judged.effect.effect == .narrows)
  }

  @Test("a silenced finding is told last, counts nowhere, and leaves the others alone")
  func silenced() throws {
    var settings = Self.settings
    settings.suppressions = [Suppression(policyID: "inside", rule: "shadowed", reason: "both are wanted")]
    let found = try findings(settings: settings)
    let last = try #require(found.findings(on: "inside").last)
    #expect(last.rule == "shadowed" && last.silencedBy == "both are wanted")
    #expect(rules(found, "inside").contains("no-reason"))
    let list = PolicyList([Self.domain, Self.inside, Self.other], revision: 1)
    #expect(try PolicyFilter.rows(of: list, query: Query(parsing: "rule:shadowed"), findings: found.rows).isEmpty)
  }

  @Test("a policy that is not in the list is not gone for that; one that the server denied is")
  func gone() throws {
    let unlisted = AllowPolicy.sample("unlisted", pattern: "new@elsewhere.example")
    let edit = DraftEdit.delete([unlisted])
    #expect(try !rules(findings([edit]), "unlisted").contains("batch-contradiction"))
    #expect(try rules(findings([edit], gone: ["unlisted"]), "unlisted").contains("batch-contradiction"))
  }

  @Test("while no list is known, the draft is judged alone")
  func noList() throws {
    var draft = Draft()
    _ = try draft.apply(.delete([Self.inside]))
    let found = AccountFindings(DraftSnapshot(draft: draft), over: nil, settings: Self.settings)
    #expect(found.effect(of: "inside")?.effect == .narrows)
    #expect(found.findings(on: "other").isEmpty)
    #expect(found.level(of: "other") == nil)
  }

  @Test("random drafts: the rows say the same as judging every remaining policy anew")
  func agreement() throws {
    var generator = SeededGenerator(seed: 20_261_123)
    for round in 0..<60 {
      let policies = (0..<14).map { AllowPolicy.overlapping(id: "p\($0)", using: &generator) }
      let list = PolicyList(policies, revision: round + 1)
      var draft = Draft()
      for policy in policies.shuffled(using: &generator).prefix(3) {
        let other = AllowPolicy.overlapping(id: policy.id.text, using: &generator)
        if Bool.random(using: &generator) {
          _ = try draft.apply(.delete([policy]))
        } else {
          _ = try? draft.apply(.edit([DraftEdit.FieldEdit(policy: policy, set: other.fields)]))
        }
      }
      let found = AccountFindings(
        DraftSnapshot(draft: draft),
        over: ListFindings(of: list, settings: Self.settings),
        settings: Self.settings
      )
      let remaining = PolicySet(list).applying(draft.operations)
      let judge = Judge(settings: Self.settings)
      for policy in policies where draft[policy.id] == nil {
        var reader = PatternReader()
        let facts = PolicyFacts(policy, reader: &reader)
        var expected: [Finding] = []
        judge.findings(on: facts, into: &expected)
        judge.findings(on: facts, in: remaining, into: &expected)
        let level = expected.map(\.level).max()
        #expect(found.level(of: policy.id) == level, "seed 20261123, round \(round), \(policy.pattern)")
      }
    }
  }
}

extension AllowPolicy {
  /// A policy whose pattern is likely to meet those of others.
  fileprivate static func overlapping(id: String, using generator: inout SeededGenerator) -> AllowPolicy {
    let patterns: [(String, PatternType)] = [
      ("a.example", .domain), ("b.a.example", .domain), ("x@a.example", .email), ("y@b.a.example", .email),
      ("10.1.0.0/16", .ip), ("198.51.100.0/24", .ip), ("198.51.100.7", .ip), ("z@c.example", .email),
    ]
    let (pattern, type) = patterns.randomElement(using: &generator) ?? ("a.example", .domain)
    return .sample(
      id,
      pattern: pattern,
      type: type,
      trusted: Bool.random(using: &generator),
      acceptable: Bool.random(using: &generator),
      verify: Bool.random(using: &generator)
    )
  }
}
