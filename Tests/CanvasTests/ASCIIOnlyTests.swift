import Canvas
import Testing

@Suite("Text for a terminal that shows ASCII alone") struct ASCIIOnlyTests {
  @Test(
    "what is outside of ASCII is written out, and signs of typography have their likes",
    arguments: [
      ("plain", "plain"), ("Zoë", #"Zo\u{EB}"#), ("日", #"\u{65E5}"#), ("e\u{301}", #"e\u{301}"#), ("👍", #"\u{1F44D}"#),
      ("“a” … b → c · d", #""a" ... b -> c * d"#), ("a\nb", #"a\u{A}b"#), ("\u{7F}", #"\u{7F}"#),
    ]
  )
  func written(_ text: String, _ shown: String) {
    VisibleText.$isASCIIOnly.withValue(true) {
      let visible = VisibleText(text)
      #expect(visible.string == shown)
      #expect(visible.width == shown.utf8.count)
    }
  }

  @Test("a buffer holds ASCII alone, cut where it has to be")
  func buffer() {
    VisibleText.$isASCIIOnly.withValue(true) {
      var buffer = Buffer(size: Size(rows: 1, columns: 8))
      buffer.write("Zoë Müller", at: Position(row: 0, column: 0))
      let row = (0..<8).map { buffer[0, $0].glyph.text }.joined()
      #expect(row == #"Zo\u{..."#)
    }
  }

  @Test("nothing changes elsewhere")
  func elsewhere() {
    #expect(VisibleText("Zoë …").string == "Zoë …")
  }
}
