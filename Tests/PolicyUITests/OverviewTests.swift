import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyQuery
import TestSupport
import Testing
import Theming
import Values

@testable import PolicyUI

@Suite("The overview on the screen")
struct OverviewTests {
  private struct Absent: Error {}

  private func fixture(_ size: Size = Size(rows: 40, columns: 120)) async throws -> Fixture {
    var fixture = try Fixture(size)
    fixture.mail = try await .sample(of: Fixture.policies)
    return fixture
  }

  private func overview(_ fixture: Fixture) throws -> OverviewState {
    guard case .overview(let overview) = fixture.state.layers.last else { throw Absent() }
    return overview
  }

  @Test(
    "O shows it, and every bar leads to what it counts",
    arguments: [Size(rows: 40, columns: 120), Size(rows: 24, columns: 80)]
  )
  func bars(size: Size) async throws {
    var fixture = try await fixture(size)
    fixture.press("O")
    let counted = try #require(try overview(fixture).overview)
    #expect(counted.policies == Fixture.policies.count)
    var filters: Set<String> = []
    for _ in 0..<60 {
      var other = fixture
      other.press("enter")
      #expect(other.state.layers.isEmpty)
      let filter = other.state.browse.filter.text
      let bar = try #require(counted.bars.first { $0.filter == filter })
      let section = try #require(counted.sections.first { $0.bars.contains(bar) })
      if !section.kind.countsMail { #expect(other.state.browse.rows.count == bar.count, "\(bar)") }
      filters.insert(filter)
      fixture.press("j")
    }
    for section in counted.sections { #expect(section.bars.first.map { filters.contains($0.filter) } ?? true) }
  }

  @Test("without mail it says what reads it, and shows the rest")
  func noMail() async throws {
    var fixture = try await fixture()
    fixture.mail = .nothing
    fixture.press("O")
    #expect(fixture.text.contains("No mail is kept: @ in the table reads what"))
    #expect(fixture.text.contains("trusted, not verified"))
    #expect(!fixture.text.contains("Domains by mail"))
  }

  @Test("tab goes from section to section and comes round, in two columns l and h to the one beside")
  func sections() async throws {
    var fixture = try await fixture()
    fixture.press("O")
    let counted = try #require(try overview(fixture).overview)
    let start = try overview(fixture).selection
    let sections = counted.sections.count { !$0.bars.isEmpty }
    for _ in 0..<sections { fixture.press("tab") }
    #expect(try overview(fixture).selection == start)
    fixture.press("shift-tab", "tab")
    #expect(try overview(fixture).selection == start)
    fixture.press("l")
    #expect(try overview(fixture).selection != start)
    let column = try #require(view(fixture.state).cursor?.column)
    #expect(column > 40)
    fixture.press("h")
    let left = try #require(view(fixture.state).cursor?.column)
    #expect(left < 10)
  }

  @Test("a click chooses a bar, the next one shows it; esc goes back")
  func clicks() async throws {
    var fixture = try await fixture()
    fixture.press("O")
    let row = try #require(fixture.lines.firstIndex { $0.contains("acceptable, verified") })
    let click = AppAction.input(.mouse(MouseEvent(.press(.left), at: Position(row: row, column: 5))))
    fixture.send(click)
    #expect(fixture.state.layers.count == 1)
    fixture.send(click)
    #expect(fixture.state.browse.filter.text == "accept:yes verify:yes")
    fixture.press("O", "esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a search finds a bar by its name")
  func search() async throws {
    var fixture = try await fixture()
    fixture.press("O", "/")
    fixture.type("globex.io")
    fixture.press("enter", "enter")
    #expect(fixture.state.browse.filter.text.contains("globex.io"))
  }

  @Test("what is loaded meanwhile is counted anew, and frames and cursor keys ask for nothing")
  func loaded() async throws {
    var fixture = try await fixture()
    fixture.press("O", "j")
    let more = Fixture.policy("x1", "mail.example", .domain, [.acceptable], "why", "2026-09-30T00:00:00Z")
    let list = PolicyList(Fixture.policies + [more], revision: 9)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    #expect(try overview(fixture).overview?.policies == 6)
    _ = fixture.takeEffects()
    var orders: [AppEffect] = []
    for key in ["j", "k", "G"] {
      orders += reduce(&fixture.state, .input(.key(KeyPress(name: key) ?? KeyPress("j"))))
      _ = view(fixture.state)
    }
    #expect(orders.isEmpty)
  }

  @Test("keys that are typed before it is counted wait for it")
  func typedAhead() async throws {
    var fixture = try await fixture()
    let orders = reduce(&fixture.state, .input(.key(KeyPress("O"))))
    guard case .work(.makeOverview(let request)) = orders.first else { throw Absent() }
    fixture.press("j", "enter")
    #expect(fixture.state.browse.filter.text.isEmpty && fixture.state.layers.count == 1)
    let counted = try #require(request.overview())
    fixture.send(.load(.overviewMade(request, counted)))
    #expect(fixture.state.browse.filter.text == counted.bars[1].filter)
  }

  @Test("while it is not known what the mail says, that is said, and the cursor stays on its bar once it is known")
  func mailLater() async throws {
    var fixture = try await fixture()
    let told = fixture.mail
    fixture.press("O")
    let bars = try overview(fixture).layout(in: fixture.state).bars
    let wanted = try #require(bars.lastIndex { $0.section.kind == .mailPolicies })
    for _ in 0..<wanted { fixture.press("j") }
    let filter = bars[wanted].bar.filter
    func load(_ revision: Int) {
      let list = PolicyList(Fixture.policies, revision: revision)
      fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    }
    fixture.mail = .unknown
    load(9)
    #expect(fixture.text.contains("What the mail says that is kept is not known yet."))
    #expect(!fixture.text.contains("No mail is kept"))
    fixture.mail = told
    load(10)
    let now = try overview(fixture)
    #expect(now.layout(in: fixture.state).bars[now.selection].bar.filter == filter)
  }

  @Test("the cursor stays on its bar where another stands before it now")
  func cursor() async throws {
    var fixture = try await fixture()
    fixture.press("O")
    let bars = try overview(fixture).layout(in: fixture.state).bars
    let place = try #require(bars.firstIndex { $0.section.kind == .domains && $0.bar.label == "globex.io" })
    for _ in 0..<place { fixture.press("j") }
    let more = (0..<4).map {
      Fixture.policy("x\($0)", "m\($0).a.example", .domain, [.acceptable], "why", "2026-09-30T00:00:00Z")
    }
    let list = PolicyList(Fixture.policies + more, revision: 9)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    let now = try overview(fixture)
    let bar = now.layout(in: fixture.state).bars[now.selection]
    #expect(now.overview?.policies == 9 && bar.bar.label == "globex.io" && bar.section.kind == .domains)
  }

  @Test("with ASCII nothing else is drawn, and for a screen reader there are no bars and days are lines")
  func ascii() async throws {
    var fixture = try await fixture()
    fixture.state.glyphs = .ascii
    fixture.press("O")
    #expect(fixture.text.contains("===="))
    let isASCII = VisibleText.$isASCIIOnly.withValue(true) {
      view(fixture.state).lines().allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
    }
    #expect(isASCII)
    fixture.state.glyphs = Glyphs.unicode.calm
    fixture.press("j")
    fixture.press("G")
    #expect(!fixture.text.contains("█") && !fixture.text.contains("▁"))
    fixture.press("g", "tab")
    let days = (0..<30).map { _ -> String in
      fixture.press("j")
      return fixture.text
    }.joined()
    #expect(days.contains("2026-09-"))
  }

  // MARK: - The report

  @Test("alt-o asks for a name, whose end says what is written; a name that is taken is asked about")
  func report() async throws {
    var fixture = try await fixture()
    fixture.press("O", "alt-o")
    #expect(fixture.text.contains("Report on the account: 5 policies"))
    fixture.press("ctrl-u")
    fixture.type("account.pdf")
    fixture.press("enter")
    #expect(fixture.text.contains(".html, .md or .json"))
    fixture.press("ctrl-u")
    fixture.type("account.md")
    fixture.press("enter")
    guard case .files(.report(let request)) = fixture.takeEffects().last else { throw Absent() }
    #expect(request.format == .markdown && request.subject.review == nil && !request.overwrites)
    fixture.send(.files(.reportExists(path: "account.md")))
    #expect(fixture.text.contains("is there already"))
    fixture.press("enter")
    guard case .files(.report(let again)) = fixture.takeEffects().last else { throw Absent() }
    #expect(again.overwrites)
    fixture.send(.files(.reported(to: "account.md")))
    #expect(fixture.state.layers.count == 1)
    #expect(fixture.text.contains("The report was written to account.md."))
  }

  @Test("in the review it is of what is reviewed")
  func reportOfReview() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100), edits: [.delete([Fixture.policies[1]])])
    try fixture.openReview()
    fixture.press("alt-o")
    #expect(fixture.text.contains("Report on the draft: 1 operation"))
    fixture.press("enter")
    guard case .files(.report(let request)) = fixture.takeEffects().last else { throw Absent() }
    #expect(request.subject.review?.operations.count == 1 && request.format == .html)
  }

