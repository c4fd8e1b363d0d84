import Glibc
import Testing

@testable import Terminal

/// Keys by number, modes and titles in a real pseudo-terminal.
@Suite("The terminal's modes") struct KeyboardProtocolTests {
  private let taken = "\u{1B}[>5u"
  private let back = "\u{1B}[<u"
  private let left = "\u{1B}[?1049l"

  private func started(_ term: String = "xterm-256color") throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(term: term)
    try terminal.wait(for: "first picture") { terminal.text.contains("driver") && !terminal.log.isEmpty }
    return terminal
  }

  /// One that has answered that it knows kitty's protocol.
  private func answered() throws -> PseudoTerminal {
    let terminal = try started()
    try terminal.wait(for: "question") { terminal.text.contains("\u{1B}[?u") }
    try terminal.type("\u{1B}[?0u")
    try terminal.wait(for: "keyboard taken") { terminal.text.contains(taken) }
    return terminal
  }

  private func count(_ text: String, _ terminal: PseudoTerminal) -> Int { terminal.text.ranges(of: text).count }

  @Test("a terminal that answers tells keys by number until the screen is left") func asked() throws {
    let terminal = try answered()
    for (bytes, line) in [
      ("\u{1B}[106u", "key j"), ("\u{1B}[27u", "key esc"), ("\u{1B}[13;2u", "key shift-enter"),
      ("\u{1B}[27;5;97~", "key ctrl-a"), ("\u{1B}[57420u", "key down"), ("\u{1B}[1;129A", "key up"),
    ] {
      try terminal.type(bytes)
      try terminal.wait(forLog: line)
    }
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    let end = try #require(terminal.text.ranges(of: back).last)
    #expect(terminal.text[end.upperBound...].contains(left))
    #expect(count(back, terminal) == 1)
  }

  @Test("nothing is taken where nothing is answered, and so nothing is given back") func unanswered() throws {
    let terminal = try started()
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(count(taken, terminal) + count(back, terminal) == 0)
  }

  @Test("a crash gives the keyboard back, if it was taken", arguments: [true, false]) func crash(_ isTaken: Bool) throws
  {
    let terminal = try isTaken ? answered() : started()
    try terminal.type("A")
    #expect(try terminal.end() == -SIGABRT)
    try terminal.wait(for: "end of the alternate screen") { terminal.text.hasSuffix("restored.\r\n") }
    #expect(count(back, terminal) == (isTaken ? 1 : 0))
  }

  @Test(
    "after a child, a suspension and a stop from outside, title and modes are set anew",
    arguments: ["e", "z", "STOP"]
  )
  func again(_ how: String) throws {
    let terminal = try answered()
    try terminal.type("t")
    try terminal.wait(for: "title") { terminal.text.contains("]2;a title") }
    try terminal.type("l")
    try terminal.wait(for: "wish to follow") { terminal.text.contains("[?2031h") }
    if how == "STOP" {
      terminal.signal(SIGSTOP)
      terminal.signal(SIGCONT)
    } else {
      try terminal.type(how)
    }
    try terminal.wait(for: "all of it again") {
      ["]2;a title", "[?2031h", "[?1004h", "[?2004h", "\u{1B}[?u"].allSatisfy { count($0, terminal) == 2 }
    }
    #expect(count(back, terminal) == 1)
    try terminal.type("\u{1B}[?0u")
    try terminal.wait(for: "keyboard again") { count(taken, terminal) == 2 }
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(count(back, terminal) == 2)
    #expect(terminal.hasModesOfBefore)
  }

  @Test("an Escape whose tail comes later runs no command") func late() throws {
    let terminal = try started()
    try terminal.type("\u{1B}")
    try terminal.wait(forLog: "key esc")
    try terminal.type("[?62;22c")
    try terminal.type("j")
    try terminal.wait(forLog: "key j")
    #expect(terminal.log.dropFirst() == ["key esc", "key j"])
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("what is held back is handed out when nothing follows") func held() throws {
    let terminal = try started()
    try terminal.type("\u{1B}")
    try terminal.wait(forLog: "key esc")
    try terminal.type("[")
    try terminal.wait(forLog: "key [")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("seven keys in one write are keys, eight are a burst") func bursts() throws {
    let terminal = try started()
    try terminal.type("jkdurxG")
    try terminal.wait(forLog: "key G")
    try terminal.type("jkdurxGi")
    try terminal.wait(forLog: "burst jkdurxGi")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("a change between dark and light is told") func appearance() throws {
    let terminal = try started()
    try terminal.type("\u{1B}[?997;2n")
    try terminal.wait(forLog: "appearance(isDark: false)")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test("a notice goes to the desktop") func notice() throws {
    let terminal = try started()
    try terminal.type("n")
    try terminal.wait(for: "notice") { terminal.text.contains("\u{1B}]9;a notice\u{7}") }
    try terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test(
    "a terminal without a description here is drawn as xterm is",
    arguments: ["xterm-ghostty", "foot", "no-such-term"]
  )
  func unknown(_ term: String) throws {
    let terminal = try started(term)
    #expect(terminal.log.first == "ready 256")
    try terminal.type("\u{1B}OA")
    try terminal.wait(forLog: "key up")
    try terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(terminal.hasModesOfBefore)
  }

  @Test(
    "the package of a description is named",
    arguments: [
      ("xterm-kitty", "kitty-terminfo"), ("foot", "foot-terminfo"), ("foot-direct", "foot-terminfo"),
      ("xterm-ghostty", "ncurses-term"), ("footloose", "ncurses-term"),
    ]
  )
  func package(_ terminal: String, _ name: String) { #expect(DescriptionPackage(terminal: terminal).name == name) }

  @Test("a program takes a text whole, or has not taken it") func programs() throws {
    #expect(ClipboardPrograms.run(["sh", "-c", "[ \"$(cat)\" = 'a text' ]"], input: "a text"))
    #expect(!ClipboardPrograms.run(["sh", "-c", "exit 3"], input: "a text"))
    #expect(!ClipboardPrograms.run(["/no/such/program"], input: "a text"))
    #expect(!ClipboardPrograms.run(["sleep", "60"], input: "a text", patience: .milliseconds(20)))
    #expect(ClipboardPrograms(environment: [:]).copy("a text") == ClipboardPrograms.Outcome())
  }
}
