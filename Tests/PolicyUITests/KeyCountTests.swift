import Canvas
import Policies
import PolicyCore
import PolicyUI
import Testing

@Suite("A number before a key")
struct KeyCountTests {
  private func long(_ count: Int = 200) throws -> Fixture {
    var fixture = try Fixture(Size(rows: 24, columns: 80))
    let policies = (0..<count).map {
      Fixture.policy("p\($0)", "a\($0)@x.example", .email, [.acceptable, .verify], "why", "2026-01-01T00:00:00Z")
    }
    let list = PolicyList(policies, revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.press("g")
    return fixture
  }

  @Test("says how often, or which row")
  func moves() throws {
    var fixture = try long()
    fixture.press("1", "5", "j")
    #expect(fixture.state.browse.selection == 15)
    fixture.press("5", "k")
    #expect(fixture.state.browse.selection == 10)
    fixture.press("1", "0", "0", "G")
    #expect(fixture.state.browse.selection == 99)
    fixture.press("7", "g")
    #expect(fixture.state.browse.selection == 6)
    fixture.press(
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "9",
      "j"
    )
    #expect(fixture.state.browse.selection == 199)
    fixture.press("j", "0", "k")
    #expect(fixture.state.browse.selection == 198, "a nought alone is none")
  }

  @Test("marks so many, and the last row once")
  func marks() throws {
    var fixture = try long(5)
    fixture.press("3", "space")
    #expect(fixture.state.browse.marks.count == 3)
    fixture.press("9", "space")
    #expect(fixture.state.browse.marks.count == 5)
  }

  @Test("stands in the bottom line; esc drops it, and nothing else")
  func shown() throws {
    var fixture = try long()
    fixture.press("space", "4", "2")
    #expect(fixture.lines.last?.contains(" 42 ") == true)
    fixture.press("esc")
    #expect(fixture.state.browse.marks.count == 1)
    #expect(fixture.state.keyCount == nil)
    let row = fixture.state.browse.selection
    fixture.press("j")
    #expect(fixture.state.browse.selection == row + 1)
  }

  @Test("before a key that changes something it does nothing, and says so", arguments: ["t", "d", "enter", "r"])
  func refused(key: String) throws {
    var fixture = try long()
    fixture.press("5", key)
    #expect(fixture.takeEdits().isEmpty)
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.state.message?.text.contains("nothing was done") == true)
    fixture.press("t")
    #expect(fixture.takeEdits().count == 1)
  }

  @Test("in a list over the table, but not where digits are keys or text")
  func elsewhere() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 80))
    fixture.press("s", "4", "g")
    guard case .picker(let picker) = fixture.state.layers.last else { return }
    #expect(picker.selection == 3)
    fixture.press("esc", "/", "4")
    #expect(fixture.state.browse.filter.text == "4")
    #expect(fixture.state.keyCount == nil)
    var review = try Fixture(edits: [.delete([Fixture.policies[0]])])
    try review.openReview()
    review.press("5")
    #expect(review.state.keyCount == nil)
  }

  @Test("undoes so many changes")
  func undo() throws {
    var fixture = try Fixture(edits: [.delete([Fixture.policies[0]]), .delete([Fixture.policies[1]])])
    fixture.press("2", "u")
    #expect(fixture.takeEffects().filter { $0 == .draft(.undo) }.count == 2)
  }
}
