import Foundation
import Languages
import Patterns
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

/// The indexed rules against a plain comparison of each policy with each other one.
@Suite("Neighbours")
struct ValidationNeighbourTests {
  private static let texts: [(String, PatternType, Bool)] = [
    ("a@x.org", .email, false), ("A@x.org", .email, false), ("a@X.org", .email, false), ("b@x.org", .email, false),
    ("a@sub.x.org", .email, false), ("a@y.org", .email, false), ("x.org", .domain, false),
    ("sub.x.org", .domain, false), ("X.ORG.", .domain, false), ("y.org", .domain, false), ("@bad", .domain, false),
    ("8.8.8.8", .ip, false), ("8.8.8.0/24", .ip, false), ("8.8.8.9/24", .ip, false), ("8.8.0.0/16", .ip, false),
    ("8.8.8.128/25", .ip, false), ("2606:4700::/32", .ip, false), ("2606:4700::1", .ip, false),
    ("::ffff:8.8.8.8", .ip, false), (".*", .email, true), ("^.+$", .domain, true), (".*", .ip, true),
    (".*@x\\.org", .email, true), (".*@(x|y)\\.org", .domain, true), ("^a@.*", .email, true),
    ("a@x\\.org", .email, true),
    ("8\\.8\\..*", .ip, true), ("[a-z&&[b]]", .email, true), ("[a-z&&[^b]]+@x\\.org", .email, true),
    ("[a-z&&[^b]]+@x[.]org", .email, true), ("(?i)^A@X\\.ORG$", .email, true),
    ("[ab]@.+", .email, true),
    ("bücher.example", .domain, false), ("a@xn--bcher-kva.example", .email, false), ("HASH", .unknown, false),
  ]

