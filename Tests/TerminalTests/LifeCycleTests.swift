import Glibc
import Testing

@testable import Terminal

/// Start, end and everything between, in a real pseudo-terminal.
@Suite("Life of a screen") struct LifeCycleTests {
  private func started(_ term: String = "xterm-256color") throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(term: term)
    try terminal.wait(for: "first picture") { terminal.text.contains("driver") && !terminal.log.isEmpty }
    return terminal
  }

  @Test(
    "a screen starts and ends on every terminal that can show one",
    arguments: [("xterm-256color", 256), ("xterm", 8), ("vt100", 0), ("linux", 8), ("screen", 8)]
  )
  func startAndEnd(_ term: String, _ colors: Int) throws {
    let terminal = try started(term)
    #expect(terminal.log.first == "ready \(colors)")
    #expect(!terminal.hasModesOfBefore)
    try terminal.wait(for: "wide text under LC_ALL=C") { terminal.text.contains("日本") }
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(terminal.hasModesOfBefore)
    #expect(terminal.text.contains("\u{1B}[?2004h"))
    try terminal.wait(for: "end of bracketed paste") { terminal.text.contains("\u{1B}[?2004l") }
  }

  @Test(
    "a terminal that cannot is refused, with what to do, before anything is sent",
    arguments: [
      ("dumb", "cannot move its cursor"), ("unknown", "\"unknown\""),
      (nil, "TERM is not set"),
    ] as [(String?, String)]
  )
  func refused(_ term: String?, _ reason: String) throws {
    let terminal = try PseudoTerminal(term: term)
    #expect(try terminal.end() == 2)
    try terminal.wait(for: "reason") { terminal.text.contains(reason) }
    #expect(!terminal.text.contains("\u{1B}"))
    #expect(terminal.hasModesOfBefore)
  }

  @Test(
    "a signal that asks to end is obeyed, and the terminal restored",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
  )
  func signals(_ signal: Int32) throws {
    let terminal = try started()
    terminal.signal(signal)
    #expect(try terminal.end() == 128 + signal)
    #expect(terminal.hasModesOfBefore)
    try terminal.wait(for: "end of the alternate screen") { terminal.text.contains("\u{1B}[?1049l") }
  }

  @Test(
    "a crash restores the terminal and says what happened",
    arguments: [
      ("T", SIGILL, "a trap that was asked for"), ("B", SIGILL, "a trap on another thread"),
      ("A", SIGABRT, "because of an error in itself"),
    ]
  )
  func crash(_ key: String, _ signal: Int32, _ message: String) throws {
    let terminal = try started()
    try terminal.type(key)
    let status = try terminal.end()
    // a Swift trap is SIGILL on x86-64 and SIGTRAP on arm64
    #expect(status == -signal || signal == SIGILL && status == -SIGTRAP)
    #expect(terminal.hasModesOfBefore)
    let words = "error in itself; the terminal was restored"
    try terminal.wait(for: "last words") { terminal.text.contains(words) }
    let left = try #require(terminal.text.ranges(of: "\u{1B}[?1049l").first)
    #expect(terminal.text[left.upperBound...].contains(words))
    #expect(terminal.text[left.upperBound...].contains(message))
  }

  @Test("stopped from outside and continued, it takes the terminal again") func stopped() throws {
    let terminal = try started()
    terminal.signal(SIGSTOP)
    terminal.signal(SIGCONT)
    try terminal.wait(forLog: "resumed")
    try terminal.type("j")
    try terminal.wait(forLog: "key j")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(terminal.hasModesOfBefore)
  }

  @Test("with no shell to come back to, a suspension is over at once") func suspendedAlone() throws {
    let terminal = try started()
    let shown = terminal.text.ranges(of: "\u{1B}[?1049h").count
    terminal.signal(SIGTSTP)
    try terminal.wait(for: "next picture") { terminal.text.ranges(of: "\u{1B}[?1049h").count > shown }
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(terminal.hasModesOfBefore)
  }

  @Test("a new size is drawn for") func resize() throws {
    let terminal = try started()
    terminal.resize(rows: 40, columns: 120)
    try terminal.wait(forLog: "resize 40 120")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("keys, pastes, clicks and focus arrive") func input() throws {
    let terminal = try started()
    for (bytes, line) in [
      ("\u{1B}", "key esc"), ("\u{1B}[1;5D", "key ctrl-left"), ("\u{1B}OA", "key up"), ("\u{1B}[Z", "key shift-tab"),
      ("\u{1B}x", "key alt-x"), ("é", "key é"), ("\u{1B}[15~", "key f5"), ("\u{1B}[I", "focus true"),
      ("\u{1B}[200~a\rb q\u{1B}[201~", "paste a\\u{A}b q"),
    ] {
      try terminal.type(bytes)
      try terminal.wait(forLog: line)
    }
    try terminal.type("m")
    try terminal.wait(for: "mouse reports asked for") { terminal.text.contains("1000h") }
    try terminal.type("\u{1B}[<0;6;4M\u{1B}[<0;6;4m")
    try terminal.wait(forLog: "mouse press(Canvas.MouseEvent.Button.left) 3 5")
    try terminal.type("\u{1B}[<65;1;1M")
    try terminal.wait(forLog: "mouse wheelDown 0 0")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    try terminal.wait(for: "end of mouse reports") { terminal.text.contains("1000l") }
  }

  @Test("the terminal's background is asked for, and its answer is no key") func background() throws {
    let terminal = try started()
    try terminal.type("c")
    try terminal.wait(for: "question") { terminal.text.contains("\u{1B}]11;?\u{7}") }
    try terminal.type("\u{1B}]11;rgb:1010/2020/3030\u{7}")
    try terminal.wait(forLog: "background(Canvas.Color.rgb(16, 32, 48))")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(terminal.log == ["ready 256", "key c", "background(Canvas.Color.rgb(16, 32, 48))", "key q"])
  }

  @Test("junk on the line ends nothing and hides no key") func junk() throws {
    let terminal = try started()
    try terminal.type([0xFF, 0xC3, 0x28, 0xE6, 0x97, 0x80])
    try terminal.type("\u{1B}]11;rgb:1c1c/1c1c/2424\u{7}")
    try terminal.type("j")
    try terminal.wait(forLog: "key j")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("a large paste arrives whole") func largePaste() throws {
    let terminal = try started()
    let words = (0..<3000).map { "word\($0)" }.joined(separator: " ")
    try terminal.type("\u{1B}[200~" + words + "\u{1B}[201~")
    try terminal.wait(forLog: "paste " + words)
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("another thread wakes the loop") func waking() throws {
    let terminal = try started()
    try terminal.type("W")
    try terminal.wait(forLog: "woken")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("a child has the terminal to itself, with no signal blocked") func child() throws {
    let terminal = try started()
    try terminal.type("e")
    try terminal.wait(forLog: "child exited(status: 7)")
    try terminal.wait(for: "mask of the child") { terminal.text.contains("SigBlk:\t0000000000000000") }
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(terminal.hasModesOfBefore)
  }

  @Test("when the terminal goes away, so does the program") func hangUp() throws {
    let terminal = try started()
    terminal.hangUp()
    #expect(try terminal.end() == 129)
  }
}
