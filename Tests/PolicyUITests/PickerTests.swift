import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Theming
import Policies
import PolicyQuery

@Suite("Lists to choose from")
struct PickerTests {
  private func remembered(_ effects: [AppEffect]) -> ScreenMemory? {
    effects.lazy.compactMap { effect in
      if case .work(.remember(let memory)) = effect { memory } else { nil }
    }.first
  }

  @Test("s chooses one column to sort by, and space further ones; both are remembered")
  func sort() throws {
    var fixture = try Fixture()
    fixture.press("s", "g", "enter")
    #expect(fixture.state.browse.order == PolicyQuery.SortOrder([.init(.pattern)]))
    #expect(remembered(fixture.takeEffects())?.order == ["pattern"])
    fixture.press("s", "j", "space")
    #expect(fixture.state.browse.order == PolicyQuery.SortOrder([.init(.pattern), .init(.type)]))
    fixture.press("space")
    #expect(fixture.state.browse.order.keys[1].isAscending == false)
    fixture.press("space", "esc")
    #expect(fixture.state.browse.order == PolicyQuery.SortOrder([.init(.pattern)]))
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a column that is hidden gives its place to the others, and the pattern always stands")
  func columns() throws {
    var fixture = try Fixture()
    #expect(fixture.lines[2].contains("TRUSTED"))
    fixture.press(",", "space")
    #expect(fixture.state.browse.columns == ColumnChoice())
    fixture.press("j", "j", "j", "space", "esc")
    #expect(!fixture.lines[2].contains("TRUSTED"))
    #expect(remembered(fixture.takeEffects())?.hiddenColumns == ["trusted"])
  }

  @Test("what was remembered comes back, and nonsense in it does no harm")
  func memory() throws {
    var fixture = try Fixture()
    var memory = ScreenMemory()
    memory.order = ["-comments", "no-such-column"]
    memory.hiddenColumns = ["type", "pattern", "nonsense"]
    memory.addedColumns = ["created", "comments", "nonsense"]
    memory.columnWidths = ["pattern": 40, "type": -1, "comments": .max, "nonsense": 9]
    memory.detail = .hidden
    memory.filters = ["one", "two"]
    fixture.state.recall(memory)
    #expect(fixture.state.browse.order == PolicyQuery.SortOrder([.init(.comments, isAscending: false)]))
    #expect(fixture.state.browse.columns.hidden == ["type"])
    #expect(fixture.state.browse.columns.added == ["created"])
    #expect(fixture.state.browse.columns.widths == ["pattern": 40])
    fixture.press("/", "up")
    #expect(fixture.state.browse.filter.text == "two")
    fixture.press("up")
    #expect(fixture.state.browse.filter.text == "one")
    fixture.press("down", "down")
    #expect(fixture.state.browse.filter.text.isEmpty)
  }

  @Test("a theme is tried on under the cursor; esc brings the old one back, enter keeps the new one")
  func themes() throws {
    var fixture = try Fixture()
    let before = fixture.state.theme
    let dark = try ThemeLibrary.shipped.theme(named: "default-dark")
    let light = try ThemeLibrary.shipped.theme(named: "default-light")
    let options = [ThemeOption(name: "default-dark", theme: dark), ThemeOption(name: "default-light", theme: light)]
    fixture.press("T")
    fixture.send(.outside(.themesListed(options)))
    fixture.press("j")
    #expect(fixture.state.theme == light)
    fixture.press("esc")
    #expect(fixture.state.theme == before)
    fixture.press("T")
    fixture.send(.outside(.themesListed(options)))
    _ = fixture.takeEffects()
    fixture.press("j", "enter")
    #expect(fixture.state.theme == light)
    #expect(remembered(fixture.takeEffects())?.theme == "default-light")
  }

  @Test("A lists the accounts with their places, and choosing another one switches")
  func accounts() throws {
    var fixture = try Fixture()
    fixture.press("A")
    #expect(fixture.text.contains("There is only this account"))
    fixture.state.accounts = [
      AccountEntry(label: "acme", name: "Acme Corp", environment: .live, host: "api.example.org", isCurrent: true),
      AccountEntry(label: "try", name: "Trial", environment: .sandbox, host: "127.0.0.1", isCurrent: false),
    ]
    fixture.press("A")
    #expect(fixture.text.contains("SANDBOX  127.0.0.1"))
    fixture.press("j", "enter")
    guard case .terminal(.switchAccount("try")) = fixture.takeEffects().last else {
      Issue.record("nothing was switched")
      return
    }
  }

  @Test(
    "Y copies what is chosen of the policy",
    arguments: [(1, "p1"), (2, "p1\tbilling@acme1.com\temail\toff\ton\toff\ton\tvendor acme, approved")]
  )
  func copy(row: Int, text: String) throws {
    var fixture = try Fixture()
    fixture.press("Y")
    for _ in 0..<row { fixture.press("j") }
    fixture.press("enter")
    guard case .terminal(.copy(let copied)) = fixture.takeEffects().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(copied == text)
  }

  @Test("the JSON that is copied is the policy under the API's names")
  func copyJSON() throws {
    var fixture = try Fixture()
    fixture.press("Y", "G", "enter")
    guard case .terminal(.copy(let copied)) = fixture.takeEffects().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(try JSONDecoder().decode(AllowPolicy.self, from: Data(copied.utf8)) == Fixture.policies[0])
  }

  @Test("what was said stands in the list of messages, the newest first")
  func log() throws {
    var fixture = try Fixture()
    fixture.press("u", "A", "L")
    let undo = try #require(fixture.lines.firstIndex { $0.contains("There is nothing to undo") })
    let account = try #require(fixture.lines.firstIndex { $0.contains("There is only this account") })
    #expect(account < undo)
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }
}
