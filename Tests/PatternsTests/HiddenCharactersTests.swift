import Patterns
import Testing

@Suite("Hidden characters")
struct HiddenCharactersTests {
  @Test(
    "each kind is found with its place and name",
    arguments: [
      ("a\u{0}b", 1, .control, "U+0000 NULL"), ("tab\there", 3, .control, "U+0009 TAB"),
      ("a\nb", 1, .lineBreak, "U+000A LINE FEED"),
      ("a\r\nb", 1, .lineBreak, "U+000D CARRIAGE RETURN"), ("x\u{7f}", 1, .control, "U+007F DELETE"),
      ("é\u{85}", 1, .lineBreak, "U+0085 NEXT LINE"), ("\u{9b}31m", 0, .control, "U+009B CONTROL SEQUENCE INTRODUCER"),
      ("\u{6}", 0, .control, "U+0006 CONTROL"), ("a\u{2028}", 1, .lineBreak, "U+2028 LINE SEPARATOR"),
      ("gpj\u{202e}moc", 3, .bidirectional, "U+202E RIGHT-TO-LEFT OVERRIDE"),
      ("\u{2067}x", 0, .bidirectional, "U+2067 RIGHT-TO-LEFT ISOLATE"),
      ("x\u{200f}", 1, .bidirectional, "U+200F RIGHT-TO-LEFT MARK"),
      ("pay\u{200b}pal", 3, .zeroWidth, "U+200B ZERO WIDTH SPACE"),
      ("\u{feff}x", 0, .zeroWidth, "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
      ("a\u{ad}b", 1, .zeroWidth, "U+00AD SOFT HYPHEN"), ("a\u{2060}", 1, .zeroWidth, "U+2060 WORD JOINER"),
      ("\u{e0041}", 0, .zeroWidth, "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ] as [(String, Int, HiddenCharacter.Kind, String)]
  )
  func found(text: String, offset: Int, kind: HiddenCharacter.Kind, name: String) throws {
    let first = try #require(HiddenCharacters.find(in: text).first)
    #expect(first.offset == offset)
    #expect(first.kind == kind)
    #expect(first.name == name)
    #expect(!first.isPartOfEmoji)
  }

  @Test("ordinary text hides nothing", arguments: ["", "bob@x.org", "Grüße, 日本 😀 naïve e\u{301}", "~!@#$%^&*()"])
  func ordinary(text: String) {
    #expect(HiddenCharacters.find(in: text).isEmpty)
  }

  @Test("a joiner between two pictures is part of an emoji, elsewhere it hides")
  func emoji() {
    let family = HiddenCharacters.find(in: "👩🏽\u{200d}👩\u{fe0f}\u{200d}👧")
    #expect(family.count == 2 && family.allSatisfy(\.isPartOfEmoji))
    #expect(HiddenCharacters.find(in: "pay\u{200d}pal \u{200d}").map(\.isPartOfEmoji) == [false, false])
  }

  @Test("every hidden character is found in order")
  func order() {
    let found = HiddenCharacters.find(in: "\u{200b}a\u{202e}b\n")
    #expect(found.map(\.offset) == [0, 2, 4])
    #expect(found.map(\.kind) == [.zeroWidth, .bidirectional, .lineBreak])
  }
}