  @Test("it is of the policies that are there when its name is given, not of those when it was asked for")
  func loadedMeanwhile() async throws {
    var fixture = try await fixture()
    fixture.press("alt-o")
    let more = Fixture.policy("x1", "mail.example", .domain, [.acceptable], "why", "2026-09-30T00:00:00Z")
    let list = PolicyList(Fixture.policies + [more], revision: 9)
    let later = fixture.state.now.addingTimeInterval(60)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: later))))
    #expect(fixture.text.contains("Report on the account: 6 policies"))
    fixture.press("enter")
    guard case .files(.report(let request)) = fixture.takeEffects().last else { throw Absent() }
    #expect(request.subject.list.revision == 9 && request.subject.loadedAt == later)
    let part = LoadedPolicies(list: list, isComplete: false, loadedAt: later)
    var other = fixture
    other.send(.files(.failed(Problem(.storage, what: "no", advice: ""))))
    other.send(.load(.loaded(part)))
    other.press("enter")
    #expect(other.takeEffects().isEmpty && other.text.contains("may lack rows"))
  }

  @Test("while the policies are not all there no report is written, and it is said why")
  func incomplete() async throws {
    var fixture = try await fixture()
    let list = PolicyList(Fixture.policies, revision: 3)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: false, loadedAt: fixture.state.now))))
    fixture.press("alt-o")
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.text.contains("may lack rows"))
  }
}
