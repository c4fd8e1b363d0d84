import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyQuery

struct QueryDraftTests {
  private let list = PolicyList([
    AllowPolicy.sample("plain", pattern: "plain.example", type: .domain),
    AllowPolicy.sample("edited", pattern: "before.example", type: .domain, verify: true, comments: "old note"),
    AllowPolicy.sample("put", pattern: "put.example", type: .domain, comments: "kept"),
    AllowPolicy.sample("gone", pattern: "gone.example", type: .domain, trusted: true),
  ])

  private func draft() throws -> Draft {
    var draft = Draft()
    let edited = try #require(list[PolicyID("edited")])
    let put = try #require(list[PolicyID("put")])
    let gone = try #require(list[PolicyID("gone")])
    _ = try draft.apply(
      .edit([
        .init(policy: edited, set: PolicyFields(pattern: "after.example", verifySender: false, comments: "new note")),
        .init(policy: put, set: PolicyFields(isTrustedSender: true), replacesWhole: true),
      ])
    )
    _ = try draft.apply(.delete([gone, .sample("elsewhere", pattern: "elsewhere.example")]))
    _ = try draft.apply(.create([new("one", "first@new.example"), new("two", "second@new.example", exempt: true)]))
    return draft
  }

  private func new(_ id: String, _ pattern: String, exempt: Bool = false) -> NewPolicy {
    NewPolicy(
      placeholderID: PolicyID(id),
      queuedAt: "2024-05-06T07:08:09Z",
      fields: PolicyFields(pattern: pattern, patternType: .email, isExemptRecipient: exempt)
    )
  }

  @Test(arguments: [
    ("", "edited gone one plain put two"),
    ("after", "edited"),
    ("before", "edited"),
    ("after before", "edited"),
    ("\"old note\" \"new note\"", "edited"),
    ("-before", "gone one plain put two"),
    ("-after", "gone one plain put two"),
    ("note -old", ""),
    ("kept", "put"),
    ("verify:yes", "gone plain put"),
    ("verify:no", "edited one two"),
    ("trusted:yes", "gone put"),
    ("type:email", "one two"),
    ("exempt:yes", "two"),
    ("op:patch", "edited"),
    ("op:put", "put"),
    ("op:delete", "gone"),
    ("op:post", "one two"),
    ("op:any", "edited gone one put two"),
    ("op:none", "plain"),
    ("-op:post,none", "edited gone put"),
    ("op:any -op:post", "edited gone put"),
    ("op:delete op:put", ""),
    ("effect:widens", "put two"),
    ("effect:narrows", "gone"),
    ("effect:neutral", "one"),
    ("effect:both", "edited"),
    ("effect:unclear", ""),
    ("-effect:widens", "edited gone one plain"),
    ("modified:2024", "one two"),
    ("created:2024-05-06", "one two"),
    ("modified:2025", "edited gone plain put"),
    ("finding:danger", "edited two"),
    ("rule:network", "edited two"),
    ("-rule:network", "gone one plain put"),
    ("finding:none", "gone one plain put"),
    ("elsewhere", ""),
  ])
  func `rows are judged as the draft will make them, words also as they were`(text: String, ids: String) throws {
    let findings = RowFindings(
      ["edited", "two"].map {
        Finding(
          rule: "network-too-wide",
          level: .danger,
          policyID: PolicyID($0),
          pattern: "",
          field: nil,
          message: "",
          why: ""
        )
      },
      in: list
    )
    let rows = try PolicyFilter.rows(of: list, draft: draft(), query: Query(parsing: text), findings: findings)
    #expect(rows.indices.map { rows.id(at: $0).text }.sorted().joined(separator: " ") == ids)
  }

  @Test
  func `a new policy is referred to by its place among the new ones`() throws {
    let rows = try PolicyFilter.rows(of: list, draft: draft(), query: Query(parsing: "op:post"))
    #expect(rows.map { $0 } == [.created(0), .created(1)])
    #expect(rows.created.map(\.placeholderID.text) == ["one", "two"])
    #expect(rows.position(of: PolicyID("two")) == 1)
  }

  @Test
  func `new policies come before every other in the standard order, however late the others changed`() throws {
    let rows = try PolicyFilter.rows(of: list, draft: draft())
    #expect(rows.indices.map { rows.id(at: $0).text } == ["one", "two", "edited", "gone", "plain", "put"])
  }

  @Test
  func `new policies of one moment stay in the order in which they were queued, whatever their ids`() throws {
    var draft = Draft()
    _ = try draft.apply(.create(["z", "a", "m"].map { new($0, "\($0)@new.example") }))
    for order in [SortOrder.standard, SortOrder([.init(.created, isAscending: true)]), SortOrder([.init(.type)])] {
      let rows = try PolicyFilter.rows(of: list, draft: draft, order: order)
      #expect(rows.indices.map { rows.id(at: $0).text }.filter { $0.count == 1 } == ["z", "a", "m"], "\(order)")
    }
  }

  @Test(arguments: [
    (SortOrder.Column.pattern, "edited one gone plain put two"),
    (.operation, "gone edited put one two plain"),
    (.effect, "two put edited gone one plain"),
    (.trusted, "gone put one two edited plain"),
  ])
  func `drafted rows are sorted among the others as they will be`(column: SortOrder.Column, ids: String) throws {
    let order = SortOrder([SortOrder.Key(column)])
    let rows = try PolicyFilter.rows(of: list, draft: draft(), order: order)
    #expect(rows.indices.map { rows.id(at: $0).text }.joined(separator: " ") == ids)
  }
}
