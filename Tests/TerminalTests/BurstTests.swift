import Canvas
import Testing

@testable import Terminal

@Suite("Bursts of keys") struct BurstTests {
  @Test("characters faster than fingers are a paste, never commands") func burst() {
    #expect(decode("bob@x.org") == [.paste("bob@x.org", isBurst: true)])
    #expect(decode("bob@x.org\rtd\r") == [.paste("bob@x.org\ntd\n", isBurst: true)])
    #expect(decode("bob@x.org\u{1B}[106;5utd") == [.paste("bob@x.org\ntd", isBurst: true)])
  }

  @Test(
    "up to seven keys in one write are the keys that they are",
    arguments: [
      "jkdutxG", "ggdjj", "/one\r", "abcdefg", "j\rk\rd\ru\r", "\t\t\t\t\t\t\t\t\t", "a\rb\rc\rd\re\rf\rg\r", "йцукенг",
      "\u{1B}[106u\u{1B}[107u\u{1B}[100u\u{1B}[117u\u{1B}[116u\u{1B}[120u\u{1B}[27u",
    ]
  )
  func few(_ text: String) {
    var single = InputDecoder()
    let sequences = text.hasPrefix("\u{1B}") ? text.split(separator: "u").map { $0 + "u" } : text.map { "\($0)"[...] }
    let one = sequences.flatMap { single.decode(bytes(String($0))) }
    #expect(decode(text.hasPrefix("\u{1B}") ? sequences.joined() : text) == one)
  }

  @Test("a key that is held down on a slow line stays that key") func heldKey() {
    #expect(decode("jjjjjjjjjjjjjjjj") == Array(repeating: keys("j"), count: 16).flatMap { $0 })
  }

  @Test("a burst beside other events is told from them") func burstBeside() {
    var decoder = InputDecoder()
    let codes = [.focus(true)] + bytes("bob@x.org") + [.key(number: 258, name: "KEY_DOWN")]
    #expect(decoder.decode(codes) == [.focus(true), .paste("bob@x.org", isBurst: true)] + keys("down"))
  }

  @Test("what was typed while the program was busy is no burst") func busy() {
    var decoder = InputDecoder()
    let start = ContinuousClock.now
    _ = decoder.decode(bytes("r"), at: start)
    decoder.excuse(.seconds(1))
    #expect(decoder.decode(bytes("jkdutxGhgs"), at: start + .seconds(1)).count == 10)
    #expect(decoder.decode(bytes("jkdutxGhgs"), at: start + .seconds(1)).count == 1)
  }
}