  private static func random(
    _ count: Int,
    using generator: inout SeededGenerator,
    prefix: String = "p"
  ) -> [AllowPolicy] {
    (0..<count).map { row in
      let (text, type, isRegex) = texts.randomElement(using: &generator) ?? texts[0]
      let flags = ["t", "a", "x", "v"].filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }.joined()
      return .brief(text, type, flags + (isRegex ? "r" : ""), id: "\(prefix)\(row)")
    }
  }

  /// The rule and the other policy, without any index.
  private static func plain(_ policy: AllowPolicy, among all: [AllowPolicy]) -> [String] {
    let own = PatternReader.read(policy.fields)
    let grants = Grants(policy.fields)
    var found: [RuleName: PolicyID] = [:]
    var equals: [PolicyID] = []
    let place = all.firstIndex(of: policy) ?? 0
    var reader = PatternReader()
    let facts = PolicyFacts(policy, reader: &reader)
    for (rank, other) in all.enumerated() where other.id != policy.id {
      let reading = PatternReader.read(other.fields)
      let otherFacts = PolicyFacts(other, reader: &reader)
      if PatternKey(policy.fields, own) == PatternKey(other.fields, reading) {
        found["duplicate"] = found["duplicate"] ?? other.id
        continue
      }
      let theirs = Grants(other.fields)
      if let covers = covers(otherFacts, facts) {
        guard covers else { continue }
        if facts.isComparedByLanguage, self.covers(facts, otherFacts) == true {
          equals.append(other.id)
        } else if grants.isEmpty {
          continue
        } else if theirs.isSuperset(of: grants) {
          found["shadowed"] = found["shadowed"] ?? other.id
        } else if theirs.meets(grants) {
          found["conflicting-overlap"] = found["conflicting-overlap"] ?? other.id
        }
        continue
      }
      guard !grants.isEmpty, let pattern = own.parsed, let wider = reading.parsed, takesAll(of: pattern, wider) else {
        continue
      }
      let isMutual = takesAll(of: wider, pattern) && theirs == grants
      if theirs.isSuperset(of: grants) {
        if !isMutual || rank < place { found["shadowed"] = found["shadowed"] ?? other.id }
      } else if theirs.meets(grants) {
        found["conflicting-overlap"] = found["conflicting-overlap"] ?? other.id
      }
    }
    if found["shadowed"] != nil { found["conflicting-overlap"] = nil }
    if let first = equals.first { found["duplicate"] = found["duplicate"] ?? first }
    return said(of: policy, found.map { ($0.key.rawValue, $0.value) })
  }

  /// By comparing names and by trying the text: whether one pattern takes all that another one takes.
  private static func takesAll(of pattern: ParsedPattern, _ wider: ParsedPattern) -> Bool {
    guard (pattern.kind == .ip) == (wider.kind == .ip) else { return false }
    switch (wider, pattern) {
    case (.regex(let regex, _), _) where regex.shape.takesAnything: return true
    case (.regex(let regex, _), .email(let address)):
      return Set(["\(address)", address.unicode]).allSatisfy { regex.match($0, .whole) == .matched }
    case (.regex(let regex, _), .network(let network)):
      return network.isSingleAddress && regex.match("\(network)", .whole) == .matched
    case (.email(let one), .email(let other)): return one == other
    case (.domain(let name), .email(let address)): return address.domain == name
    case (.domain(let one), .domain(let other)): return one == other
    case (.network(let one), .network(let other)): return one.contains(other)
    default: return false
    }
  }

  /// By languages, without any index: whether an expression covers another one or a domain; nil for other patterns.
  private static func covers(_ one: PolicyFacts, _ other: PolicyFacts) -> Bool? {
    guard let source = one.expression?.source, one.kind != .ip, one.isComparedByLanguage else { return nil }
    let whole = try? Language(source: source, .whole)
    if one.reading.regex == nil, case .email(let address) = other.reading.parsed {
      return ["\(address)", address.unicode].allSatisfy { whole?.contains($0) == true }
    }
    if let name = other.wholeDomain {
      let addresses = MailTexts.addresses(at: name.ascii) ?? .none
      return whole.flatMap { try? addresses.isSubset(of: $0) } ?? false
    }
    guard let theirs = other.expression?.source, other.isComparedByLanguage else { return nil }
    return Reading.all.allSatisfy { reading in
      guard let own = try? Language(source: source, reading),
        let inner = try? Language(source: theirs, reading).intersection(MailTexts.all)
      else { return false }
      return (try? inner.isSubset(of: own)) ?? false
    }
  }

  /// Which of several coverers is named depends on how many policies each covers: that is another test's matter.
  private static func said(of policy: AllowPolicy, _ found: [(rule: String, other: PolicyID)]) -> [String] {
    found.map { $0.rule == "shadowed" ? "shadowed \(policy.id)" : "\($0.rule) \(policy.id) by \($0.other)" }.sorted()
  }

  private static func indexed(_ policy: AllowPolicy, in set: PolicySet) -> [String] {
    var reader = PatternReader()
    let near = Neighbours(of: PolicyFacts(policy, reader: &reader), in: set)
    let found = [("duplicate", near.twin), ("shadowed", near.shadow), ("conflicting-overlap", near.rival)]
    return said(of: policy, found.compactMap { rule, other in other.map { (rule, $0.id) } })
  }

  @Test("the indexed answer is that of a comparison of each with each", arguments: [1, 2, 3] as [UInt64])
  func againstPlain(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var answers = 0
    for _ in 0..<60 {
      let policies = Self.random(Int.random(in: 2..<40, using: &generator), using: &generator)
      let set = PolicySet(PolicyList(policies))
      for policy in policies {
        let expected = Self.plain(policy, among: policies)
        #expect(Self.indexed(policy, in: set) == expected, "seed \(seed), \(policies.map(\.pattern))")
        answers += expected.count
      }
    }
    #expect(answers > 500)
  }

  @Test("a set with a batch applied answers as one that is indexed anew", arguments: [4, 5, 6] as [UInt64])
  func applied(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let policies = Self.random(20, using: &generator)
      let operations = Self.operations(on: policies, using: &generator)
      let applied = PolicySet(PolicyList(policies)).applying(operations)
      let edited = Dictionary(uniqueKeysWithValues: operations.map { ($0.id, $0.result) })
      let remaining = policies.compactMap { policy -> AllowPolicy? in
        guard let result = edited[policy.id] else { return policy }
        return result.map { AllowPolicy(id: policy.id, fields: $0) }
      }
      let created = operations.filter { $0.kind == .post }.compactMap { operation in
        operation.result.map { AllowPolicy(id: operation.id, fields: $0) }
      }
      let all = remaining + created
      #expect(applied.count == all.count)
      for policy in all {
        #expect(Self.indexed(policy, in: applied) == Self.plain(policy, among: all), "seed \(seed)")
      }
    }
  }

  @Test("a batch's findings on neighbours are those that a whole lint before and after tells apart")
  func causes() {
    var generator = SeededGenerator(seed: 7)
    let rules: Set<RuleName> = ["duplicate", "shadowed", "conflicting-overlap"]
    var caused = 0
    for _ in 0..<80 {
      let policies = Self.random(20, using: &generator)
      let operations = Self.operations(on: policies, using: &generator)
      let touched = Set(operations.map(\.id))
      let remote = PolicySet(PolicyList(policies))
      let after = remote.applying(operations)
      let validation = Validation(of: BatchPlan(operations), against: remote)
      let told = Set(
        validation.findings.filter { rules.contains($0.rule) }.map { "\($0.rule.rawValue) \($0.policyID?.text ?? "")" }
      )
      var expected: Set<String> = []
      for policy in after.members {
        func names(_ set: PolicySet) -> Set<String> {
          Set(Self.indexed(policy, in: set).map { $0.split(separator: " ").prefix(2).joined(separator: " ") })
        }
        expected.formUnion(touched.contains(policy.id) ? names(after) : names(after).subtracting(names(remote)))
      }
      #expect(told == expected)
      caused += told.count
    }
    #expect(caused > 100)
  }

  private static func operations(on policies: [AllowPolicy], using generator: inout SeededGenerator) -> [DraftOperation]
  {
    var operations: [DraftOperation] = []
    for policy in policies where Int.random(in: 0..<5, using: &generator) == 0 {
      let fields = random(1, using: &generator)[0].fields
      operations.append(
        Bool.random(using: &generator)
          ? .delete(policy, at: operations.count) : .put(policy, fields, at: operations.count)
      )
    }
    return operations + random(2, using: &generator, prefix: "n").map { .post($0, at: 100) }
  }

  @Test("two expressions that match the same are duplicates, and one that matches more covers the other")
  func expressions() {
    let policies = [
      AllowPolicy.brief(".*@x\\.org$", .email, "avr", id: "all"),
      .brief("^.*@x[.]org$", .email, "avr", id: "same"),
      .brief("^(ann|bob)@x\\.org$", .email, "avr", id: "two"),
      .brief("^(cat|dog)@y\\.org$", .email, "avr", id: "other"),
      .brief("^bob@x\\.org$", .email, "tvr", id: "trusted"),
    ]
    let set = PolicySet(PolicyList(policies))
    #expect(Self.indexed(policies[0], in: set) == ["duplicate all by same"])
    #expect(Self.indexed(policies[1], in: set) == ["duplicate same by all"])
    #expect(Self.indexed(policies[2], in: set) == ["shadowed two"])
    #expect(Self.indexed(policies[3], in: set) == [])
    #expect(Self.indexed(policies[4], in: set) == ["conflicting-overlap trusted by all"])
  }

  @Test(
    "of many that one covers it is said once, at the one, and a quiet sign stays at the many",
    arguments: [9, 10, 2000]
  )
  func many(count: Int) throws {
    let many = (0..<count).map { AllowPolicy.brief("user\($0)@vendor\($0 % 7).example", id: "p\($0)") }
    let list = PolicyList([AllowPolicy.brief("^.*$", .email, "avr", id: "wide")] + many)
    let findings = ListJudge(list).findings()
    let shadowed = findings.filter { $0.rule == "shadowed" }
    #expect(shadowed.count == count)
    #expect(shadowed.allSatisfy { $0.level == (count < 10 ? .warning : .notice) })
    let causes = findings.filter { $0.rule == "covers-many" }
    #expect(causes.map(\.policyID) == (count < 10 ? [] : ["wide"]))
    #expect(
      causes.allSatisfy { $0.message == "It covers at least \(count) other policies with the same or a wider effect." }
    )
    let rows = RowFindings(findings.filter { $0.rule == "shadowed" }, in: list)
    #expect(rows.signs(ofRow: 1).rules == RowSigns.mask(ofPrefixes: ["shadowed"]))
  }

  @Test("what a draft adds and takes away counts, for each draft over the same list")
  func drafted() {
    let inside = (0..<30).map { AllowPolicy.brief("user\($0)@x.org", id: "p\($0)") }
    let wide = AllowPolicy.brief("^.*@x\\.org$", .email, "avr", id: "wide")
    let set = PolicySet(PolicyList([wide] + inside + [.brief("user0@y.org", id: "outside")]))
    func count(_ operations: [DraftOperation]) -> Int {
      set.applying(operations).coveredCount(by: FoundRow(row: 0, grants: Grants(wide.fields)))
    }
    let leaving = inside[5..<8].map { DraftOperation.patch($0, PolicyFields(pattern: "elsewhere@y.org")) }
    let coming = (0..<4).map { DraftOperation.post(.brief("new\($0)@x.org", id: "n\($0)")) }
    #expect(count([]) == 30)
    #expect(count(inside[..<5].map { .delete($0) } + leaving + coming) == 26)
    #expect(count([.patch(inside[0], PolicyFields(isTrustedSender: true))]) == 29)
    #expect(count(coming) == 34)
    #expect(count([]) == 30)
  }

  @Test("of a policy that is being written it is not said what its old pattern covers")
  func beingWritten() {
    let inside = (0..<30).map { AllowPolicy.brief("user\($0)@x.org", id: "p\($0)") }
    let wide = AllowPolicy.brief("x.org", .domain, id: "wide")
    let found = AccountFindings(
      DraftSnapshot(),
      over: ListFindings(of: PolicyList([wide] + inside), settings: RuleSettings()),
      settings: RuleSettings()
    )
    func says(_ fields: PolicyFields) -> Bool {
      found.judging(.patch(wide, fields)).findings.contains { $0.rule == "covers-many" }
    }
    #expect(says(PolicyFields(comments: "a reason")))
    #expect(!says(PolicyFields(pattern: "y.org")))
  }

  @Test("the one that covers the most is named")
  func widest() {
    let many = (0..<30).map { AllowPolicy.brief("user\($0)@x.org", id: "p\($0)") }
    let policies = [
      AllowPolicy.brief("^user1@x\\.org$", .email, "avr", id: "narrow"), .brief("x.org", .domain, id: "wide"),
    ]
    let findings = ListJudge(PolicyList(policies + many)).findings().filter { $0.rule == "shadowed" }
    #expect(
      findings.first { $0.policyID == "p1" }?.message
        == "x.org (id wide) covers it with the same effect, and at least 29 others."
    )
    #expect(findings.contains { $0.policyID == "p1" && $0.level == .notice })
  }

  @Test("expressions that only languages can read take part: as the one that covers, and as the one that is covered")
  func languageOnly() {
    let policies: [AllowPolicy] = [
      .brief("^[a-z&&[^b]]+@x\\.org$", .email, "avr", id: "only"), .brief("ann@x.org", id: "inside"),
      .brief("bob@x.org", id: "outside"), .brief("^[a-z&&[^b]]+@x[.]org$", .email, "avr", id: "same"),
      .brief("^.*@(x|y)\\.org$", .email, "avr", id: "wide"),
    ]
    let set = PolicySet(PolicyList(policies))
    #expect(Self.indexed(policies[0], in: set) == ["duplicate only by same", "shadowed only"])
    #expect(Self.indexed(policies[1], in: PolicySet(PolicyList(Array(policies[0...2])))) == ["shadowed inside"])
    #expect(Self.indexed(policies[2], in: PolicySet(PolicyList(Array(policies[0...2])))) == [])
    // One that comes with a batch is heeded for those that were there.
    let before = PolicySet(PolicyList([policies[1], policies[2]]))
    #expect(before.rows(near: [.post(policies[0])]) == [0, 1])
    let open = AllowPolicy.brief("^[a-z&&[^b]]+@", .email, "avr", id: "open")
    #expect(before.rows(near: [.post(open)]).isEmpty)
    let everybody = AllowPolicy.brief("^[a-z&&[^b]]+@.*", .email, "avr", id: "everybody")
    #expect(before.rows(near: [.post(everybody)]) == [0])
  }

  @Test("a thousand duplicates name the first, and only the younger ones are offered for deletion")
  func duplicates() {
    let policies = (0..<1000).map { AllowPolicy.brief("a@x.org", id: "p\($0)") }
    let findings = ListJudge(PolicyList(policies)).findings().filter { $0.rule == "duplicate" }
    #expect(findings.count == 1000)
    #expect(findings.filter { $0.fix == nil }.map(\.policyID) == [PolicyID("p0")])
    #expect(
      findings.dropFirst().allSatisfy {
        $0.message.contains("Another policy has this pattern: the same flags (id p0).")
      }
    )
  }

  @Test("an expression that is slow on purpose ends at once, with a finding")
  func slowExpression() {
    let slow = AllowPolicy.brief("(a+)+$", .email, "avr")
    let long = AllowPolicy.brief(String(repeating: "a", count: 100_000) + "!", id: "p2")
    let addresses = (0..<200).map {
      AllowPolicy.brief(String(repeating: "a", count: 60) + "!@x\($0).org", id: "q\($0)")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let findings = ListJudge(PolicyList([slow, long] + addresses)).findings().filter { $0.policyID == slow.id }
    print("a slow expression among 200 addresses:", clock.now - start)
    #expect(findings.contains { $0.rule == "regex-backtracking" })
  }
}
