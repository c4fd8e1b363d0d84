import TestSupport
import Testing

@testable import Mail

@Suite("Files of many messages")
struct MboxTests {
  private func sections(_ text: String, inPiecesOf size: Int = .max) -> [String] {
    var reader = MboxReader()
    var sections: [String] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: min(size, max(1, bytes.count))) {
      reader.read(Array(bytes[start...].prefix(size))) { sections.append(String(decoding: $0, as: UTF8.self)) }
    }
    reader.finish { sections.append(String(decoding: $0, as: UTF8.self)) }
    return sections
  }

  @Test("messages begin at their lines, and at nothing that only looks like one")
  func messages() {
    let text = """
      From ann@acme.example Fri Nov 27 21:00:00 2026
      From: a@x.example
      \tfolded

      >From bob@acme.example Fri Nov 27 21:00:00 2026

      From here on it is text.
      From bob@acme.example Fri Nov 27 21:00:00 2026

      From - Fri Nov 27 21:01:00 2026
      From: b@x.example

      From 12@xxx Fri Nov 27 21:02:00 +0000 2026
      From: c@x.example
      """
    let expected = ["From: a@x.example\n\tfolded\n", "From: b@x.example\n", "From: c@x.example"]
    #expect(sections(text) == expected)
    for size in 1...40 { #expect(sections(text, inPiecesOf: size) == expected, "pieces of \(size)") }
    #expect(sections(text.replacing("\n", with: "\r\n")) == expected.map { $0.replacing("\n", with: "\r\n") })
  }

  @Test("what stands before the first message is none")
  func before() {
    #expect(sections("From: a@x.example\n\nFrom x Fri Nov 27 21:01:00 2026\n\n").count == 1)
    #expect(sections("").isEmpty)
    #expect(MboxReader.isMbox(Array("From x".utf8)))
    #expect(!MboxReader.isMbox(Array("From: x".utf8)))
  }

  @Test("a header without an end does not fill the memory, and is not read by halves")
  func bounded() {
    let line = "X: " + String(repeating: "y", count: 997) + "\n"
    let text = "From x Fri Nov 27 21:01:00 2026\nFrom: a@x.example\n" + String(repeating: line, count: 2000)
    let found = sections(text, inPiecesOf: 4096)
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.utf8.count <= 2 * HeaderSection.mostBytes + 2 })
    let message = found.first.map { MailMessage(header: Array($0.utf8)[...], trusting: TrustedServers([])) }
    #expect(message?.from.reason?.contains("more than is read") == true)
  }

  @Test("however a file is cut, its messages are the same")
  func loop() {
    var random = SeededGenerator.announced("mbox in pieces")
    let pieces = [
      "From ", "x 21:00:00 2026", "\n", "\r\n", "\n\n", "From: a@x.example", ">", ":", "\r", " ", "body",
      "From x Fri Nov 27 21:00:00 2026\n", "Received: by x\n",
    ]
    for _ in 0..<300 {
      let text = random.text(of: pieces, upTo: 40)
      let whole = sections(text)
      #expect(sections(text, inPiecesOf: Int.random(in: 1...20, using: &random)) == whole, "\(text.debugDescription)")
    }
  }
}
