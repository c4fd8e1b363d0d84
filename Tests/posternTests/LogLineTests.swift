import Foundation
import Testing

@testable import postern

@Suite("A line of the log")
struct LogLineTests {
  private func text(_ fields: KeyValuePairs<String, String?>) -> String {
    LogLine(level: .info, event: "exchange", fields: fields)
      .text(at: Date(timeIntervalSince1970: 1_790_000_000.25), process: 42)
  }

  @Test("it has the time in UTC, the level, the process, the event, and the particulars that there are")
  func parts() {
    #expect(
      text(["method": "GET", "status": nil, "path": "/a/b", "ms": "12"])
        == "2026-09-21T14:13:20.250Z info 42 exchange method=GET path=/a/b ms=12\n"
    )
  }

  @Test(
    "a value ends where it ends, and holds nothing that a terminal would act on",
    arguments: [
      ("plain", "plain"), ("", "\"\""), ("two words", "\"two words\""), ("a=b", "\"a=b\""),
      ("say \"no\"", #""say \"no\"""#), (#"back\slash"#, #""back\\slash""#),
      ("a\nb", #""a\u{A}b""#), ("a\r\nb", #""a\u{D}\u{A}b""#), ("\u{1B}[2J", #"\u{1B}[2J"#), ("\u{0}", #"\u{0}"#),
      ("a\u{202E}b", #"a\u{202E}b"#), ("a\u{2028}b", #""a\u{2028}b""#), ("\u{9B}31m", #"\u{9B}31m"#), ("grün", "grün"),
    ]
  )
  func values(value: String, written: String) {
    #expect(text(["key": value]).hasSuffix(" exchange key=\(written)\n"))
  }

  @Test("a value that is too long is cut, so that a line stays one write")
  func long() {
    let line = text(["key": String(repeating: "x", count: 1_000_000)])
    #expect(line.utf8.count < 2200)
    #expect(line.hasSuffix("x…\n"))
  }

  @Test("each level has all that is before it")
  func levels() {
    #expect(LogLevel.allCases.sorted() == [.off, .error, .info, .debug])
  }
}
