import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyUI
import Testing

@Suite("Drafts with names on the screen")
struct DraftsTests {
  private static func drafts() throws -> [ListedDraft] {
    [
      ListedDraft(name: .standard, operations: 0, changedAt: nil),
      ListedDraft(
        name: try #require(DraftName("onboarding")),
        operations: 3,
        changedAt: Date(timeIntervalSince1970: 1_790_000_000)
      ),
    ]
  }

  private static func opened(_ size: Size = Size(rows: 24, columns: 80)) throws -> Fixture {
    var fixture = try Fixture(size)
    fixture.press("alt-d")
    #expect(fixture.takeEffects().contains(.work(.listDrafts)))
    fixture.send(.outside(.draftsListed(try drafts())))
    return fixture
  }

  @Test("are listed with what is in them, and one is worked on")
  func choose() throws {
    var fixture = try Self.opened()
    #expect(fixture.text.contains("> default"))
    #expect(fixture.text.contains("3 operations, 2026-09-21"))
    _ = fixture.takeEffects()
    fixture.press("enter")
    #expect(fixture.takeEffects().isEmpty && fixture.state.layers.isEmpty, "it is this one")
    fixture = try Self.opened()
    _ = fixture.takeEffects()
    fixture.press("j", "enter")
    let name = try #require(DraftName("onboarding"))
    #expect(fixture.takeEffects() == [.terminal(.switchDraft(name))])
  }

  @Test("a new one is named, and only by a name")
  func begin() throws {
    var fixture = try Self.opened()
    fixture.press("G", "enter")
    fixture.type("no name")
    _ = fixture.takeEffects()
    fixture.press("enter")
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.text.contains("The name of a draft is 1 to 64 letters, digits, dots, - and _."))
    // esc leaves the name first, then the list.
    fixture.press("esc")
    #expect(fixture.state.layers.count == 1)
    fixture.press("enter")
    fixture.type("spring-2027")
    _ = fixture.takeEffects()
    fixture.press("enter")
    #expect(fixture.takeEffects() == [.terminal(.switchDraft(try #require(DraftName("spring-2027"))))])
  }

  @Test("keys that are typed ahead wait for the list")
  func ahead() throws {
    var state = try Fixture().state
    for name in ["alt-d", "j", "enter"] { _ = reduce(&state, .input(.key(try #require(KeyPress(name: name))))) }
    let effects = reduce(&state, .outside(.draftsListed(try Self.drafts())))
    #expect(effects == [.terminal(.switchDraft(try #require(DraftName("onboarding"))))])
  }

  @Test("the header says which it is, but not of the standard one", arguments: [80, 120])
  func header(columns: Int) throws {
    var fixture = try Fixture(Size(rows: 24, columns: columns))
    #expect(!fixture.lines[0].contains("draft default"))
    fixture.state.draftName = try #require(DraftName(String(repeating: "x", count: 60) + "-end"))
    #expect(fixture.lines[0].contains("draft xxxxxxxxxx"))
    #expect(!fixture.lines[0].contains("end"), "a long one leaves the figures their place")
    #expect(fixture.lines[0].contains("no changes"))
  }

  @Test("the demo has one, and says so")
  func demo() throws {
    var fixture = try Fixture()
    fixture.state.isTemporary = true
    fixture.press("alt-d")
    #expect(fixture.text.contains("The demo has one draft."))
  }
}
