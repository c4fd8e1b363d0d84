import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyQuery

struct QueryFilterTests {
  /// Ids in the list's order; see `keeps` for what each is made for.
  private static let list = PolicyList([
    policy("mail", "billing@acme1.example", .email, trusted: true, verify: true, comments: "Vendor Acme, approved"),
    policy("net", "198.51.100.0/24", .ip, trusted: true, modified: "2024-02-29T23:59:59.999999Z"),
    policy("site", "Partner.Example.ORG", .domain, acceptable: true, modified: "2026-01-01T00:00:00Z"),
    policy("regex", #".*@news\.globex\.example"#, .email, isRegex: true, comments: "newsletters\nof Globex"),
    policy("old", "STRASSE-ÉCLAIR.example", .unknown, modified: nil, comments: "Zoe\u{308} & 日本"),
    policy("odd", "hash", PatternType(rawValue: "HASH"), exempt: true, comments: "a\u{0}b"),
  ])

  private static func policy(
    _ id: String,
    _ pattern: String,
    _ type: PatternType,
    isRegex: Bool? = nil,
    trusted: Bool? = nil,
    acceptable: Bool? = false,
    exempt: Bool? = nil,
    verify: Bool? = nil,
    modified: String? = "2026-08-14T11:12:00.5+02:00",
    comments: String? = nil
  ) -> AllowPolicy {
    AllowPolicy(
      id: PolicyID(id),
      fields: PolicyFields(
        pattern: pattern,
        patternType: type,
        isRegex: isRegex,
        isTrustedSender: trusted,
        isAcceptableSender: acceptable,
        isExemptRecipient: exempt,
        verifySender: verify,
        comments: comments
      ),
      modifiedAt: modified
    )
  }

  private static let findings = RowFindings(
    [
      finding("stale", .notice, "net"), finding("trusted-unverified", .danger, "net"),
      finding("stale", .warning, "old"),
    ],
    in: list
  )

  private static func finding(_ rule: RuleName, _ level: FindingLevel, _ id: String?) -> Finding {
    Finding(rule: rule, level: level, policyID: id.map { PolicyID($0) }, pattern: "", field: nil, message: "", why: "")
  }

  @Test(arguments: [
    ("", "mail net site regex old odd"),
    ("acme", "mail"),
    ("ACME vendor", "mail"),
    ("acme globex", ""),
    ("example", "mail site regex old"),
    ("example -acme", "site regex old"),
    ("-example", "net odd"),
    ("-example -hash", "net"),
    ("\"acme, approved\"", "mail"),
    ("\"newsletters of\"", "regex"),
    ("exampleVendor", ""),
    ("\"example vendor\"", ""),
    ("éclair", "old"),
    ("E\u{301}CLAIR", "old"),
    ("eclair", ""),
    ("zoë", "old"),
    ("日本", "old"),
    ("\"a b\"", "odd"),
    (#"news\."#, "regex"),
    ("type:ip", "net"),
    ("type:ip,domain", "net site"),
    ("type:unknown", "old odd"),
    ("-type:email", "net site old odd"),
    ("trusted:yes", "mail net"),
    ("trusted:no", "site regex old odd"),
    ("trusted:yes verify:no", "net"),
    ("-trusted:yes -exempt:yes", "site regex old"),
    ("trusted:yes,no", "mail net site regex old odd"),
    ("accept:yes", "site"),
    ("exempt:on", "odd"),
    ("regex:true", "regex"),
    ("op:none", "mail net site regex old odd"),
    ("op:any", ""),
    ("-op:any", "mail net site regex old odd"),
    ("effect:widens", ""),
    ("-effect:widens type:ip", "net"),
    ("finding:danger", "net"),
    ("finding:notice", "net"),
    ("finding:any", "net old"),
    ("finding:none", "mail site regex odd"),
    ("-finding:danger,warning", "mail site regex odd"),
    ("rule:stale", "net old"),
    ("rule:trusted,other", "net"),
    ("-rule:stale", "mail site regex odd"),
    ("rule:stale -rule:trusted", "old"),
    ("modified:2026-08-14", "mail regex odd"),
    ("modified:2026-08-14T09:12", "mail regex odd"),
    ("modified:>2024-02", "mail site regex odd"),
    ("modified:>=2024-02", "mail net site regex odd"),
    ("modified:<2026", "net"),
    ("modified:<=2026-01-01", "net site"),
    ("modified:2024,2026-01", "net site"),
    ("-modified:2026", "net old"),
    ("modified:>2000 modified:<2025", "net"),
    ("created:>2000", ""),
    ("type: acme", "mail"),
    ("modified:>20 type:ip", "net"),
  ])
  func `a query keeps the policies that it describes`(text: String, ids: String) throws {
    let filter = PolicyFilter(SearchIndex(Self.list), findings: Self.findings, order: SortOrder([]))
    let rows = try filter.rows(matching: Query(parsing: text))
    #expect(rows.allSatisfy { if case .policy = $0 { true } else { false } })
    let kept = Set(rows.indices.map { rows.id(at: $0) })
    #expect(Self.list.map(\.id).filter(kept.contains).map(\.text).joined(separator: " ") == ids)
  }

  @Test
  func `an empty list has no rows`() throws {
    #expect(try PolicyFilter.rows(of: PolicyList()).isEmpty)
    #expect(try PolicyFilter.rows(of: PolicyList(), query: Query(parsing: "x -y type:ip")).isEmpty)
    #expect(FilteredRows().isEmpty)
  }

  @Test
  func `a row is found again by its id`() throws {
    let rows = try PolicyFilter.rows(of: Self.list, query: Query(parsing: "example"))
    for position in rows.indices {
      #expect(rows.position(of: rows.id(at: position)) == position)
    }
    #expect(rows.position(of: PolicyID("net")) == nil)
    #expect(rows.position(of: PolicyID("nobody")) == nil)
  }

  @Test
  func `findings about the whole batch belong to no row`() throws {
    let findings = RowFindings([Self.finding("batch-too-large", .error, nil)], in: Self.list)
    let query = Query(parsing: "finding:any")
    #expect(try PolicyFilter.rows(of: Self.list, query: query, findings: findings).isEmpty)
  }

  @Test
  func `findings of another list count as none`() throws {
    let shorter = PolicyList(Array(Self.list.prefix(2)), revision: 1)
    let filter = PolicyFilter(SearchIndex(shorter), findings: Self.findings, order: SortOrder([.init(.finding)]))
    #expect(try filter.rows(matching: Query(parsing: "finding:any")).isEmpty)
    #expect(try filter.rows(matching: Query(parsing: "-rule:stale")).count == 2)
  }

  @Test
  func `a cancelled search throws`() async throws {
    let list = PolicyList((0..<10_000).map { AllowPolicy.sample("\($0)") })
    let filter = PolicyFilter(SearchIndex(list))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try filter.rows(matching: Query(parsing: "partner")).count
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
