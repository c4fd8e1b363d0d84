import Canvas
import Testing

@testable import Terminal

@Suite("Input decoding") struct InputDecoderTests {
  @Test(
    "bytes are keys",
    arguments: [
      ("a", "a"), ("G", "G"), (" ", "space"), ("\r", "enter"), ("\n", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"),
      ("\u{8}", "ctrl-h"), ("\u{0}", "ctrl-space"), ("\u{1}", "ctrl-a"), ("\u{1A}", "ctrl-z"), ("\u{1F}", "ctrl-_"),
      ("\u{1C}", "ctrl-\\"), ("\u{1B}", "esc"), ("\u{1B}x", "alt-x"), ("\u{1B}\u{7F}", "alt-backspace"),
      ("\u{1B}é", "alt-é"), ("é", "é"), ("日", "日"),
      ("👍", "👍"), ("\u{1B}OM", "enter"), ("\u{1B}Ou", "5"),
    ]
  )
  func single(_ input: String, _ name: String) {
    #expect(decode(input) == keys(name))
  }

  @Test("Escape twice is Escape twice") func escapes() {
    #expect(decode("\u{1B}\u{1B}") == keys("esc", "esc"))
  }

  @Test("a character may come in pieces") func pieces() {
    var decoder = InputDecoder()
    let parts = Array("日".utf8)
    #expect(decoder.decode([.byte(parts[0])]) == [])
    #expect(decoder.decode([.byte(parts[1])]) == [])
    #expect(decoder.decode([.byte(parts[2]), .byte(UInt8(ascii: "q"))]) == keys("日", "q"))
  }

  @Test(
    "bytes that are not UTF-8 are dropped, and what follows is not",
    arguments: [[0xFF], [0xC3], [0xE6, 0x97], [0x80, 0xBF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC2, 0x9B]] as [[UInt8]]
  )
  func invalid(_ junk: [UInt8]) {
    var decoder = InputDecoder()
    #expect(decoder.decode(junk.map { .byte($0) } + [.byte(UInt8(ascii: "q"))]) == keys("q"))
  }

  @Test(
    "sequences that nobody asked for are swallowed whole",
    arguments: [
      "\u{1B}]11;rgb:1c1c/1c1c/2424\u{7}", "\u{1B}]11;rgb:1c1c/1c1c/2424\u{1B}\\", "\u{1B}[?64;1;2c", "\u{1B}[[A",
      "\u{1B}[1;9A", "\u{1B}[99~", "\u{1B}[2;5A", "\u{1B}[M !!",
      "\u{1B}[<0;1;1", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}Oz",
    ]
  )
  func swallowed(_ sequence: String) {
    #expect(decode(sequence) == [])
    if !sequence.hasSuffix("1;1") { #expect(decode(sequence + "q") == keys("q")) }
  }

  @Test(
    "the terminal's answer about its background is read",
    arguments: [
      ("\u{1B}]11;rgb:1c1c/8080/ffff\u{7}", .rgb(0x1C, 0x80, 0xFF)), ("\u{1B}]11;rgb:0/8/f\u{1B}\\", .rgb(0, 136, 255)),
      ("\u{1B}]11;rgba:ff/00/7f/80\u{7}", .rgb(255, 0, 127)), ("\u{1B}]11;rgb:12/34\u{7}", nil),
      ("\u{1B}]11;rgb:zz/00/00\u{7}", nil), ("\u{1B}]10;rgb:00/00/00\u{7}", nil),
    ] as [(String, Color?)]
  )
  func background(_ answer: String, _ color: Color?) {
    var decoder = InputDecoder()
    #expect(decoder.decode(bytes(answer)) == [])
    #expect(decoder.takeAnswers() == (color.map { [.background($0)] } ?? []))
    #expect(decoder.takeAnswers() == [])
  }

  @Test("an answer that is broken off does not keep the keyboard for ever") func brokenAnswer() {
    var decoder = InputDecoder()
    let start = ContinuousClock.now
    #expect(decoder.decode(bytes("\u{1B}]11;rg"), at: start) == [])
    #expect(decoder.decode(bytes("q"), at: start + .seconds(3)) == keys("q"))
  }

  @Test("a paste is one event, whatever is in it, with line feeds at its line ends") func paste() {
    var decoder = InputDecoder()
    let inside = bytes("a\r\nb\rdq\u{1B}x 日") + [.key(number: 259, name: "KEY_UP")]
    #expect(
      decoder.decode([.pasteBegins] + inside + [.pasteEnds, .byte(UInt8(ascii: "j"))]) == [.paste("a\nb\ndq\u{1B}x 日")]
        + keys("j")
    )
  }

  @Test("a paste may come in pieces") func pasteInPieces() {
    var decoder = InputDecoder()
    #expect(decoder.decode([.pasteBegins] + bytes("abc")) == [])
    #expect(decoder.decode(bytes("def") + [.pasteEnds]) == [.paste("abcdef")])
  }

  @Test("a paste whose brackets come as single bytes is a paste all the same") func bracketsAsBytes() {
    var decoder = InputDecoder()
    #expect(decoder.decode(bytes("\u{1B}[20")) == [])
    #expect(decoder.decode(bytes("0~one two\u{1B}[2")) == [])
    #expect(decoder.decode(bytes("01~q")) == [.paste("one two")] + keys("q"))
  }

