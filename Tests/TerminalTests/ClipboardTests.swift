import Testing

@testable import Terminal

@Suite("Clipboard and titles") struct ClipboardTests {
  @Test(
    "base64 is as RFC 4648 has it",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("é", "w6k=")]
  )
  func base64(_ text: String, _ encoded: String) {
    #expect(Clipboard.base64(Array(text.utf8)) == encoded)
  }

  @Test("a text goes out as OSC 52, and one that is too long does not") func sequence() {
    #expect(Clipboard.sequence(for: "foo") == "\u{1B}]52;c;Zm9v\u{7}")
    #expect(Clipboard.sequence(for: String(repeating: "x", count: Clipboard.limit)) != nil)
    #expect(Clipboard.sequence(for: String(repeating: "x", count: Clipboard.limit + 1)) == nil)
  }

  @Test(
    "padding of terminfo is not printed",
    arguments: [("a$<5>b", "ab"), ("$<20/>x$<3*>", "x"), ("plain$", "plain$"), ("$<open", "$<open")]
  )
  func delays(_ sequence: String, _ sent: String) {
    #expect(TerminalOutput.withoutDelays(sequence) == sent)
  }

  @Test(
    "every refusal says what to do",
    arguments: [
      TerminalError.notATerminal(stream: "Standard input"), .unknownTerminal(name: ""), .unknownTerminal(name: "x"),
      .cannotMoveCursor(name: "dumb"), .system(call: "eventfd", code: 24),
    ]
  )
  func errors(_ error: TerminalError) {
    #expect(error.description.count > 60)
    #expect(["Use", "Set", "Start", "trying again"].contains { error.description.contains($0) })
  }
}
