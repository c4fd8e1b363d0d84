import Canvas
import Testing

@testable import PolicyUI

@Suite("Keys of other layouts, and bursts") struct OtherLayoutTests {
  @Test("a key of another script is the one at its place, where it means nothing itself")
  func moves() throws {
    var fixture = try Fixture()
    let before = fixture.state.browse.selection
    fixture.press("о")
    #expect(fixture.state.browse.selection == before + 1)
    fixture.press("ξ")
    #expect(fixture.state.browse.selection == before + 2)
    fixture.press("л")
    #expect(fixture.state.browse.selection == before + 1)
    #expect(fixture.state.message == nil)
  }

  @Test("typed text stays as typed")
  func typed() throws {
    var fixture = try Fixture()
    fixture.press("/", "о", "л")
    #expect(fixture.state.browse.filter.text == "ол")
  }

  @Test("a key that means nothing on any layout is told")
  func told() throws {
    var fixture = try Fixture()
    fixture.press("日")
    #expect(fixture.state.message?.text == "日 means nothing here; commands are keys of a Latin layout.")
  }

  @Test("a burst where a paste means nothing is told, and so is one that is taken")
  func bursts() throws {
    var fixture = try Fixture()
    fixture.press("?")
    fixture.send(.input(.paste("jkdutxGh", isBurst: true)))
    #expect(fixture.state.message?.text.contains("8 characters that came at once") == true)
    fixture.press("esc")
    fixture.press("/")
    fixture.send(.input(.paste("bob@x.example", isBurst: true)))
    #expect(fixture.state.browse.filter.text == "bob@x.example")
    #expect(fixture.state.message == nil)
  }
}
