import Policies
import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing

/// What others wrote stands on the screen as text, and does nothing to it.
@Suite("Hostile text on every screen")
struct HostileTextTests {
  /// What is wrong with a picture: a scalar that does harm, or a glyph that is not where its width says.
  private func faults(of buffer: Buffer) -> [String] {
    var faults: [String] = []
    for row in 0..<buffer.size.rows {
      var column = 0
      while column < buffer.size.columns {
        let glyph = buffer[row, column].glyph
        if (0x20..<0x7F).contains(glyph.base), !glyph.hasMarks {
          column += 1
          continue
        }
        let place = "row \(row), column \(column)"
        for scalar in glyph.scalars {
          if let harm = HostileText.harm(of: scalar) {
            faults.append("\(place): \(harm), \(scalar.escaped(asASCII: true))")
          }
        }
        if glyph.scalars.count > 5 { faults.append("\(place): more scalars than a cell of a terminal takes") }
        if glyph.width != 1, glyph.width != 2 { faults.append("\(place): half of a glyph, or none") }
        if column + glyph.width > buffer.size.columns { faults.append("\(place): a glyph beyond the edge") }
        if glyph.width == 2, !buffer[row, column + 1].glyph.isContinuation { faults.append("\(place): a cut glyph") }
        column += max(1, glyph.width)
      }
    }
    if let cursor = buffer.cursor, !buffer.bounds.contains(cursor) { faults.append("the cursor is outside") }
    return faults
  }

  @Test("nothing but harmless glyphs, each in its place, whatever the mixture", arguments: ScreenScene.all)
  func mixtures(scene: ScreenScene) async throws {
    let drawings = [
      (seed: 1, size: Size(rows: 24, columns: 80)), (UInt64.random(in: 2 ... .max), Size(rows: 33, columns: 117)),
    ]
    for (seed, size) in drawings {
      var fixture = try await scene.draw(.hostile(seed: seed), size)
      for glyphs in [Glyphs.unicode, .ascii] {
        fixture.state.glyphs = glyphs
        #expect(faults(of: view(fixture.state)).prefix(3) == [], "seed \(seed), \(size)")
      }
    }
  }

  @Test("each piece of it alone, in the table, the details, the form and the findings")
  func each() async throws {
    var fixture = try await ScreenScene.all[0].draw(.everyFragment, Size(rows: 24, columns: 80))
    fixture.press("g")
    for _ in 0...fixture.state.browse.rows.count {
      #expect(faults(of: view(fixture.state)).prefix(3) == [])
      for keys in ["enter", "f", "Y", "c"] {
        fixture.press(keys)
        #expect(
          faults(of: view(fixture.state)).prefix(3) == [],
          "\(keys) on \(fixture.state.selectedRow?.id.text ?? "")"
        )
        fixture.state.layers = []
      }
      fixture.press("j")
    }
  }

  @Test("what was written out can still be told: an escape is to be seen as one")
  func seen() async throws {
    let fixture = try await ScreenScene.all[0].draw(.everyFragment, Size(rows: 80, columns: 300))
    for text in [#"\u{1B}]0;PWNED\u{7}"#, #"\u{9B}2J"#, #"\u{202E}gro.evil"#, #"\u{0}"#, #"a\u{200B}b\u{200D}c"#] {
      #expect(fixture.text.contains(text), "\(text)")
    }
  }

  @Test("without the sanitiser the same look finds every one of them")
  func bypassed() {
    let marks = HostileText.fragments.filter { !HostileText.harms(in: $0).isEmpty }
    #expect(marks.count > 35)
    let raw = marks.joined(separator: "y")
    #expect(Set(HostileText.harms(in: raw)).count == 7)
    #expect(HostileText.harms(in: VisibleText(raw).string).isEmpty)
  }

  @Test("a text of forty thousand scalars is drawn like any other")
  func long() async throws {
    var cast = ScreenCast.ordinary
    let long = String(repeating: "\u{202E}e\u{301}\u{1F}", count: 10_000)
    cast.policies[0].fields.pattern = long
    cast.policies[2].fields.comments = long
    for name in ["browse", "form-edit", "review-unfolded"] {
      let scene = try #require(ScreenScene.all.first { $0.name == name })
      let fixture = try await scene.draw(cast, Size(rows: 40, columns: 120))
      #expect(faults(of: view(fixture.state)).prefix(3) == [])
    }
  }
}
