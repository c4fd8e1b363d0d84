import Canvas
import Testing

@testable import PolicyUI

@Suite("The guided tour")
struct TourTests {
  @Test("each step is taken by doing what it asks for, and none by anything else")
  func steps() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.state.tour = Tour()
    #expect(fixture.state.tour?.step == .dangers)
    fixture.press("j", "k", "/")
    fixture.press("esc")
    #expect(fixture.state.tour?.step == .dangers)
    fixture.press("F")
    #expect(fixture.state.tour?.step == .rule)
    fixture.press("enter")
    #expect(fixture.state.tour?.step == .change)
    fixture.press("v")
    fixture.state.draft = try Fixture.snapshot(fixture.takeEdits())
    fixture.press("j")
    #expect(fixture.state.tour?.step == .review)
    try fixture.openReview()
    #expect(fixture.state.tour?.step == .submit)
  }

  @Test("a step can be left out, and the tour ended and begun again")
  func skipping() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("alt-n")
    #expect(fixture.state.tour == nil)
    fixture.press("alt-g")
    #expect(fixture.state.tour?.step == .dangers)
    for step in [Tour.Step.rule, .change, .review, .submit, .over] {
      fixture.press("alt-n")
      #expect(fixture.state.tour?.step == step)
    }
    fixture.press("alt-n")
    #expect(fixture.state.tour == nil)
    #expect(fixture.state.message?.text.contains("alt-g") == true)
  }

  @Test("a step that was taken in another way is behind one, with those before it")
  func otherWays() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.state.tour = Tour()
    fixture.press("v")
    fixture.state.draft = try Fixture.snapshot(fixture.takeEdits())
    fixture.press("j")
    #expect(fixture.state.tour?.step == .review)
  }

  @Test("it says the keys that are in use, and is out of the way of what is typed into")
  func picture() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.state.tour = Tour()
    #expect(fixture.text.contains("step 1 of 5"))
    fixture.press("/")
    #expect(!fixture.text.contains("step 1 of 5"))
    fixture.press("esc", "enter")
    #expect(!fixture.text.contains("step 1 of 5"))
  }
}