  @Test(
    "sequences that terminfo does not know are keys",
    arguments: [
      ("\u{1B}[A", "up"), ("\u{1B}[1;5D", "ctrl-left"), ("\u{1B}[3~", "delete"), ("\u{1B}[3;2~", "shift-delete"),
      ("\u{1B}[15~", "f5"), ("\u{1B}[1;2P", "shift-f1"), ("\u{1B}[Z", "shift-tab"), ("\u{1B}OH", "home"),
      ("\u{1B}OS", "f4"), ("\u{1B}[1;8F", "ctrl-alt-shift-end"),
    ]
  )
  func sequences(_ input: String, _ name: String) {
    #expect(decode(input) == keys(name))
  }

  @Test("a paste whose end is lost does not keep the keyboard for ever") func lostEnd() {
    var decoder = InputDecoder()
    let start = ContinuousClock.now
    #expect(decoder.decode([.pasteBegins] + bytes("abc"), at: start) == [])
    #expect(decoder.decode(bytes("q"), at: start + .seconds(3)) == [.paste("abc")] + keys("q"))
  }

  @Test(
    "numbers of ncurses are keys",
    arguments: [
      (258, "KEY_DOWN", "down"), (259, "KEY_UP", "up"), (263, "KEY_BACKSPACE", "backspace"), (265, "KEY_F(1)", "f1"),
      (276, "KEY_F(12)", "f12"), (277, "KEY_F(13)", "shift-f1"), (293, "KEY_F(29)", "ctrl-f5"),
      (330, "KEY_DC", "delete"),
      (338, "KEY_NPAGE", "pgdn"), (343, "KEY_ENTER", "enter"), (353, "KEY_BTAB", "shift-tab"),
      (393, "KEY_SLEFT", "shift-left"),
      (550, "kLFT5", "ctrl-left"), (553, "kLFT5", "ctrl-left"), (571, "kUP3", "alt-up"), (572, "kUP6", "ctrl-shift-up"),
      (600, "kDN", "shift-down"), (601, "kEND7", "ctrl-alt-end"),
    ] as [(Int32, String, String)]
  )
  func numbers(_ number: Int32, _ name: String, _ press: String) {
    var decoder = InputDecoder()
    #expect(decoder.decode([.key(number: number, name: name)]) == keys(press))
  }

  @Test(
    "numbers without a meaning are nothing",
    arguments: [(400, "KEY_SUNDO"), (700, "kFOO5"), (701, "kLFT9"), (702, "")] as [(Int32, String)]
  )
  func meaningless(_ number: Int32, _ name: String) {
    var decoder = InputDecoder()
    #expect(decoder.decode([.key(number: number, name: name)]) == [])
  }

  @Test("Escape before a key or a click is Escape") func escapeFirst() {
    var decoder = InputDecoder()
    #expect(decoder.decode([.byte(27), .key(number: 258, name: "KEY_DOWN")]) == keys("esc", "down"))
  }

  @Test(
    "the mouse reports clicks and the wheel, and nothing for motion",
    arguments: [
      (0x2, .press(.left), []), (0x4, .press(.left), []), (0x1, .release(.left), []), (0x10000, .wheelUp, []),
      (0x200000, .wheelDown, []), (0x2 | 0x2000000, .press(.left), .ctrl), (0x0800, .press(.right), []),
    ] as [(UInt32, MouseEvent.Kind, Modifiers)]
  )
  func mouse(_ state: UInt32, _ kind: MouseEvent.Kind, _ modifiers: Modifiers) {
    var decoder = InputDecoder()
    let place = Position(row: 3, column: 40)
    let events = decoder.decode([.mouse(MouseReport(row: 3, column: 40, state: state))])
    #expect(events == [.mouse(MouseEvent(kind, at: place, modifiers: modifiers))])
    #expect(decoder.decode([.mouse(MouseReport(row: 3, column: 40, state: 0x10000000))]) == [])
  }

  @Test("whatever comes, the decoder ends where keys are keys again") func seededFuzz() {
    let interesting: [UInt8] = [
      0x1B, 0x5B, 0x5D, 0x4F, 0x50, 0x07, 0x5C, 0x3B, 0x31, 0x7E, 0x80, 0xC3, 0xE6, 0xFF, 0x71, 0x0D,
    ]
    for seed in UInt64(1)...200 {
      var state = seed
      func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33)
      }
      var decoder = InputDecoder()
      let start = ContinuousClock.now
      for turn in 0..<20 {
        var codes: [InputCode] = []
        for _ in 0..<next() % 6 {
          switch next() % 12 {
          case 0: codes.append(.pasteBegins)
          case 1: codes.append(.pasteEnds)
          case 2: codes.append(.key(number: Int32(250 + next() % 400), name: "kUP5"))
          default: codes.append(.byte(interesting[next() % interesting.count]))
          }
        }
        _ = decoder.decode(codes, at: start + .milliseconds(turn))
      }
      let last = decoder.decode(bytes("q"), at: start + .seconds(5)).last
      #expect(last == keys("q").last, "seed \(seed)")
    }
  }
}
