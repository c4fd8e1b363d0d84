import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import TestSupport
import Testing
import Values

/// The first screen comes from the rows that were shown last; the rest follows, and nothing moves.
@Suite("The first rows at a start")
struct FirstRowsTests {
  private static let columns: [PolicyQuery.SortOrder.Column] = [
    .pattern, .type, .regex, .trusted, .acceptable, .exempt, .verify, .modified, .created, .comments,
  ]

  private static func policies(using generator: inout SeededGenerator) -> [AllowPolicy] {
    (0..<700).map { number in
      let host = "vendor\(Int.random(in: 0..<90, using: &generator)).example"
      let isDomain = Bool.random(using: &generator)
      return AllowPolicy(
        id: PolicyID("p\(number)"),
        fields: PolicyFields(
          pattern: isDomain ? host : "user\(Int.random(in: 0..<40, using: &generator))@\(host)",
          patternType: isDomain ? .domain : .email,
          isRegex: false,
          isTrustedSender: Bool.random(using: &generator),
          isAcceptableSender: Bool.random(using: &generator),
          isExemptRecipient: false,
          verifySender: Bool.random(using: &generator),
          comments: Bool.random(using: &generator) ? "ticket \(number % 7)" : ""
        ),
        createdAt: "2025-0\(1 + number % 9)-02T03:04:05Z",
        modifiedAt: "2026-0\(1 + number % 5)-1\(number % 7)T03:04:05Z"
      )
    }
  }

  private static func head(of list: PolicyList, _ order: PolicyQuery.SortOrder) throws -> CachedHead {
    let shown = try PolicyFilter(SearchIndex(list), order: order).rows(matching: Query()).prefix(CachedHead.rows)
    let rows = shown.compactMap { if case .policy(let row) = $0 { row } else { nil } }
    let findings = ListFindings(of: list, settings: RuleSettings()).rows
    return CachedHead(
      policies: PolicyTable(rows.map { list[$0] }),
      signs: rows.map(findings.signs(ofRow:)),
      order: order.text,
      count: list.count,
      loadedAt: Date(timeIntervalSince1970: 1_790_000_000)
    )
  }

  /// A screen that has just started: nothing is loaded, the draft is read.
  private static func started(_ order: PolicyQuery.SortOrder, _ edits: [DraftEdit]) throws -> Fixture {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.state.browse = BrowseState()
    fixture.state.findings = AccountFindings()
    fixture.state.browse.order = order
    fixture.state.draft = try Fixture.snapshot(edits)
    return fixture
  }

  /// The lines of the table, without details and header.
  ///
  /// What is queued is judged beside its neighbours, and so once the rest is there: its sign is left out.
  private static func rows(_ fixture: Fixture) -> [String] {
    fixture.lines[3..<28].map { line in
      line.contains("aaa@vendor1.example") ? line.replacing(/^(..)./) { "\($0.1) " } : line
    }
  }

  @Test("whatever the order and the draft, no row moves and no sign changes when the rest arrives")
  func nothingMoves() throws {
    var generator = SeededGenerator.announced("the first rows at a start")
    var shown = 0
    for round in 0..<14 {
      let list = PolicyList(Self.policies(using: &generator), revision: 5)
      let columns = Self.columns.shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator))
      let order = PolicyQuery.SortOrder(columns.map { .init($0, isAscending: Bool.random(using: &generator)) })
      let changed = list[Int.random(in: 0..<list.count, using: &generator)]
      let edits: [DraftEdit] =
        round.isMultiple(of: 2)
        ? []
        : [
          .edit([
            DraftEdit.FieldEdit(policy: changed, set: PolicyFields(pattern: "aaa@vendor1.example", patternType: .email))
          ])
        ]
      var fixture = try Self.started(order, edits)
      fixture.send(.load(.headRead(try Self.head(of: list, order))))
      let before = Self.rows(fixture)
      let isShown = fixture.state.browse.headOf != nil
      fixture.send(.load(.cacheRead(list, loadedAt: fixture.state.now)))
      guard isShown else { continue }
      shown += 1
      #expect(before == Self.rows(fixture), "round \(round), \(order.text)")
    }
    #expect(shown >= 7)
  }

  @Test("they count as all policies, can be edited at once, and do not give way to the first pages of a load")
  func usable() throws {
    var generator = SeededGenerator(seed: 3)
    let list = PolicyList(Self.policies(using: &generator), revision: 5)
    var fixture = try Self.started(.standard, [])
    fixture.send(.load(.headRead(try Self.head(of: list, .standard))))
    #expect(fixture.text.contains("700 policies") && fixture.text.contains("1 of 700"))
    let first = try #require(fixture.state.selectedRow?.id)
    fixture.press("d")
    #expect(fixture.takeEdits().count == 1)
    fixture.send(.load(.partlyLoaded(PolicyList(list.prefix(300).map { $0 }, revision: -7))))
    #expect(fixture.state.browse.rows.count == 200)
    fixture.send(.load(.cacheRead(list, loadedAt: fixture.state.now)))
    #expect(fixture.state.browse.rows.count == 700 && fixture.state.selectedRow?.id == first)
  }

  @Test("rows in another order, with a filter, or asked for findings are not shown")
  func otherOrders() throws {
    var generator = SeededGenerator(seed: 4)
    let list = PolicyList(Self.policies(using: &generator), revision: 5)
    var fixture = try Self.started(PolicyQuery.SortOrder([.init(.pattern)]), [])
    fixture.send(.load(.headRead(try Self.head(of: list, .standard))))
    #expect(fixture.state.browse.rows.isEmpty)
    fixture = try Self.started(.standard, [])
    fixture.press("/")
    fixture.type("vendor")
    fixture.send(.load(.headRead(try Self.head(of: list, .standard))))
    #expect(fixture.state.browse.rows.isEmpty)
  }

  @Test("that what was kept cannot be used is said")
  func unusable() throws {
    var fixture = try Self.started(.standard, [])
    fixture.send(.load(.cacheFailed(Problem(.storage, what: "It cannot be used: it is loaded again.", advice: ""))))
    #expect(fixture.text.contains("It cannot be used: it is loaded again."))
  }

  @Test("they are kept once the whole list is judged, and again when the order changes")
  func kept() throws {
    var generator = SeededGenerator(seed: 5)
    let list = PolicyList(Self.policies(using: &generator), revision: 5)
    var fixture = try Self.started(.standard, [])
    fixture.send(.load(.headRead(try Self.head(of: list, .standard))))
    fixture.heads = []
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    #expect(Set(fixture.heads) == ["700 -modified"])
    fixture.press("s")
    fixture.state.layers = []
    fixture.state.browse.order = PolicyQuery.SortOrder([.init(.pattern)])
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    #expect(Set(fixture.heads) == ["700 -modified", "700 pattern"])
  }
}
