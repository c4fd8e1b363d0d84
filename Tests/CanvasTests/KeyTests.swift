import Canvas
import Testing

@Suite("Keys") struct KeyTests {
  @Test(
    "a key reads as it is written",
    arguments: [
      "a", "G", "?", "-", "ctrl-r", "ctrl--", "alt-x", "alt-G", "ctrl-alt-x", "space", "ctrl-space", "shift-space",
      "enter", "esc", "tab", "shift-tab", "backspace", "delete", "insert", "up", "ctrl-left", "alt-shift-up", "home",
      "end", "pgup", "pgdn", "f1", "f12", "shift-f5", "é", "日",
    ]
  )
  func roundTrip(_ name: String) throws {
    #expect(try #require(KeyPress(name: name)).description == name)
  }

  @Test(
    "other spellings mean the same key",
    arguments: [
      ("shift-g", "G"), ("Ctrl-R", "ctrl-r"), ("C-x", "ctrl-x"), ("meta-x", "alt-x"), ("Return", "enter"),
      ("escape", "esc"), ("PageUp", "pgup"), ("del", "delete"), ("backtab", "shift-tab"), ("SPACE", "space"),
    ]
  )
  func spellings(_ name: String, _ canonical: String) {
    #expect(KeyPress(name: name)?.description == canonical)
  }

  @Test(
    "what is no key is refused",
    arguments: ["", " ", "ctrl-", "hyper-x", "enterr", "f0", "f99", "ab", "\u{1B}", "ctrl-alt"]
  )
  func refused(_ name: String) {
    #expect(KeyPress(name: name) == nil)
  }

  @Test("only plain characters are typed") func typed() {
    #expect(KeyPress("x").typed == "x")
    #expect(KeyPress("X", .shift).typed == "X")
    #expect(KeyPress("x", .ctrl).typed == nil)
    #expect(KeyPress("x", .alt).typed == nil)
    #expect(KeyPress(.enter).typed == nil)
  }
}
