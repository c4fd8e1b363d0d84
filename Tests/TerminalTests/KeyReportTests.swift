import Canvas
import Testing

@testable import Terminal

@Suite("Keys that are told by number") struct KeyReportTests {
  @Test(
    "kitty's protocol, with modifiers, locks and repeats",
    arguments: [
      ("27u", "esc"), ("13u", "enter"), ("9u", "tab"), ("9;2u", "shift-tab"), ("127u", "backspace"),
      ("127;3u", "alt-backspace"), ("13;5u", "ctrl-enter"), ("106u", "j"), ("97;5u", "ctrl-a"), ("97;3u", "alt-a"),
      ("97;7u", "ctrl-alt-a"), ("97:65;2u", "A"), ("49:33;2u", "!"), ("97:65;4u", "alt-A"), ("32;5u", "ctrl-space"),
      ("97;129u", "a"), ("99;133u", "ctrl-c"), ("99;69u", "ctrl-c"), ("99;197u", "ctrl-c"), ("106;1:1u", "j"),
      ("106;1:2u", "j"), ("106;:2u", "j"), ("106;;106u", "j"), ("97;2;65u", "A"), ("97;65;65u", "A"), ("233u", "é"),
      ("109;5u", "enter"), ("106;5u", "enter"), ("105;5u", "tab"), ("91;5u", "esc"), ("27;129u", "esc"),
      ("57399u", "0"), ("57408u", "9"), ("57409u", "."), ("57414u", "enter"), ("57416u", ","), ("57417u", "left"),
      ("57420;5u", "ctrl-down"), ("57423u", "home"), ("57426u", "delete"), ("57376u", "f13"), ("57398;2u", "shift-f35"),
    ]
  )
  func kitty(_ sequence: String, _ name: String) {
    #expect(decode("\u{1B}[\(sequence)") == keys(name))
  }

  @Test(
    "xterm's modifyOtherKeys",
    arguments: [
      ("27;5;106~", "enter"), ("27;5;99~", "ctrl-c"), ("27;2;13~", "shift-enter"), ("27;5;9~", "ctrl-tab"),
      ("27;3;120~", "alt-x"), ("27;2;65~", "A"), ("27;1;27~", "esc"), ("27;5;127~", "ctrl-backspace"),
      ("27;2;9~", "shift-tab"), ("27;133;99~", "ctrl-c"),
    ]
  )
  func xterm(_ sequence: String, _ name: String) {
    #expect(decode("\u{1B}[\(sequence)") == keys(name))
  }

  @Test(
    "keys with a letter or a number of their own",
    arguments: [
      ("A", "up"), ("1;1A", "up"), ("1;1:2B", "down"), ("1;5C", "ctrl-right"), ("1;129D", "left"),
      ("1;133H", "ctrl-home"),
      ("1;2F", "shift-end"), ("1;3P", "alt-f1"), ("5;1~", "pgup"), ("6;5:1~", "ctrl-pgdn"), ("3;65~", "delete"),
      ("2;2:2~", "shift-insert"), ("15;129~", "f5"), ("24;4~", "alt-shift-f12"),
    ]
  )
  func lettered(_ sequence: String, _ name: String) {
    #expect(decode("\u{1B}[\(sequence)") == keys(name))
  }

  @Test(
    "what is let go, means nothing by itself or is meant for the desktop is no key",
    arguments: [
      "106;1:3u", "1;1:3A", "3;1:3~", "13;1:3u", "57358u", "57361u", "57428u", "57441;2u", "57454u", "106;9u",
      "106;17u",
      "106;33u", "1;9A", "27;9;106~", "106;13u", "57344u", "63743u", "0u", "0;;u", "55296u", "128u", "1114112u",
    ]
  )
  func nothing(_ sequence: String) {
    #expect(decode("\u{1B}[\(sequence)") == [])
    #expect(decode("\u{1B}[\(sequence)q") == keys("q"))
  }

  @Test(
    "hostile numbers are swallowed",
    arguments: [
      "99999999999999999999u", "106;99999999999999999999u", "106;1:99999999u", "106;0u", "106;257u", "106;1:4u",
      "106;-1u", ";;;;;;;;;;u", ":::::u", "1;2;3;4u", "27;5;99999999999~", "27;5;~", "999999999;2~", "106;1;1;1u",
      "106 u", "?u", ">1u", "<u", "=5u", "?99999999999u",
    ]
  )
  func hostile(_ sequence: String) {
    let events = decode("\u{1B}[\(sequence)")
    #expect(events.count <= 1)
    #expect(decode("\u{1B}[\(sequence)q").last == keys("q").last)
  }

  @Test("a parameter without end is bounded") func endless() {
    var decoder = InputDecoder()
    var events: [InputEvent] = decoder.decode("\u{1B}[1".utf8.map { .byte($0) })
    for _ in 0..<2000 { events += decoder.decode(":99999999999999;".utf8.map { .byte($0) }) }
    events += decoder.decode("uq".utf8.map { .byte($0) })
    #expect(events.last == keys("q").last)
  }

  @Test("what an input method commits is typed") func committed() {
    #expect(decode("\u{1B}[0;;233:26085u") == keys("é", "日"))
    #expect(decode("\u{1B}[0;;27:10:106u") == keys("j"))
    #expect(decode("\u{1B}[0;5;106u") == [])
  }

  @Test("the key of the standard layout is told with the press, and is no part of it") func base() {
    let events = decode("\u{1B}[1086::106;5u")
    #expect(events == keys("ctrl-о"))
    guard case .key(let press)? = events.first else { return }
    #expect(press.onLatinLayout == KeyPress("j", .ctrl))
  }

  @Test("the terminal's answers are told") func answers() {
    var decoder = InputDecoder()
    let codes = "\u{1B}[?0u\u{1B}[?997;1n\u{1B}[?997;2n\u{1B}[?62;22c".utf8.map { InputCode.byte($0) }
    #expect(decoder.decode(codes) == [])
    #expect(
      decoder.takeAnswers() == [.keyboardProtocol(flags: 0), .appearance(isDark: true), .appearance(isDark: false)]
    )
  }

  @Test("a paste keeps no sequence: line ends that are told by number are line ends") func paste() {
    let pasted = "one\u{1B}[106;5utwo\u{1B}[27;5;106~three\u{1B}[13ufour\u{1B}[9ufive\u{1B}[A\u{1B}[31m six\u{1B}[104u"
    #expect(decode("\u{1B}[200~\(pasted)\u{1B}[201~") == [.paste("one\ntwo\nthree\nfour\tfive sixh")])
    #expect(decode("\u{1B}[200~a\u{1B}[\u{1B}[201~") == [.paste("a\u{1B}[")])
  }
}
