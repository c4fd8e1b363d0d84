import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import TestSupport
import Testing

@Suite("The filter teaches itself")
struct FilterTests {
  private static let policies: [AllowPolicy] = [
    Fixture.policy("p1", "billing@old.example", .email, [.acceptable], "vendor", "2026-08-14T09:12:00Z"),
    Fixture.policy("p2", #"^.*@(mail\.)?old\.example$"#, .email, [.trusted], "", "2025-11-02T08:00:00Z", true),
    Fixture.policy("p3", ".*", .email, [.acceptable], "everybody", "2024-11-02T08:00:00Z", true),
    Fixture.policy("p4", #"^(a)\1@old\.example$"#, .email, [.exempt], "twice", "2023-11-02T08:00:00Z", true),
    Fixture.policy("p5", "new.example", .domain, [.exempt], "other", "2022-01-01T00:00:00Z"),
  ]

  private func fixture(_ size: Size = Size(rows: 24, columns: 80)) throws -> Fixture {
    var fixture = try Fixture(size)
    let list = PolicyList(Self.policies, revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    return fixture
  }

  @Test("what opens others, and what is undecided, has a sign, and marking all leaves it out")
  func signs() throws {
    var fixture = try fixture()
    fixture.press("/")
    fixture.type("opens:old.example")
    fixture.press("enter")
    #expect(fixture.state.browse.rows.count == 4)
    #expect(fixture.lines.contains { $0.prefix(4).hasSuffix("&") && $0.contains(" .* ") })
    #expect(fixture.lines.contains { $0.prefix(4).hasSuffix("?") && $0.contains("(a)") })
    fixture.press("*")
    #expect(fixture.state.browse.marks == ["p1", "p2"])
    #expect(fixture.text.contains("Left out: 2 that let in others too (&) or of which it is undecided (?)."))
    // One of them is marked by hand, and inverting leaves it as it is.
    fixture.press("G", "space", "i")
    #expect(fixture.state.browse.marks == ["p4"])
    fixture.press("k")
    #expect(fixture.text.contains("& It lets in others too, that the filter does not name."))
  }

  @Test("without such a filter nothing has a sign, and the columns stand where they stood")
  func noSigns() throws {
    var fixture = try fixture()
    let before = fixture.lines[2]
    fixture.press("/")
    fixture.type("old.example")
    fixture.press("enter", "*")
    #expect(fixture.lines[2] == before)
    #expect(fixture.state.browse.marks == ["p1"])
    #expect(!fixture.text.contains("Left out"))
  }

  @Test("what else lets a domain in is said, and tab shows it")
  func more() throws {
    var fixture = try fixture()
    fixture.press("/")
    fixture.type("verify:no old.example")
    let number = fixture.state.browse.requests
    fixture.send(.load(.moreFound(MoreRows(number: number - 1, filter: "x", count: 7))))
    #expect(!fixture.text.contains("more let"))
    let more = MoreRows(number: number, filter: "verify:no opens:old.example", count: 2)
    fixture.send(.load(.moreFound(more)))
    #expect(fixture.lines[1].hasSuffix("2 more let it in: tab"))
    fixture.press("enter")
    #expect(fixture.lines[1].hasSuffix("2 more let it in: tab"))
    fixture.press("tab")
    #expect(fixture.state.browse.filter.text == "verify:no opens:old.example")
    #expect(!fixture.text.contains("more let"))
    #expect(fixture.state.browse.rows.count == 4)
    // Where nothing more is known, the key says so.
    fixture.press("tab")
    #expect(fixture.text.contains("Nothing more is known"))
    fixture.send(.load(.moreFound(MoreRows(number: fixture.state.browse.requests, filter: "x", count: 0))))
    #expect(!fixture.text.contains("more let"))
    // A filter that names nobody is no all-clear.
    fixture.press("esc", "/")
    fixture.type("type:ip")
    fixture.press("enter", "tab")
    #expect(fixture.text.contains("The filter names no address"))
  }

  @Test(
    "an empty filter lists every term with an example",
    arguments: [Size(rows: 40, columns: 120), Size(rows: 24, columns: 80)]
  )
  func terms(size: Size) throws {
    var fixture = try fixture(size)
    fixture.press("/")
    for key in QueryKey.allCases { #expect(fixture.text.contains(key.example), "\(key)") }
    #expect(fixture.text.contains("/acme|emca/"))
    fixture.type("o")
    #expect(!fixture.text.contains("covers:bob@x.org"))
    fixture.press("backspace")
    #expect(fixture.text.contains("covers:bob@x.org"))
    fixture.press("enter")
    #expect(!fixture.text.contains("covers:bob@x.org"))
  }

  @Test("tab completes from nothing, and goes on to the next")
  func completions() throws {
    var fixture = try fixture()
    fixture.press("/", "tab")
    #expect(fixture.state.browse.filter.text == "type:")
    fixture.press("tab")
    #expect(fixture.state.browse.filter.text == "trusted:")
    fixture.type("y")
    fixture.press("tab")
    #expect(fixture.state.browse.filter.text == "trusted:yes ")
    fixture.type("finding:")
    fixture.press("tab")
    #expect(fixture.state.browse.filter.text == "trusted:yes finding:error")
    fixture.press("tab", "tab")
    #expect(fixture.state.browse.filter.text == "trusted:yes finding:warning")
    for _ in 0..<4 { fixture.press("tab") }
    #expect(fixture.state.browse.filter.text == "trusted:yes finding:error")
  }

  @Test("where nothing matches, the term that was meant is offered, and tab writes it")
  func suggestion() throws {
    var fixture = try fixture()
    fixture.press("/")
    fixture.type("danger")
    #expect(fixture.text.contains("Did you mean finding:danger? tab writes it;"))
    fixture.press("tab")
    #expect(fixture.state.browse.filter.text == "finding:danger")
    #expect(fixture.state.browse.rows.isEmpty == false)
    fixture.press("esc", "/")
    fixture.type("zzzz")
    #expect(fixture.text.contains("Nothing matches the filter. esc clears it."))
  }

  @Test("the help has the terms and every sign, and finds them")
  func help() throws {
    var fixture = try fixture(Size(rows: 90, columns: 100))
    fixture.press("?", "/")
    fixture.type("danger")
    #expect(fixture.text.contains("the gravest finding: error, danger, warning"))
    #expect(fixture.text.contains("finding:danger"))
    fixture.press("esc", "/")
    fixture.type("&")
    #expect(fixture.text.contains("lets in others too"))
    fixture.press("esc", "esc", "/")
    fixture.press("f1")
    #expect(fixture.text.contains("Filter terms"))
  }
}
