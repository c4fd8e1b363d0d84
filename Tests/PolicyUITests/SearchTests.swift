import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyUI
import TestSupport
import Testing

@Suite("Search in every list")
struct SearchTests {
  private static func policy(_ id: String) throws -> AllowPolicy {
    try #require(Fixture.policies.first { $0.id.text == id })
  }

  private static func edits() throws -> [DraftEdit] {
    [
      .delete([try policy("p2")]),
      .edit([.init(policy: try policy("p1"), set: PolicyFields(verifySender: false))]),
      .edit([.init(policy: try policy("p5"), set: PolicyFields(comments: "acme again"))]),
      .edit([.init(policy: try policy("p3"), set: PolicyFields(comments: "partner"))]),
    ]
  }

  private static func review(
    _ draft: DraftSnapshot,
    for account: Account,
    only ids: Set<PolicyID>?
  ) throws -> Review {
    try Review(
      of: draft.draft.operations.filter { ids?.contains($0.id) ?? true },
      for: account,
      against: PolicySet(PolicyList(Fixture.policies))
    )
  }

  /// A review on the screen, each order for one answered.
  private func reviewed(_ fixture: inout Fixture) throws -> [Set<PolicyID>?] {
    var asked: [Set<PolicyID>?] = []
    for effect in fixture.takeEffects() {
      guard case .work(.review(let ids, _)) = effect else { continue }
      asked.append(ids)
      fixture.send(.review(.reviewed(try Self.review(fixture.state.draft, for: fixture.state.account, only: ids))))
    }
    return asked
  }

  @Test("a filter of the review reviews a part, and says what stays")
  func reviewFilter() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 120), edits: Self.edits())
    fixture.press("r")
    #expect(try reviewed(&fixture) == [nil])
    #expect(fixture.lines[0].contains("4 operations, in this order, all or nothing"))
    #expect(fixture.lines[2].contains(" 1 of 4 "))
    let whole = try #require(fixture.lines[0].split(separator: " ").last)
    fixture.press("/")
    fixture.type("acme")
    #expect(try reviewed(&fixture).last == ["p1", "p5"])
    fixture.press("enter")
    _ = try reviewed(&fixture)
    #expect(fixture.lines[0].contains("2 of 4 operations, 2 stay, in this order, all or nothing"))
    #expect(fixture.lines[2].contains(" /acme  1 of 2 "))
    #expect(fixture.lines[0].split(separator: " ").last != whole)
    #expect(!fixture.text.contains("198.51.100.0/24"))
    // What is sent is what is shown, and the dialog says so.
    fixture.press("S")
    #expect(fixture.text.contains("2 of 4 operations, 2 stay in the draft."))
    guard case .submission(let submission) = fixture.state.layers.last else {
      Issue.record("no question")
      return
    }
    #expect(submission.review?.operations.map(\.id) == ["p1", "p5"])
    fixture.press("esc", "esc")
    #expect(try reviewed(&fixture) == [nil])
    #expect(fixture.lines[0].contains("4 operations, in this order"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a filter that keeps nothing, or is not understood, lets nothing be sent")
  func nothing() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 120), edits: Self.edits())
    fixture.press("r")
    _ = try reviewed(&fixture)
    fixture.press("/")
    fixture.type("zzz")
    _ = try reviewed(&fixture)
    fixture.press("enter")
    #expect(try reviewed(&fixture).isEmpty)
    #expect(fixture.text.contains("Nothing in the draft matches the filter."))
    fixture.press("S")
    #expect(fixture.text.contains("The filter keeps no operation"))
    fixture.press("esc")
    _ = try reviewed(&fixture)
    fixture.press("/")
    fixture.type("tpye:ip")
    fixture.press("enter")
    _ = try reviewed(&fixture)
    fixture.press("S")
    #expect(fixture.text.contains("The filter is not understood at character 1"))
    #expect(fixture.state.layers.count == 1)
  }

  @Test("a filter of the review stands when the draft changes, and among marks")
  func draftChanges() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 120), edits: Self.edits())
    fixture.press("r")
    _ = try reviewed(&fixture)
    fixture.press("/")
    fixture.type("acme")
    fixture.press("enter")
    _ = try reviewed(&fixture)
    var snapshot = try Fixture.snapshot(Self.edits() + [.drop([PolicyID("p5")])])
    fixture.send(.draft(.read(snapshot)))
    #expect(try reviewed(&fixture) == [["p1"]])
    #expect(fixture.lines[0].contains("1 of 3 operations, 2 stay"))
    snapshot = try Fixture.snapshot(Self.edits() + [.drop([PolicyID("p5")]), .drop([PolicyID("p1")])])
    fixture.send(.draft(.read(snapshot)))
    #expect(try reviewed(&fixture) == [[]])
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("the order by danger begins at its top and says so, and N and P go from danger to danger")
  func danger() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 120), edits: Self.edits())
    fixture.press("r")
    _ = try reviewed(&fixture)
    fixture.press("G", "s")
    #expect(fixture.lines[0].contains("4 operations, the most dangerous first, all or nothing"))
    #expect(fixture.lines[2].contains(" 1 of 4 "))
    fixture.press("s")
    #expect(fixture.lines[0].contains("in this order"))
    func selected() -> PolicyID? {
      guard case .review(let review) = fixture.state.layers.last else { return nil }
      return review.selected?.id
    }
    fixture.press("g", "N")
    let first = selected()
    #expect(first == "p3")
    fixture.press("P")
    #expect(selected() == first)
  }

  @Test("in the table N and P go from danger to danger")
  func table() throws {
    var fixture = try Fixture()
    fixture.press("N")
    #expect(fixture.state.selectedRow?.id == "p3")
    fixture.press("g", "P")
    #expect(fixture.state.selectedRow?.id == "p3")
    fixture.press("/")
    fixture.type("office")
    fixture.press("enter", "N")
    #expect(fixture.text.contains("No policy that is shown has a danger."))
  }

  @Test("messages are searched, and the place is said")
  func log() throws {
    var fixture = try Fixture(Size(rows: 14, columns: 80))
    for number in 0..<40 { fixture.state.message = Message(number == 31 ? "the needle" : "straw \(number)") }
    fixture.press("L")
    #expect(fixture.text.contains("1 of 40"))
    fixture.press("/")
    fixture.type("Needle")
    #expect(fixture.text.contains("9 of 40, 1 found"))
    #expect(fixture.text.contains("the needle"))
    fixture.press("enter", "g", "N")
    #expect(fixture.text.contains("9 of 40, 1 found"))
    fixture.press("esc")
    #expect(!fixture.text.contains("found"))
    fixture.press("N")
    #expect(fixture.text.contains("Nothing is looked for"))
    fixture.press("/")
    fixture.type("hay")
    fixture.press("enter", "P")
    #expect(fixture.text.contains("Nothing here holds “hay”."))
    fixture.press("esc", "esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("findings are searched")
  func findings() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("N", "f")
    let count = fixture.state.findings.findings(on: "p3").count
    try #require(count > 1)
    #expect(fixture.text.contains("1 of \(count)"))
    let last = try #require(fixture.state.findings.findings(on: "p3").last)
    fixture.press("/")
    fixture.type(last.rule.rawValue)
    fixture.press("enter")
    #expect(fixture.text.contains("\(count) of \(count), "))
    fixture.press("esc", "esc")
    #expect(fixture.state.layers.isEmpty)
  }
}
