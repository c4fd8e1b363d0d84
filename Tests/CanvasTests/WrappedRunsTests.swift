import Testing

@testable import Canvas

@Suite("Rows of pieces") struct WrappedRunsTests {
  private func text(_ rows: [[TextRun]]) -> [String] {
    rows.map { $0.map(\.text.string).joined() }
  }

  @Test("what fits stays one row, and what does not breaks behind blanks, behind the indentation")
  func breaking() {
    let bold = Style(attributes: .bold)
    let runs = [TextRun("comments  ", .plain), TextRun("office Hamburg, reviewed by Ada", bold)]
    #expect(text(runs.wrapped(to: 41)) == ["comments  office Hamburg, reviewed by Ada"])
    let rows = runs.wrapped(to: 26, hanging: 10)
    #expect(text(rows) == ["comments  office Hamburg, ", "          reviewed by Ada"])
    #expect(rows.last?.last?.style == bold)
  }

  @Test("a word that is wider than a row is broken between letters, wide ones too")
  func letters() {
    #expect(text([TextRun("abcdefghij", .plain)].wrapped(to: 4, hanging: 2)) == ["abcd", "  ef", "  gh", "  ij"])
    #expect(text([TextRun("報告報告", .plain)].wrapped(to: 5, hanging: 1)) == ["報告", " 報告"])
  }

  @Test("nothing is lost and no row is too wide, whatever the text")
  func complete() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let letters = Array("ab  \u{202E}報é📮-")
    for _ in 0..<300 {
      let runs = (0..<4).map { number in
        let text = String(
          (0..<Int.random(in: 0...30, using: &random)).compactMap { _ in letters.randomElement(using: &random) }
        )
        return TextRun(text, number % 2 == 0 ? .plain : Style(attributes: .bold))
      }
      let width = Int.random(in: 2...40, using: &random)
      let hanging = Int.random(in: 0...25, using: &random)
      let rows = runs.wrapped(to: width, hanging: hanging)
      let whole = runs.map(\.text.string).joined()
      let indent = min(hanging, width / 2)
      let joined = rows.enumerated().map { place, row in
        String(row.map(\.text.string).joined().dropFirst(place == 0 ? 0 : indent))
      }
      #expect(joined.joined() == whole, "seed \(seed)")
      for row in rows where width > 2 { #expect(row.width <= width, "seed \(seed), width \(width)") }
    }
  }
}
