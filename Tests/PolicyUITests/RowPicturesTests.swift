import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyUI
import TestSupport
import Testing

/// Rows that show the same are not drawn again, and nobody can see it.
@Suite("Rows kept as they were drawn")
struct RowPicturesTests {
  private static func list(_ count: Int, revision: Int, comment: String = "why") -> PolicyList {
    let policies = (0..<count).map { number in
      Fixture.policy(
        "p\(number)",
        number.isMultiple(of: 5) ? "vendor\(number).example" : "user\(number)@vendor\(number % 9).example",
        number.isMultiple(of: 5) ? .domain : .email,
        number.isMultiple(of: 3) ? [.trusted] : [.acceptable, .verify],
        "\(comment) \(number)",
        "2026-0\(1 + number % 9)-02T03:04:05Z"
      )
    }
    return PolicyList(policies, revision: revision)
  }

  private static func loaded(_ list: PolicyList, at date: Date) -> AppAction {
    .load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: date)))
  }

  @Test("a cursor key draws no row, a step past the edge one, a mark and a change one each")
  func counted() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.send(Self.loaded(Self.list(500, revision: 2), at: fixture.state.now))
    let pictures = RowPictures()
    func rowsDrawn(by key: String) -> Int {
      let before = pictures.drawn
      fixture.press(key)
      _ = view(fixture.state, reusing: pictures)
      return pictures.drawn - before
    }
    #expect(rowsDrawn(by: "g") > 20)
    for key in ["j", "k", "j", "j"] { #expect(rowsDrawn(by: key) == 0, "\(key)") }
    #expect(rowsDrawn(by: "space") == 1)
    while fixture.state.browse.scroll.top == 0 { _ = rowsDrawn(by: "j") }
    #expect(rowsDrawn(by: "j") == 1)
    #expect(rowsDrawn(by: "j") == 1)
  }

  @Test("after any keys, edits, lists and sizes the frame is the one that is drawn afresh")
  func sameFrames() throws {
    var generator = SeededGenerator.announced("rows kept as they were drawn")
    let keys = [
      "j", "k", "G", "g", "ctrl-d", "ctrl-u", "space", "*", "i", "t", "a", "v", "d", "p", "esc", "s", "r", "enter",
      "tab",
    ]
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.send(Self.loaded(Self.list(120, revision: 2), at: fixture.state.now))
    let pictures = RowPictures()
    var draft = Draft()
    var revision = 10
    for step in 0..<250 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0:
        revision += 1
        let list = Self.list(Int.random(in: 1...150, using: &generator), revision: revision, comment: "at \(step)")
        fixture.send(Self.loaded(list, at: fixture.state.now))
      case 1:
        let sizes = [Size(rows: 30, columns: 100), Size(rows: 24, columns: 80), Size(rows: 12, columns: 44)]
        fixture.send(.input(.resize(sizes.randomElement(using: &generator) ?? sizes[0])))
      case 2:
        fixture.state.glyphs = fixture.state.glyphs == .unicode ? .ascii : .unicode
      case 3:
        fixture.press("/")
        fixture.type(["vendor3", "trusted:yes", "", "finding:danger", "user1"].randomElement(using: &generator) ?? "")
        fixture.press("enter")
      default: fixture.press(keys.randomElement(using: &generator) ?? "j")
      }
      for edit in fixture.takeEdits() where (try? draft.apply(edit)) != nil {
        revision += 1
        let snapshot = DraftSnapshot(draft: draft, revision: revision, undoTitle: nil, redoTitle: nil)
        fixture.send(.draft(.read(snapshot)))
      }
      #expect(view(fixture.state, reusing: pictures) == view(fixture.state), "step \(step)")
      // What lies over the table now and then goes away again, so that most frames show it.
      if step.isMultiple(of: 9) { fixture.state.layers = [] }
    }
    #expect(pictures.drawn > 250)
    #expect(draft.count > 0)
  }
}
