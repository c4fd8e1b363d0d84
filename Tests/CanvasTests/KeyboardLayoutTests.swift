import Canvas
import Testing

@Suite("Keys of other layouts") struct KeyboardLayoutTests {
  @Test(
    "a key of another script lies where a Latin one does",
    arguments: [
      ("о", "j"), ("л", "k"), ("й", "q"), ("О", "J"), ("П", "G"), ("Ж", ":"), ("ж", ";"), ("б", ","), ("Ю", ">"),
      ("ё", "`"), ("і", "s"), ("ї", "]"), ("є", "'"), ("ξ", "j"), ("Ξ", "J"), ("ς", "w"), ("ω", "v"), ("ח", "j"),
      ("ת", ","), ("ф", "a"),
    ]
  )
  func places(_ typed: Character, _ latin: Character) {
    #expect(KeyPress(typed).onLatinLayout == KeyPress(latin))
  }

  @Test("modifiers are kept") func modifiers() {
    #expect(KeyPress("с", .ctrl).onLatinLayout == KeyPress("c", .ctrl))
    #expect(KeyPress("ч", .alt).onLatinLayout == KeyPress("x", .alt))
  }

  @Test("what the terminal tells of the place counts more than a table") func told() {
    let press = KeyPress("о").standing(at: "f")
    #expect(press.onLatinLayout == KeyPress("f"))
    #expect(press == KeyPress("о"))
    #expect(KeyPress("Ö").standing(at: ";").onLatinLayout == KeyPress(":"))
  }

  @Test("what is Latin already, or of no layout that is known, has no other place", arguments: ["a", "Q", "é", "日"])
  func none(_ typed: Character) {
    #expect(KeyPress(typed).onLatinLayout == nil)
  }

  @Test("keys that type nothing have no place on a layout") func named() {
    #expect(KeyPress(.enter).onLatinLayout == nil)
  }

  @Test("a Latin letter stays itself, wherever the terminal says that it lies") func azerty() {
    #expect(KeyPress("a", .ctrl).standing(at: "q").onLatinLayout == nil)
  }
}
