import Policies
import PolicyCore
import PolicyQuery
import TestSupport
import Testing
import Values

@Suite("The account at a glance")
struct OverviewTests {
  private static let now = Instant(microseconds: 1_790_000_000_000_000)

  /// Policies of few domains, with flags, dates and oddities as they fall.
  private static func policies(_ count: Int, _ generator: inout SeededGenerator) -> [AllowPolicy] {
    let patterns: [(String, PatternType, Bool)] = [
      ("bob@mail.acme.com", .email, false), ("acme.com", .domain, false), (#".*@(x\.)?acme\.com"#, .email, true),
      ("Globex.IO", .domain, false), ("198.51.100.7", .ip, false), (".*", .email, true), ("odd", .unknown, false),
      ("shop.co.uk", .domain, false), ("ann@globex.io", .email, false),
    ]
    // On both sides of each bound, and on it; the last is none.
    let dates: [String?] = [
      "2026-09-21T14:13:20Z", "2026-08-22T14:13:20Z", "2026-08-22T14:13:21Z", "2026-03-25T14:13:20Z",
      "2026-03-25T14:13:19Z", "2025-09-21T14:13:20Z", "2024-09-21T14:13:20Z", "2024-09-21T14:13:21Z",
      "2020-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "once upon a time", nil,
    ]
    return (0..<count).map { number in
      let (pattern, type, isRegex) = patterns.randomElement(using: &generator) ?? patterns[0]
      var fields = PolicyFields(
        pattern: pattern,
        patternType: type,
        isRegex: isRegex,
        isTrustedSender: Int.random(in: 0..<3, using: &generator) == 0,
        isAcceptableSender: Bool.random(using: &generator),
        isExemptRecipient: Int.random(in: 0..<4, using: &generator) == 0,
        verifySender: Bool.random(using: &generator),
        comments: "why"
      )
      if Int.random(in: 0..<9, using: &generator) == 0 {
        let field: PolicyField = Bool.random(using: &generator) ? .isExemptRecipient : .verifySender
        fields[field] = nil
        fields.unread[field] = "7"
      }
      let created = dates.randomElement(using: &generator) ?? nil
      return AllowPolicy(id: PolicyID("p\(number)"), fields: fields, createdAt: created, modifiedAt: created)
    }
  }

  private static func request(_ list: PolicyList, _ draft: Draft = Draft()) -> OverviewRequest {
    let snapshot = DraftSnapshot(draft: draft, revision: 1, undoTitle: nil, redoTitle: nil)
    let settings = RuleSettings()
    let findings = AccountFindings(snapshot, over: ListFindings(of: list, settings: settings), settings: settings)
    return OverviewRequest(list, draft: snapshot, findings: findings, now: now)
  }

  private static func rows(_ filter: String, _ request: OverviewRequest) throws -> FilteredRows {
    try PolicyFilter.rows(
      of: request.list,
      draft: request.draft.draft,
      query: Query(parsing: filter, rules: Rule.names).checked(),
      findings: request.findings.rows,
      knowing: QueryFacts(now: now)
    )
  }

  @Test("the filter of each bar keeps just those that it counts, the draft included")
  func filters() throws {
    var generator = SeededGenerator.announced("overview")
    for round in 0..<6 {
      let list = PolicyList(Self.policies(150, &generator), revision: round + 1)
      var draft = Draft()
      for place in [3, 9, 40] { _ = try draft.apply(.delete([list[place]])) }
      for place in [5, 17, 60] {
        let set = PolicyFields(isTrustedSender: Bool.random(using: &generator), verifySender: false)
        _ = try? draft.apply(.edit([DraftEdit.FieldEdit(policy: list[place], set: set)]))
      }
      let new = NewPolicy(
        placeholderID: "new",
        queuedAt: "2026-09-20T00:00:00Z",
        fields: AllowPolicy.brief("new.acme.com", .domain, "t").fields
      )
      _ = try draft.apply(.create([new]))
      let request = Self.request(list, draft)
      let overview = try #require(request.overview())
      #expect(overview.policies == 151 && overview.isJudged && overview.mail == nil)
      #expect(overview.sections.map(\.kind) == [.grants, .ages, .findings, .domains, .dangerDomains])
      for bar in overview.bars {
        let kept = try Self.rows(bar.filter, request)
        #expect(kept.count == bar.count, "\(bar)")
      }
      let ages = try #require(overview.sections.first { $0.kind == .ages })
      #expect(ages.bars.reduce(0) { $0 + $1.count } == 151)
    }
  }

  @Test("of domains there are few, the highest first, and how many more is told")
  func bounded() throws {
    let policies = (0..<60).flatMap { number in
      (0...number % 20).map { AllowPolicy.brief("d\(number).example", .domain, "av", id: "p\(number)-\($0)") }
    }
    let overview = try #require(Self.request(PolicyList(policies, revision: 1)).overview())
    let domains = try #require(overview.sections.first { $0.kind == .domains })
    #expect(domains.bars.count == Overview.mostBars && domains.others == 60 - Overview.mostBars)
    #expect(domains.bars.map(\.count) == domains.bars.map(\.count).sorted(by: >))
    #expect(domains.bars.first?.label == "d19.example", "of equal ones by name")
  }

  @Test("mail is counted once for a domain, whoever shares it, and by policy")
  func mail() async throws {
    let policies = [
      AllowPolicy.brief("x.example", .domain, "t", id: "one"), AllowPolicy.brief("x.example", .domain, "t", id: "two"),
      AllowPolicy.brief("a@x.example", .email, "a", id: "three"),
      AllowPolicy.brief("unused.example", .domain, id: "four"),
    ]
    let mail = KeptMail.sample(of: Array(policies.prefix(3)), ending: 1_790_000_000)
    let list = PolicyList(policies, revision: 1)
    let request = Self.request(list)
    let usage = try await PolicyUsage(of: PolicySet(list), in: mail)
    let passed = try #require(PassedMail(mail))
    let overview = try #require(request.overview(mail: .told(passed, usage)))
    let told = try #require(overview.mail)
    #expect(told.passed.messages == 2_000 && told.used == 3 && told.strangers > 0)
    #expect(told.passed.days.reduce(0) { $0 + $1.count } + told.passed.undated == told.passed.passed)
    #expect(told.passed.days.count == 28)
    let domains = try #require(overview.sections.first { $0.kind == .mailDomains })
    #expect(domains.bars.map(\.label) == ["x.example"])
    #expect(domains.bars[0].count + told.strangers == told.passed.passed)
    let used = try #require(overview.sections.first { $0.kind == .mailPolicies })
    #expect(used.bars.count == 3)
    for bar in used.bars {
      let kept = try Self.rows(bar.filter, request)
      #expect(kept.count == 1, "\(bar)")
    }
  }

  @Test(
    "the filter of a policy keeps it, whatever the server made of its id",
    arguments: [
      "a b", "a,b", "/x/", "a\"b", "=x", "\"a b\"", "-x", "a\\b",
    ]
  )
  func oddIDs(id: String) async throws {
    let policies = [
      AllowPolicy.brief("x.example", .domain, "t", id: id), .brief("y.example", .domain, "t", id: "other"),
    ]
    let list = PolicyList(policies, revision: 1)
    let mail = KeptMail.sample(of: policies, ending: 1_790_000_000)
    let usage = try await PolicyUsage(of: PolicySet(list), in: mail)
    let passed = try #require(PassedMail(mail))
    let overview = try #require(Self.request(list).overview(mail: .told(passed, usage)))
    let bar = try #require(overview.sections.last?.bars.first { $0.policy == PolicyID(id) })
    #expect(try Self.rows(bar.filter, Self.request(list)).count == 1, "\(bar.filter)")
  }

  @Test("while nothing is judged nothing is said of dangers")
  func notJudged() throws {
    let request = OverviewRequest(
      PolicyList([.brief("x.example", .domain, "t")], revision: 1),
      draft: DraftSnapshot(),
      findings: AccountFindings(),
      now: Self.now
    )
    let overview = try #require(request.overview())
    #expect(!overview.isJudged && overview.sections.map(\.kind) == [.grants, .ages, .domains])
  }

  @Test("a cancelled task gives none")
  func cancelled() async throws {
    let request = Self.request(PolicyList([.brief("x.example", .domain, "t")], revision: 1))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return request.overview()
    }
    #expect(await task.value == nil)
  }
}
