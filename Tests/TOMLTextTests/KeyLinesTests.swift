import TOMLText
import Testing

@Suite("The lines of keys")
struct KeyLinesTests {
  @Test("tells no line where it cannot be sure")
  func uncertain() {
    let lines = KeyLines("a = \"\"\"\nb = 1\n\"\"\"\nb = 2\n")
    #expect(lines["b"] == nil)
    let twice = KeyLines("[x]\na = 1\n[y]\na = 1\n[x]\na = 2\n")
    #expect(twice["x.a"] == nil)
    #expect(twice["y.a"] == 4)
    #expect(twice["y.b"] == 3, "the table around a key that is not there")
    #expect(twice["z"] == nil)
  }

  @Test("may quote and dot its keys as TOML allows")
  func keys() {
    let lines = KeyLines("a . b = 1\n\"c.d\" = 2\n['e']\n  f.'g h' = 3\r\nh = 4 # = 5\n# i = 6")
    #expect(lines["a.b"] == 1)
    #expect(lines["c.d"] == 2)
    #expect(lines["e.f.g h"] == 4)
    #expect(lines["e.h"] == 5)
    #expect(lines["i"] == nil)
  }
}
