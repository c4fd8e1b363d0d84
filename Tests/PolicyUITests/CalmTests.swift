import Canvas
import PolicyCore
import PolicyUI
import Testing

/// What a screen reader is given: words in the order in which they are to be read, and no lines.
@Suite("Calm output")
struct CalmTests {
  private func fixture() throws -> Fixture {
    var fixture = try Fixture(
      Size(rows: 24, columns: 120),
      edits: [.delete([Fixture.policies[1]])]
    )
    fixture.state.glyphs = Glyphs.ascii.calm
    return fixture
  }

  @Test("no lines are drawn, and signs are words")
  func table() throws {
    var fixture = try fixture()
    fixture.press("G", "space")
    #expect(fixture.text.contains("delete"))
    #expect(fixture.text.contains("marked"))
    #expect(fixture.text.contains("danger"))
    for line in fixture.lines { #expect(!line.contains("---") && !line.contains("|")) }
    fixture.press("n")
    #expect(fixture.text.contains("off Trusted"))
    #expect(!fixture.text.contains("[ ]"))
    // Nothing else stands beside it.
    #expect(!fixture.text.contains("PATTERN"))
  }

  @Test("the review says in words what each operation is")
  func review() throws {
    var fixture = try fixture()
    try fixture.openReview()
    #expect(fixture.text.contains("delete  198.51.100.0/24") || fixture.text.contains("delete 198.51.100.0/24"))
  }
}
