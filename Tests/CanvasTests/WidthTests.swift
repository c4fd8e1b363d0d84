import Testing

@testable import Canvas

@Suite("Text width") struct WidthTests {
  @Test(
    "each text takes the columns that a terminal gives it",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한국", 4), ("👍", 2), ("👍🏽", 2),
      ("ｆｕｌｌ", 8), ("ﾊﾝｶｸ", 4), ("…", 1), ("─│┌", 3), ("❤\u{FE0F}", 1), ("🇩🇪", 2), ("\u{3000}", 2),
      ("क्षि", 3), ("Ω≈ç√", 4), ("\u{FFFD}", 1),
    ]
  )
  func width(_ text: String, _ columns: Int) {
    #expect(TextWidth.displayWidth(of: text) == columns)
    var buffer = Buffer(size: Size(rows: 1, columns: 20))
    #expect(buffer.write(text, at: Position(row: 0, column: 0)) == columns)
  }

  @Test("the table of wide scalars rises and has no overlaps") func ranges() {
    for (one, next) in zip(TextWidth.wideRanges, TextWidth.wideRanges.dropFirst()) {
      #expect(one.upperBound < next.lowerBound)
    }
  }

  @Test(
    "what is unsafe or invisible is written out",
    arguments: [
      ("plain", "plain"), ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\tb", "a\\u{9}b"), ("a\nb", "a\\u{A}b"),
      ("a\r\nb", "a\\u{D}\\u{A}b"), ("\u{7F}", "\\u{7F}"), ("\u{9B}m", "\\u{9B}m"), ("a\u{202E}b", "a\\u{202E}b"),
      ("\u{2066}x", "\\u{2066}x"), ("a\u{200B}b", "a\\u{200B}b"), ("a\u{200D}b", "a\\u{200D}b"),
      ("a\u{AD}b", "a\\u{AD}b"), ("a\u{A0}b", "a\\u{A0}b"), ("\u{2028}", "\\u{2028}"), ("\u{FEFF}", "\\u{FEFF}"),
      ("\u{301}a", "\\u{301}a"), ("\u{E000}", "\\u{E000}"), ("\u{378}", "\\u{378}"), ("\u{E0041}", "\\u{E0041}"),
      ("\u{2800}", "\\u{2800}"), ("\u{3164}", "\\u{3164}"), ("a\u{FE0F}", "a\\u{FE0F}"), ("❤\u{FE0F}", "❤\u{FE0F}"),
      ("a\u{300}\u{301}\u{302}\u{303}\u{304}", "a\u{300}\u{301}\u{302}\u{303}\\u{304}"),
      ("日本語 é", "日本語 é"), ("back\\slash", "back\\slash"),
    ]
  )
  func visible(_ text: String, _ shown: String) {
    let visible = VisibleText(text)
    #expect(Array(visible.string.unicodeScalars) == Array(shown.unicodeScalars))
    #expect(visible.hasEscapes == (text.unicodeScalars.elementsEqual(shown.unicodeScalars) == false))
  }

  @Test("making text visible twice changes nothing more", arguments: ["\u{1B}x", "日本\u{200B}", "e\u{301}👍🏽", "🇩🇪"])
  func idempotent(_ text: String) {
    let once = VisibleText(text)
    let twice = VisibleText(once.string)
    #expect(twice.string == once.string)
    #expect(twice.width == once.width)
    #expect(!twice.hasEscapes)
  }

  @Test(
    "text is cut between graphemes",
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("日本語", 5, "日本…"),
      ("日本語", 4, "日…"), ("日本語", 2, "…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("🇩🇪🇫🇷", 3, "🇩🇪…"),
      ("🇩🇪🇫🇷", 2, "…"),
    ]
  )
  func truncated(_ text: String, _ columns: Int, _ shown: String) {
    #expect(TextWidth.truncated(text, to: columns) == shown)
    #expect(TextWidth.displayWidth(of: shown) <= max(columns, 0))
  }

  @Test("an ellipsis of ASCII needs three columns, and is left out where there are fewer") func asciiEllipsis() {
    #expect(TextWidth.truncated("abcdef", to: 4, ellipsis: "...") == "a...")
    #expect(TextWidth.truncated("abcdef", to: 2, ellipsis: "...") == "ab")
  }
}
