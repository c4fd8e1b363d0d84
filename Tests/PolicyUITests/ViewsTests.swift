import Canvas
import PolicyQuery
import PolicyUI
import Testing

@Suite("Saved filters on the screen")
struct ViewsTests {
  private static let views = [
    SavedView(name: "dangers", filter: "finding:danger"), SavedView(name: "office", filter: "office type:ip"),
  ]

  @Test("are listed, and one is used")
  func use() throws {
    var fixture = try Fixture()
    fixture.press("b")
    #expect(fixture.takeEffects().contains(.work(.readViews)))
    #expect(fixture.text.contains("No filter has a name yet."))
    fixture.press("enter")
    #expect(fixture.state.browse.filter.text.isEmpty)
    fixture.send(.outside(.viewsRead(Self.views)))
    #expect(fixture.text.contains("finding:danger"))
    fixture.press("j", "enter")
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.state.browse.filter.text == "office type:ip")
    #expect(fixture.state.browse.rows.count == 1)
  }

  @Test("keep the filter that is there under a name")
  func keep() throws {
    var fixture = try Fixture()
    fixture.press("b", "n")
    #expect(fixture.text.contains("There is no filter to be kept"))
    fixture.press("esc", "/")
    fixture.type("office")
    fixture.press("enter", "b", "n")
    fixture.type("  our  office ")
    _ = fixture.takeEffects()
    fixture.press("enter")
    #expect(fixture.takeEffects() == [.work(.keepView(SavedView(name: "our office", filter: "office")))])
    // esc leaves the name first, then the list.
    fixture.press("n", "esc")
    #expect(fixture.state.layers.count == 1)
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("are forgotten one by one")
  func drop() throws {
    var fixture = try Fixture()
    fixture.press("b")
    fixture.send(.outside(.viewsRead(Self.views)))
    _ = fixture.takeEffects()
    fixture.press("G", "d")
    #expect(fixture.takeEffects() == [.work(.dropView("office"))])
    fixture.send(.outside(.viewsRead(Array(Self.views.prefix(1)))))
    fixture.press("d")
    #expect(fixture.takeEffects() == [.work(.dropView("dangers"))])
  }

  @Test("stand in the list of commands, each by its name, and are used there")
  func palette() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press(":")
    #expect(fixture.takeEffects() == [.work(.readViews)])
    fixture.send(.outside(.viewsRead(Self.views)))
    fixture.type("view office")
    #expect(fixture.text.contains("view: office"))
    fixture.press("enter")
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.state.browse.filter.text == "office type:ip")
    #expect(fixture.state.browse.rows.count == 1)
    fixture.press("n", "alt-x")
    #expect(!fixture.text.contains("view: office"), "over a form there is nothing to be filtered")
  }
}
