import Policies
import PolicyCore
import TestSupport
import Testing
import Values

@testable import PolicyQuery

@Suite("A filter by expressions, ages and what patterns let in")
struct QueryReachTests {
  private static let now = Instant(rfc3339: "2026-08-14T12:00:00Z")

  private static func policy(_ id: String, _ pattern: String, regex: Bool = false, created: String) -> AllowPolicy {
    var policy = AllowPolicy.sample(id, pattern: pattern, type: pattern.contains("@") ? .email : .domain)
    policy.fields.isRegex = regex
    policy.fields.comments = "Zoë\u{7}Ü \(id)\n2nd"
    policy.createdAt = created
    return policy
  }

  private static let list = PolicyList([
    policy("bob", "Bob@old.example", created: "2026-08-14T11:00:00Z"),
    policy("new", "new.example", created: "2026-08-07T12:00:00Z"),
    policy("re", #".*@old\.example"#, regex: true, created: "2026-08-06T12:00:00Z"),
    policy("all", ".*@.*", regex: true, created: "2025-08-14T12:00:00Z"),
    policy("back", #"(a)\1@old\.example"#, regex: true, created: "never"),
  ])

  private func rows(_ text: String, draft: Draft = Draft()) throws -> FilteredRows {
    try PolicyFilter(SearchIndex(Self.list), draft: draft, order: SortOrder([.init(.pattern)]))
      .rows(matching: Query(parsing: text).checked(), knowing: QueryFacts(now: Self.now))
  }

  /// The policies kept, with the signs that they have.
  private func kept(_ text: String, draft: Draft = Draft()) throws -> String {
    let rows = try rows(text, draft: draft)
    return rows.indices.map { place in
      let sign = rows.sign(at: place)
      let words = (sign.contains(.undecided) ? "?" : "") + (sign.contains(.opensOthers) ? "&" : "")
      return rows.id(at: place).text + words
    }
    .sorted().joined(separator: " ")
  }

  @Test(
    arguments: [
      ("age:<2h", "bob"), ("age:<=1h", "bob"), ("age:<1h", ""), ("age:>1h", "all new re"), ("age:7d", "new"),
      ("age:>7d", "all re"), ("age:>=7d", "all new re"), ("age:1w", "new re"), ("age:1y", "all"), ("age:>12mo", "all"),
      ("-age:>7d", "back bob new"), ("age:1h,8d", "bob re"), ("age:>99999y", ""), ("age:<99999y", "all bob new re"),
      ("/^bob@/", "bob"), ("/B.B@OLD/", "bob"), ("-/old/", "all new"), ("/zoë.ü/", "all back bob new re"),
      ("/\"ZOË ü\"/", "all back bob new re"), ("/\"ZOË.Ü\"/", "all back bob new re"),
      ("/zoë\\sü\\s(bob|new)/", "bob new"), ("/bob\\s2nd$/", "bob"), ("/^$/", ""),
      ("/old/ /re\\s2nd|bob/", "bob re"), ("/example$/", "back bob new re"),
      ("/[^\\x00-\\x7f]/", "all back bob new re"),
      ("covers:bob@old.example", "all& back? bob re&"), ("opens:old.example", "all& back? bob re"),
      ("-opens:old.example", "back? new"), ("opens:old.example regex:no", "bob"),
      ("opens:old.example -.*", "back? bob"),
      ("opens:old.example opens:new.example", "all& back?"), ("covers:old.example", "all& back? re"),
    ] as [(String, String)]
  )
  func `keeps the policies that it describes`(text: String, ids: String) throws {
    let kept = try kept(text)
    #expect(kept == ids)
  }

  @Test
  func `without the time nothing has an age`() throws {
    let filter = PolicyFilter(SearchIndex(Self.list))
    #expect(try filter.rows(matching: Query(parsing: "age:>1h")).isEmpty)
  }

  @Test
  func `the draft counts as it will be`() throws {
    var draft = Draft()
    let bob = try #require(Self.list[PolicyID("bob")])
    _ = try draft.apply(.edit([.init(policy: bob, set: PolicyFields(pattern: "bob@elsewhere.example"))]))
    let fields = PolicyFields(pattern: "mail.old.example", patternType: .domain, isRegex: false)
    _ = try draft.apply(.create([NewPolicy(placeholderID: "made", queuedAt: "2026-08-14T11:30:00Z", fields: fields)]))
    let rows = try rows("opens:old.example", draft: draft)
    let ids = rows.indices.map { rows.id(at: $0) }
    #expect(!ids.contains(bob.id))
    #expect(rows.contains { if case .created = $0 { true } else { false } })
    #expect(try kept("opens:elsewhere.example", draft: draft) == "all& back? bob")
    // Words and expressions are looked for before and after the draft.
    #expect(try kept("/^bob@old/", draft: draft) == "bob")
  }

  @Test
  func `rows that were kept where they stood keep their signs`() throws {
    let rows = try rows("opens:old.example")
    let kept = ArrangedRows(rows, keeping: KeptRows([PolicyID("new")], of: try self.rows("")))
    #expect(kept.rows.count == rows.count + 1)
    let place = try #require(kept.rows.position(of: PolicyID("all")))
    #expect(kept.rows.sign(at: place) == .opensOthers)
  }
}
