import Canvas
import Testing

@testable import Terminal

/// An ESC whose tail comes up to 300 ms later, by a clock that the test holds.
@Suite("ESC and its tail apart") struct LateTailTests {
  private var decoder = InputDecoder()
  private var now = ContinuousClock.now

  /// Types the parts one after the other, each this long after the one before, and waits to the end of every deadline.
  private mutating func events(_ parts: [String], apart milliseconds: Int = 60) -> [InputEvent] {
    var events: [InputEvent] = []
    for part in parts {
      events += advance(.milliseconds(milliseconds))
      events += decoder.decode(part.utf8.map { .byte($0) }, at: now)
    }
    return events + advance(.seconds(5))
  }

  private mutating func advance(_ time: Duration) -> [InputEvent] {
    let end = now + time
    var events: [InputEvent] = []
    while let deadline = decoder.deadline, deadline <= end {
      events += decoder.decode([], at: deadline)
    }
    now = end
    return events
  }

  @Test(
    "the tail never runs as commands",
    arguments: [
      ["\u{1B}", "[?62;22c"], ["\u{1B}", "[A"], ["\u{1B}", "[", "A"], ["\u{1B}", "[", "?", "6", "2", ";", "2", "c"],
      ["\u{1B}", "OA"], ["\u{1B}", "O", "A"], ["\u{1B}", "[1;5D"], ["\u{1B}", "[3~"], ["\u{1B}", "[3", "~"],
      ["\u{1B}", "]11;rgb:1c1c/1c1c/2424\u{7}"], ["\u{1B}", "]11;rg", "b:1c1c/1c1c/2424\u{1B}\\"],
      ["\u{1B}", "]", "11;rgb:1/1/1\u{1B}", "\\"], ["\u{1B}", "P>|xterm(390)\u{1B}\\"], ["\u{1B}", "P1$r0m\u{1B}\\"],
      ["\u{1B}", "[106;5u"], ["\u{1B}", "[<0;6;4M"], ["\u{1B}", "[Z"], ["\u{1B}", "OM"],
      ["\u{1B}", "[" + String(repeating: "1;", count: 40), "m"],
    ]
  )
  mutating func swallowed(_ parts: [String]) {
    for milliseconds in [1, 60, 150, 300] {
      #expect(events(parts + ["q"], apart: milliseconds) == keys("esc", "q"), "\(milliseconds) ms")
    }
  }

  @Test(
    "a sequence that breaks after its second byte is the key that it is",
    arguments: [
      (["\u{1B}[", "A"], "up"), (["\u{1B}[", "1", ";", "5", "D"], "ctrl-left"), (["\u{1B}O", "A"], "up"),
      (["\u{1B}[1", "5~"], "f5"), (["\u{1B}[", "27u"], "esc"),
    ]
  )
  mutating func whole(_ parts: [String], _ name: String) {
    for milliseconds in [1, 60, 150, 300] { #expect(events(parts, apart: milliseconds) == keys(name)) }
  }

  @Test("what comes late and is no key is taken: a paste, the focus, an answer") mutating func taken() {
    #expect(
      events(["\u{1B}", "[200~dq\u{1B}[201~", "\u{1B}", "[O"]) == keys("esc") + [.paste("dq")] + keys("esc") + [
        .focus(false)
      ]
    )
    _ = events(["\u{1B}", "]11;rgb:ff/00/00\u{7}", "\u{1B}", "[?997;2n"])
    #expect(decoder.takeAnswers() == [.background(.rgb(255, 0, 0)), .appearance(isDark: false)])
  }

  @Test("a lone Escape acts at once") mutating func lone() {
    #expect(decoder.decode([.byte(0x1B)], at: now) == keys("esc"))
    #expect(decoder.deadline == nil)
    #expect(events(["q"], apart: 1) == keys("q"))
  }

  @Test(
    "keys that are no tail are keys, all of them",
    arguments: [
      (["\u{1B}", "q"], ["esc", "q"]), (["\u{1B}", "[", "q"], ["esc", "[", "q"]), (["\u{1B}", "["], ["esc", "["]),
      (["\u{1B}", "O"], ["esc", "O"]), (["\u{1B}", "O", "b"], ["esc", "O", "b"]),
      (["\u{1B}", "]", "q"], ["esc", "]", "q"]),
      (["\u{1B}", "P", "j"], ["esc", "P", "j"]), (["\u{1B}", "[", "\u{1B}"], ["esc", "[", "esc"]),
      (["\u{1B}", "[", "é"], ["esc", "[", "é"]), (["\u{1B}", "[", "\r"], ["esc", "[", "enter"]),
      (["\u{1B}", "\u{1B}"], ["esc", "esc"]), (["\u{1B}["], ["alt-["]), (["\u{1B}O"], ["alt-O"]),
      (["\u{1B}]"], ["alt-]"]),
      (["\u{1B}", "[", "1", "é"], ["esc", "[", "1", "é"]),
    ] as [([String], [String])]
  )
  mutating func keysAfterEscape(_ parts: [String], _ names: [String]) {
    #expect(events(parts) == names.compactMap { KeyPress(name: $0).map { .key($0) } })
  }

  @Test("what comes after the time is over is keys") mutating func tooLate() {
    #expect(events(["\u{1B}", "[A"], apart: 1000) == keys("esc", "[", "A"))
    #expect(events(["\u{1B}", "O", "A"], apart: 1000) == keys("esc", "O", "A"))
    #expect(events(["\u{1B}", "[", "A"], apart: 1000) == keys("esc", "[", "A"))
  }

  @Test("while the program was busy, nothing came late") mutating func busy() {
    _ = decoder.decode([.byte(0x1B)], at: now)
    now += .seconds(2)
    decoder.excuse(.seconds(2))
    #expect(decoder.decode("[A".utf8.map { .byte($0) }, at: now + .milliseconds(60)) == [])
  }

  @Test("another key of the terminal's ends what was held back") mutating func otherCode() {
    _ = decoder.decode([.byte(0x1B)], at: now)
    #expect(decoder.decode([.byte(UInt8(ascii: "["))], at: now + .milliseconds(60)) == [])
    let later = now + .milliseconds(120)
    #expect(decoder.decode([.key(number: 258, name: "KEY_DOWN")], at: later) == keys("[", "down"))
  }
}
