import Canvas
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import Testing

@Suite("The columns of the table")
struct ColumnTests {
  private func titles(_ fixture: Fixture) -> [String] {
    fixture.lines[2].split { " ▲▼‹›".contains($0) }.map(String.init)
  }

  private func remembered(_ fixture: inout Fixture) -> ScreenMemory? {
    fixture.takeEffects().reversed().lazy.compactMap { effect in
      if case .work(.remember(let memory)) = effect { memory } else { nil }
    }.first
  }

  private func choose(_ title: String, in fixture: inout Fixture) throws {
    fixture.press(",")
    for _ in 0..<20 {
      guard case .picker(let picker) = fixture.state.layers.last else { break }
      let row = try #require(fixture.lines.firstIndex { $0.contains("]  \(title)") })
      let selected = try #require(fixture.lines.firstIndex { $0.contains("]  pattern") }) + picker.selection
      guard selected != row else { break }
      fixture.press(selected < row ? "j" : "k")
    }
    fixture.press("space", "esc")
  }

  @Test("whatever can be sorted by can be shown, and the sign of the order stands there")
  func all() throws {
    for column in PolicyQuery.SortOrder.Column.allCases {
      var fixture = try Fixture(Size(rows: 40, columns: 200))
      let memory = ScreenMemory.showing(all: true)
      fixture.state.recall(memory)
      fixture.press("s", "g")
      for _ in PolicyQuery.SortOrder.Column.allCases where fixture.state.browse.order.keys.first?.column != column {
        fixture.press("enter", "s", "j")
      }
      if fixture.state.browse.order.keys.first?.column != column { fixture.press("enter") }
      fixture.state.layers = []
      let title = fixture.lines[2]
      #expect(title.contains("▲") || title.contains("▼"), "\(column): \(title)")
    }
  }

  @Test("findings are told by their number and their rules, as sorting by them tells them apart")
  func findings() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 160))
    try choose("findings", in: &fixture)
    #expect(titles(fixture).contains("FINDINGS"))
    #expect(remembered(&fixture)?.addedColumns == ["findings"])
    for policy in Fixture.policies {
      let findings = fixture.state.findings.findings(on: policy.id)
      let row = try #require(fixture.lines.first { $0.contains(policy.fields.shownPattern) })
      guard let worst = findings.first else { continue }
      let count = Set(findings.map(\.rule)).count
      let sign = worst.level.sign.map(String.init) ?? " "
      #expect(row.contains("\(sign) \(count) \(worst.rule.rawValue.prefix(10))"), "\(row)")
    }
    fixture.send(
      .input(.mouse(MouseEvent(.press(.left), at: Position(row: 2, column: fixture.column(of: "FINDINGS")))))
    )
    #expect(fixture.state.browse.order.keys.first?.column == .finding)
    #expect(fixture.lines[2].contains("FINDINGS ▼"))
  }

  @Test("move out of sight to the left, the pattern never, and come back")
  func scrolling() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 80))
    #expect(!titles(fixture).contains("COMMENTS"))
    #expect(fixture.lines[2].hasSuffix("›"))
    var seen = Set(titles(fixture))
    for _ in 0..<10 {
      fixture.press("l")
      #expect(titles(fixture).first == "PATTERN")
      #expect(fixture.text.contains("billing@acme1.com"))
      seen.formUnion(titles(fixture))
    }
    #expect(seen == ["PATTERN", "TYPE", "TRUSTED", "ACCEPT.", "EXEMPT", "VERIFY", "MODIFIED", "COMMENTS"])
    #expect(titles(fixture) == ["PATTERN", "COMMENTS"])
    for _ in 0..<10 { fixture.press("left") }
    #expect(titles(fixture).contains("TYPE"))
    #expect(fixture.state.browse.columns.skipped == 0)
  }

  @Test("are as wide as keys and the wheel on a title make them, within the screen, and that is remembered")
  func widths() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    let before = fixture.column(of: "TYPE")
    fixture.press(">", ">")
    #expect(fixture.column(of: "TYPE") == before + 4)
    fixture.press("<")
    #expect(fixture.column(of: "TYPE") == before + 2)
    #expect(remembered(&fixture)?.columnWidths?.keys.sorted() == ["pattern"])
    fixture.press("=")
    #expect(fixture.column(of: "TYPE") == before)
    let place = Position(row: 2, column: fixture.column(of: "TRUSTED"))
    fixture.send(.input(.mouse(MouseEvent(.wheelUp, at: place))))
    #expect(fixture.state.browse.columns.widths == ["trusted": 9])
    for _ in 0..<100 { fixture.press(">") }
    #expect(fixture.text.contains("billing@acme1.com"))
    for _ in 0..<150 { fixture.press("<") }
    #expect(fixture.state.browse.columns.widths["pattern"] == 3)
  }

  @Test("the list of columns changes the width of the one under the cursor")
  func widthInTheList() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press(",", "j", ">")
    #expect(fixture.state.browse.columns.widths.keys.sorted() == ["type"])
    #expect(fixture.text.contains("wide"))
    fixture.press("=")
    #expect(fixture.state.browse.columns.widths.isEmpty)
    fixture.press("esc", "s", ">")
    #expect(fixture.text.contains("Columns have a width"))
  }

  @Test("a type never loses that the pattern is an expression", arguments: 1...12)
  func type(width: Int) throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    let odd = Fixture.policy("x1", #"vendor\.example"#, .domain, [.acceptable], "why", "2026-09-30T00:00:00Z", true)
    fixture.send(
      .load(
        .loaded(LoadedPolicies(list: PolicyList([odd], revision: 2), isComplete: true, loadedAt: fixture.state.now))
      )
    )
    fixture.state.browse.columns.widths["type"] = width
    let row = try #require(fixture.lines.first { $0.contains(#"vendor\.example"#) })
    #expect(width < 2 || row.contains("re "), "\(row)")
    if width >= 9 { #expect(row.contains("domain re")) }
  }

  @Test("a narrow table tells it too", arguments: [40, 60, 80, 120])
  func narrow(columns: Int) throws {
    var fixture = try Fixture(Size(rows: 24, columns: columns))
    let odd = Fixture.policy("x1", #"vendor\.example"#, .domain, [.acceptable], "why", "2026-09-30T00:00:00Z", true)
    fixture.send(
      .load(
        .loaded(LoadedPolicies(list: PolicyList([odd], revision: 2), isComplete: true, loadedAt: fixture.state.now))
      )
    )
    guard titles(fixture).contains("TYPE") else { return }
    #expect(fixture.lines[3].contains("domain re"))
  }
}

extension ScreenMemory {
  fileprivate static func showing(all: Bool) -> ScreenMemory {
    var memory = ScreenMemory()
    memory.addedColumns = all ? ["regex", "findings", "operation", "effect", "created"] : []
    return memory
  }
}

extension Fixture {
  /// Where a title of the table begins.
  fileprivate func column(of title: String) -> Int {
    let line = lines[2]
    return line.firstRange(of: title).map { line.distance(from: line.startIndex, to: $0.lowerBound) } ?? -1
  }
}
