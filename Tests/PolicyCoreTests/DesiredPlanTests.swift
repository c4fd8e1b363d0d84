import Foundation
import TestSupport
import Testing
import Values

@testable import Policies
@testable import PolicyCore

@Suite("A plan of what should be")
struct DesiredPlanTests {
  static let account = AccountKey(baseURL: "https://api.example/v4", accountID: "acme")

  static func row(
    _ line: Int,
    _ pattern: String?,
    _ type: PatternType? = .email,
    id: String? = nil,
    _ set: PolicyFields = PolicyFields()
  ) -> DesiredRow {
    let fields = PolicyFields(pattern: pattern, patternType: type).applying(set)
    return DesiredRow(line: line, id: id.map { PolicyID($0) }, fields: fields)
  }

  static func plan(
    _ rows: [DesiredRow],
    over policies: [AllowPolicy],
    prunes: Bool = false,
    limit: ChangeLimit = .percent(100),
    scope: DesiredScope? = nil
  ) throws -> DesiredPlan {
    try DesiredPlan(
      rows,
      over: PolicyList(policies),
      of: account,
      options: .init(prunes: prunes, scope: scope, limit: limit)
    )
  }

  /// What a plan does, in words: `patch p1 comments`, `post a@x.example`, `delete p2`.
  static func words(_ plan: DesiredPlan) -> [String] {
    BatchPlan(plan.operations).ordered.map { operation in
      switch operation.intent {
      case .delete(let base, _): "delete \(base.id)"
      case .edit(let base, let edit): "patch \(base.id) \(edit.changes.present.map(\.rawValue).joined(separator: " "))"
      case .create(let policy): "post \(policy.fields.pattern ?? "")"
      }
    }
  }

  // MARK: - Matching

  @Test("a row that says what is there changes nothing; what it does not say is left alone")
  func unchanged() throws {
    let plan = try Self.plan(
      [Self.row(2, "billing@partner.example"), Self.row(3, "x.example", .domain, .init(isTrustedSender: false))],
      over: [.sample(trusted: true, comments: "why"), .sample("p2", pattern: "x.example", type: .domain, trusted: nil)]
    )
    #expect(plan.operations.isEmpty && !plan.differs)
    #expect(plan.unchanged == 2)
  }

  @Test("an id finds its policy whatever else the row says; a pattern that it changes is an update")
  func byID() throws {
    let plan = try Self.plan(
      [Self.row(2, "other@partner.example", id: "p1", .init(comments: "moved"))],
      over: [.sample("p1"), .sample("p2", pattern: "keep@partner.example")]
    )
    #expect(Self.words(plan) == ["patch p1 pattern comments"])
    #expect(plan.missing.map(\.id) == ["p2"])
    #expect(plan.lines["p1"] == 2)
  }

