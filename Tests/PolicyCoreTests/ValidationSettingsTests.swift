import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import Values

@Suite("Levels, suppressions and what is judged")
struct ValidationSettingsTests {
  private let hole = AllowPolicy.brief("a@x.org", .email, "t")

  private func levels(_ settings: RuleSettings, _ policy: AllowPolicy) -> [RuleName: FindingLevel] {
    let findings = ListJudge(PolicyList([policy]), settings: settings).findings()
    return Dictionary(findings.map { ($0.rule, $0.level) }) { first, _ in first }
  }

  @Test("a rule takes the level of the configuration, or is off")
  func levels() {
    #expect(levels(RuleSettings(), hole)["trusted-unverified"] == .danger)
    #expect(
      levels(RuleSettings(choices: ["trusted-unverified": .level(.notice)]), hole)["trusted-unverified"] == .notice
    )
    #expect(levels(RuleSettings(choices: ["trusted-unverified": .off]), hole)["trusted-unverified"] == nil)
    #expect(
      levels(RuleSettings(choices: ["trusted-unverified": .level(.error)]), hole)["trusted-unverified"] == .danger
    )
  }

  @Test(
    "an error cannot be switched off, lowered or silenced",
    arguments: Rule.all.filter { $0.level == .error }.map(\.name)
  )
  func errorsStay(_ name: RuleName) throws {
    let rule = try #require(Rule.named(name))
    for choice in [RuleSettings.Choice.off, .level(.notice)] {
      #expect(RuleSettings(choices: [name: choice]).level(of: rule, observed: nil) == .error)
    }
    let post = DraftOperation.post(.brief("", .email, "v"))
    let settings = RuleSettings(suppressions: [Suppression(policyID: post.id, rule: "pattern-empty", reason: "mine")])
    let finding = Validation(of: BatchPlan([post]), settings: settings).findings.first { $0.rule == "pattern-empty" }
    #expect(finding?.level == .error && finding?.isSilenced == false)
  }

  @Test("a suppression with a reason silences one rule on one policy, and shows")
  func suppressions() throws {
    let settings = RuleSettings(
      suppressions: [
        Suppression(policyID: hole.id, rule: "trusted-unverified", reason: "phishing simulation"),
        Suppression(policyID: hole.id, rule: "no-reason", reason: "  "),
        Suppression(policyID: PolicyID("other"), rule: "stale", reason: "known"),
      ]
    )
    var policy = hole
    policy.fields.comments = ""
    let findings = ListJudge(PolicyList([policy]), settings: settings).findings()
    #expect(findings.first { $0.rule == "trusted-unverified" }?.silencedBy == "phishing simulation")
    #expect(findings.filter { $0.rule != "trusted-unverified" }.allSatisfy { !$0.isSilenced })
    #expect(findings.contains { $0.rule == "no-reason" })
  }

  @Test("the age at which a policy is stale is configurable")
  func staleDays() {
    let now = Timestamp.date(of: "2026-06-30T12:00:00Z") ?? .distantPast
    #expect(levels(RuleSettings(staleDays: 28, now: now), hole)["stale"] == .warning)
    #expect(levels(RuleSettings(staleDays: 30, now: now), hole)["stale"] == nil)
  }

  @Test("what breaks a rule already shows one level lower and blocks nothing")
  func lowered() {
    let bad = AllowPolicy.brief("10.0.0.1", .ip, "a")
    #expect(levels(RuleSettings(), bad)["ip-not-public"] == .danger)
    func level(_ operation: DraftOperation) -> FindingLevel? {
      Validation(of: BatchPlan([operation])).findings.first { $0.rule == "ip-not-public" }?.level
    }
    #expect(level(.delete(bad)) == nil)
    #expect(level(.patch(bad, PolicyFields(comments: "old"))) == .danger)
    #expect(level(.patch(bad, PolicyFields(pattern: "10.0.0.2"))) == .error)
    #expect(level(.put(bad, PolicyFields(comments: "old"))) == .error)
    #expect(level(.post(bad)) == .error)
    #expect(level(.patch(.brief("10.0.0.1", .domain), PolicyFields(patternType: .ip))) == .error)
    let dangerous = AllowPolicy.brief("github.io", .domain)
    #expect(levels(RuleSettings(), dangerous)["public-suffix"] == .danger)
    #expect(levels(RuleSettings(), .brief("com", .domain))["domain-invalid"] == .danger)
  }

  @Test("the draft refuses what the contract forbids, and takes a change of the other fields of such a policy")
  func draft() throws {
    let bad = AllowPolicy.brief("@x.org", .domain)
    var draft = Draft()
    _ = try draft.apply(.edit([DraftEdit.FieldEdit(policy: bad, set: PolicyFields(comments: "seen"))]))
    #expect(draft.count == 1)
    let problem = #expect(throws: Problem.self) {
      try draft.apply(.edit([DraftEdit.FieldEdit(policy: bad, set: PolicyFields(pattern: "*.x.org"))]))
    }
    #expect(problem?.kind == .invalid && problem?.what.contains("it begins with *.") == true)
    _ = try draft.apply(.edit([DraftEdit.FieldEdit(policy: bad, set: PolicyFields(pattern: "x.org"))]))
    _ = try draft.apply(.delete([.brief("com", .domain, id: "p9")]))
    #expect(draft.count == 2)
  }

  @Test(
    "a fix mends what its finding is about",
    arguments: [
      (AllowPolicy.brief("Bob <bob@x.org>"), "email-invalid", "bob@x.org"),
      (.brief("bob[at]x[.]org"), "email-invalid", "bob@x.org"),
      (.brief("HTTPS://x.org/", .domain), "domain-invalid", "x.org"),
      (.brief("@x.org", .domain), "domain-invalid", "x.org"),
      (.brief("8.8.8.0/255.255.255.0", .ip), "ip-invalid", "8.8.8.0/24"),
      (.brief("8.8.8.9/24", .ip), "host-bits", "8.8.8.0/24"),
      (.brief("X.org.", .domain), "not-normalised", "x.org"),
      (.brief("a@x\u{200b}.org"), "control-character", "a@x.org"),
    ] as [(AllowPolicy, RuleName, String)]
  )
  func fixes(policy: AllowPolicy, rule: RuleName, pattern: String) throws {
    let finding = try #require(ListJudge(PolicyList([policy])).findings().first { $0.rule == rule })
    guard case .set(let fields) = finding.fix?.change else {
      Issue.record("no fix")
      return
    }
    #expect(fields.pattern == pattern)
    var mended = policy
    mended.fields = policy.fields.applying(fields)
    #expect(!ListJudge(PolicyList([mended])).findings().contains { $0.rule == rule })
  }

  @Test("a review tells of untouched policies with what it tells of the batch")
  func review() throws {
    let remote = PolicySet(PolicyList([.brief("a@x.org", id: "1")]))
    let account = Account(key: AccountKey(baseURL: "http://x", accountID: "a"), name: "A", environment: .sandbox)
    let review = try Review(of: [.post(.brief("x.org", .domain, id: "n"))], for: account, against: remote)
    #expect(review.batchFindings.map(\.rule) == ["shadowed"])
    #expect(review.batchFindings.first?.policyID == PolicyID("1"))
  }
}
