import Canvas
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import Testing

@Suite("Frequencies on the screen")
struct FrequenciesTests {
  private struct Absent: Error {}

  private func frequencies(_ fixture: Fixture) throws -> FrequenciesState {
    guard case .frequencies(let frequencies) = fixture.state.layers.last else { throw Absent() }
    return frequencies
  }

  @Test("# counts what is shown, and enter shows just as many", arguments: 0..<5)
  func show(tab: Int) throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.state.ticket = .own(try TextExpression("acme|office"))
    fixture.press("#")
    for _ in 0..<tab { fixture.press("tab") }
    let counted = try #require(try frequencies(fixture).counted)
    #expect(try frequencies(fixture).dimension == FrequencyDimension.allCases[tab])
    for (place, frequency) in counted.all.enumerated() {
      var other = fixture
      for _ in 0..<place { other.press("j") }
      other.press("enter")
      #expect(other.state.layers.isEmpty)
      #expect(other.state.browse.rows.count == frequency.count, "\(frequency)")
    }
  }

  @Test("the filter that is there stays, and only what it shows is counted")
  func filtered() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("/")
    fixture.type("type:email")
    fixture.press("enter", "#", "tab")
    let counted = try #require(try frequencies(fixture).counted)
    #expect(counted.all.reduce(0) { $0 + $1.count } == 3)
    fixture.press("enter")
    #expect(fixture.state.browse.filter.text == "type:email type:email regex:no")
  }

  @Test("keys and clicks turn to another tab; tickets have one only where it is said what they look like")
  func tabs() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("#")
    #expect(fixture.text.contains("[Domain]"))
    #expect(!fixture.text.contains("Ticket"))
    fixture.press("tab", "l")
    #expect(fixture.text.contains("[Flags]"))
    fixture.press("shift-tab", "left", "h")
    #expect(fixture.text.contains("[Finding]"))
    let row = try #require(fixture.lines.firstIndex { $0.contains("[Finding]") })
    let line = fixture.lines[row]
    let start = try #require(line.firstRange(of: "Type")?.lowerBound)
    let place = Position(row: row, column: line.distance(from: line.startIndex, to: start))
    fixture.send(.input(.mouse(MouseEvent(.press(.left), at: place))))
    #expect(fixture.text.contains("[Type]"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("what is loaded meanwhile is counted anew, and the cursor stays where it is")
  func loaded() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("#", "tab", "j")
    let selected = try #require(try frequencies(fixture).selected)
    let more = Fixture.policy("x1", "mail.example", .domain, [.acceptable], "why", "2026-09-30T00:00:00Z")
    let list = PolicyList(Fixture.policies + [more], revision: 9)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    let counted = try #require(try frequencies(fixture).counted)
    #expect(counted.all.reduce(0) { $0 + $1.count } == 6)
    #expect(try frequencies(fixture).selected?.key == selected.key)
  }

  @Test("frames and cursor keys ask for nothing")
  func frames() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("#")
    _ = fixture.takeEffects()
    var orders: [AppEffect] = []
    for key in ["j", "k", "G"] {
      orders += reduce(&fixture.state, .input(.key(KeyPress(name: key) ?? KeyPress("j"))))
      _ = view(fixture.state)
    }
    #expect(orders.isEmpty)
  }
}