  @Test("an id that is gone is said, and the row is matched by what it says, or new")
  func goneID() throws {
    let plan = try Self.plan(
      [Self.row(2, "billing@partner.example", id: "old"), Self.row(3, "new@partner.example", id: "older")],
      over: [.sample()]
    )
    #expect(Self.words(plan) == ["post new@partner.example"])
    #expect(plan.unchanged == 1)
    #expect(
      plan.remarks.map(\.what) == [
        "no policy has the id old, so it was matched by what it says", "no policy has the id older, so it is new",
      ]
    )
  }

  @Test("an id that stands there twice, and a row that names no policy, are mistakes")
  func badIDs() throws {
    let plan = try Self.plan(
      [
        Self.row(2, nil, id: "p1"), Self.row(3, nil, id: "p1"), Self.row(4, nil, id: "gone"), Self.row(5, nil),
      ],
      over: [.sample()]
    )
    #expect(plan.mistakes.map(\.line) == [3, 4, 5])
    #expect(plan.mistakes[0].what == "The id p1 stands in line 2 already.")
    #expect(plan.operations.isEmpty)
  }

  @Test("a pattern that is only spelled otherwise is the same policy, keeps its spelling, and that is said")
  func respelled() throws {
    let plan = try Self.plan(
      [
        Self.row(2, "Partner.Example.", .domain, .init(verifySender: false)), Self.row(3, "198.51.100.7/24", .ip),
      ],
      over: [
        .sample("p1", pattern: "partner.example", type: .domain), .sample("p2", pattern: "198.51.100.0/24", type: .ip),
      ]
    )
    #expect(Self.words(plan) == ["patch p1 verify_sender"])
    #expect(plan.unchanged == 1)
    #expect(plan.remarks.map(\.line) == [2, 3])
    #expect(plan.remarks[0].what == "the policy is there as partner.example, and keeps that spelling")
  }

  @Test("exact bytes come before another spelling")
  func exactFirst() throws {
    let plan = try Self.plan(
      [Self.row(2, "Partner.example", .domain), Self.row(3, "partner.example", .domain)],
      over: [
        .sample("p1", pattern: "partner.example", type: .domain),
        .sample("p2", pattern: "Partner.example", type: .domain),
      ]
    )
    #expect(plan.unchanged == 2 && plan.remarks.isEmpty && plan.mistakes.isEmpty)
  }

  @Test("an expression is another policy than the same text without one")
  func expression() throws {
    let plan = try Self.plan(
      [Self.row(2, "partner.example", .domain, .init(isRegex: true))],
      over: [.sample("p1", pattern: "partner.example", type: .domain)]
    )
    #expect(Self.words(plan) == ["post partner.example"])
  }

  @Test("duplicates go with the rows that differ least, then by id")
  func duplicates() throws {
    let policies = [
      AllowPolicy.sample("p3", comments: "c"), .sample("p2", comments: "b"), .sample("p1", comments: "a"),
    ]
    func row(_ line: Int, _ comment: String, _ trusted: Bool) -> DesiredRow {
      Self.row(line, "billing@partner.example", .init(isTrustedSender: trusted, comments: comment))
    }
    let plan = try Self.plan([row(2, "x", true), row(3, "b", true), row(4, "c", false)], over: policies)
    #expect(Self.words(plan) == ["patch p1 is_trusted_sender comments", "patch p2 is_trusted_sender"])
    #expect(plan.unchanged == 1)
    let same = try Self.plan([row(2, "x", false), row(3, "y", false)], over: policies)
    #expect(Self.words(same) == ["patch p1 comments", "patch p2 comments"])
    #expect(same.missing.map(\.id) == ["p3"])
  }

  @Test("more equal rows than policies are a mistake and no post")
  func surplus() throws {
    let again = try Self.plan(
      [Self.row(2, "billing@partner.example"), Self.row(3, "billing@PARTNER.example", .init(verifySender: false))],
      over: [.sample()]
    )
    #expect(again.mistakes.map(\.line) == [3])
    #expect(again.mistakes[0].what == "Line 2 has the same pattern, type and kind, and 1 policy has it.")
    let new = try Self.plan([Self.row(2, "new@x.example"), Self.row(3, "new@x.example")], over: [])
    #expect(new.mistakes.map(\.line) == [3])
  }

  // MARK: - New policies

  @Test("a new policy needs a type; the flags that are not said are off")
  func new() throws {
    let plan = try Self.plan([Self.row(2, "new@x.example", .init(isAcceptableSender: true))], over: [.sample()])
    let fields = try #require(plan.operations.first?.result)
    #expect(PolicyField.flags.map { fields[$0] == .flag(true) } == [false, false, true, false, false])
    let untyped = try Self.plan([Self.row(2, "new@x.example", nil)], over: [])
    #expect(untyped.mistakes.map(\.what) == ["new@x.example is new, and has no type."])
  }

  @Test("ids and times of new policies are made of the account and the file alone")
  func deterministic() throws {
    let rows = [Self.row(2, "new@x.example", .init(comments: "SEC-1"))]
    let policies = [AllowPolicy.sample()]
    func made(_ plan: DesiredPlan) throws -> NewPolicy {
      guard case .create(let policy) = try #require(plan.operations.first).intent else { throw CancellationError() }
      return policy
    }
    let policy = try made(try Self.plan(rows, over: policies))
    #expect(policy == (try made(try Self.plan(rows, over: policies))))
    #expect(policy.queuedAt == "2025-01-02T03:04:05Z")
    let id = policy.placeholderID.text
    #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil, "\(id)")
    let other = try DesiredPlan(
      rows,
      over: PolicyList(policies),
      of: AccountKey(baseURL: "https://api.example/v4", accountID: "other")
    )
    #expect(try made(other).placeholderID != policy.placeholderID)
    let commented = [Self.row(2, "new@x.example", .init(comments: "SEC-2"))]
    #expect(try made(try Self.plan(commented, over: policies)).placeholderID != policy.placeholderID)
  }

  @Test("what the server said that cannot be read can be left alone, and not be set")
  func unread() throws {
    var policy = AllowPolicy.sample()
    policy.fields.isTrustedSender = nil
    policy.fields.unread[.isTrustedSender] = "the number 1"
    #expect(try !Self.plan([Self.row(2, "billing@partner.example")], over: [policy]).differs)
    let plan = try Self.plan(
      [Self.row(2, "billing@partner.example", .init(isTrustedSender: false))],
      over: [policy]
    )
    #expect(plan.mistakes.map(\.what) == ["Of the trusted sender of the policy p1 the server said the number 1."])
  }

  // MARK: - Prune and renames

  @Test("without prune what the file lacks stays; with it, it goes")
  func prune() throws {
    let policies = [
      AllowPolicy.sample("p1", pattern: "b@x.example"), .sample("p2", pattern: "a@x.example", trusted: true),
      .sample("p3"),
    ]
    let rows = [Self.row(2, "billing@partner.example")]
    let kept = try Self.plan(rows, over: policies)
    #expect(kept.operations.isEmpty && kept.missing.map(\.id) == ["p1", "p2"] && kept.differs)
    let pruned = try Self.plan(rows, over: policies, prunes: true)
    #expect(Self.words(pruned) == ["delete p2", "delete p1"], "by their patterns")
    #expect(pruned.missing.isEmpty && !pruned.leavesNothing)
    let all = try Self.plan([], over: policies, prunes: true)
    #expect(all.leavesNothing && !all.demands.isEmpty)
  }

  @Test("a rename without an id is one only with prune, and where nothing else can be meant")
  func renames() throws {
    let policies = [AllowPolicy.sample("p1", pattern: "elmstone.example", type: .domain, comments: "elm")]
    let set = PolicyFields(isAcceptableSender: true, verifySender: true, comments: "elm")
    let rows = [Self.row(2, "mail.elmstone.example", .domain, set)]
    let rename = DesiredPlan.Rename(id: "p1", from: "elmstone.example", to: "mail.elmstone.example", isProbable: true)
    let probable = try Self.plan(rows, over: policies)
    #expect(Self.words(probable) == ["post mail.elmstone.example"])
    #expect(probable.renames == [rename] && probable.missing.map(\.id) == ["p1"])
    let sure = try Self.plan(rows, over: policies, prunes: true)
    #expect(Self.words(sure) == ["patch p1 pattern"])
    #expect(sure.renames.map(\.isProbable) == [false])

    let two = rows + [Self.row(3, "www.elmstone.example", .domain, set)]
    let ambiguous = try Self.plan(two, over: policies, prunes: true)
    #expect(Self.words(ambiguous) == ["delete p1", "post mail.elmstone.example", "post www.elmstone.example"])
    #expect(ambiguous.renames.isEmpty)
    let other = [Self.row(2, "mail.elmstone.example", .domain, set.applying(.init(verifySender: false)))]
    #expect(Self.words(try Self.plan(other, over: policies, prunes: true)).count == 2)
  }

  // MARK: - Scope

  private static let scope = DesiredScope(text: "pattern:elm") { list in
    .success(list.map { $0.pattern.contains("elm") })
  }

  @Test("a scope keeps the rest of the account out of it, and refuses rows that reach outside")
  func scope() throws {
    let policies = [
      AllowPolicy.sample("p1", pattern: "a@elm.example"), .sample("p2", pattern: "b@elm.example"), .sample("p3"),
    ]
    let plan = try Self.plan(
      [Self.row(2, "a@elm.example")],
      over: policies,
      prunes: true,
      scope: Self.scope
    )
    #expect(Self.words(plan) == ["delete p2"])
    #expect(plan.scopeCount == 2)
    let outside = try Self.plan(
      [
        Self.row(2, "billing@partner.example"), Self.row(3, "a@oak.example", id: "p1"), Self.row(4, "new@x.example"),
      ],
      over: policies,
      scope: Self.scope
    )
    #expect(outside.mistakes.map(\.line) == [2, 3, 4])
    #expect(outside.mistakes[0].what.hasPrefix("The row is about a policy outside of the scope"))
    #expect(outside.mistakes[1].what == "What the row changes would lead out of the scope.")
    #expect(outside.mistakes[2].what == "The row is new, and outside of the scope.")
  }

  @Test("a scope of which nothing would be left asks, though others stay")
  func emptiedScope() throws {
    let policies = [AllowPolicy.sample("p1", pattern: "a@elm.example"), .sample("p3")]
    let plan = try Self.plan([], over: policies, prunes: true, scope: Self.scope)
    #expect(plan.leavesNothing && Self.words(plan) == ["delete p1"])
  }

  // MARK: - Limits

  @Test(
    "a limit is read, and held",
    arguments: [
      ("0", 0, 100, true), ("0", 1, 100, false), ("25", 25, 30, true), ("25", 26, 1000, false), ("40%", 40, 100, true),
      ("40%", 41, 100, false), ("0%", 1, 100, false), ("100%", 7, 7, true),
    ]
  )
  func limits(text: String, changes: Int, scope: Int, isAllowed: Bool) throws {
    #expect(try #require(ChangeLimit(text)).allows(changes, of: scope) == isAllowed)
  }

  @Test("what is no limit is none", arguments: ["", "%", "101%", "-1", "1.5", "ten", "10 %", "99999999999", "٣"])
  func noLimit(text: String) {
    #expect(ChangeLimit(text) == nil)
  }

  @Test("the standard is a fifth of the scope and more than ten, for updates and deletions apart")
  func standard() throws {
    #expect(ChangeLimit.standard.allows(10, of: 10) && !ChangeLimit.standard.allows(11, of: 54))
    #expect(ChangeLimit.standard.allows(11, of: 55))
    #expect(ChangeLimit.count(0).excess(1, "update", of: 1) == "1 update of 1 policy is more than 0.")
    #expect(ChangeLimit.percent(50).excess(1, "deletion", of: 1) == "1 deletion of 1 policy is more than 50 % of it.")
    #expect(ChangeLimit.percent(0).excess(2, "update", of: 9) == "2 updates of 9 policies are more than 0 % of them.")
    let policies = (0..<40).map { AllowPolicy.sample("p\($0)", pattern: "\($0)@x.example") }
    let half = try Self.plan(
      policies.prefix(20).map { Self.row(2, $0.pattern) },
      over: policies,
      prunes: true,
      limit: .standard
    )
    #expect(half.excesses == ["20 deletions of 40 policies are more than a fifth of them, and more than 10."])
    let created = (0..<200).map { Self.row($0, "\($0)@new.example") }
    #expect(try Self.plan(created, over: policies, limit: .standard).excesses.isEmpty)
    let updates = policies.prefix(11).map { Self.row(2, $0.pattern, .init(verifySender: false)) }
    #expect(try Self.plan(updates, over: policies, limit: .standard).excesses.count == 1)
  }
}

extension DesiredPlanTests {
  static func row(_ line: Int, _ pattern: String?, _ set: PolicyFields) -> DesiredRow {
    row(line, pattern, .email, set)
  }

  static func row(_ line: Int, _ pattern: String?, _ type: PatternType?, _ set: PolicyFields) -> DesiredRow {
    row(line, pattern, type, id: nil, set)
  }
}
