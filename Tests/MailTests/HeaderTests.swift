import Testing
import Values

@testable import Mail

@Suite("The header of a message")
struct HeaderTests {
  private let servers = TrustedServers(["MX.acme.example.", "mx2.acme.example"])

  private func read(_ header: String) -> MailMessage {
    MailMessage(header: Array(header.utf8)[...], trusting: servers)
  }

  @Test(
    "addresses are found among names, comments, groups, quotations and routes",
    arguments: [
      ("ann@acme.example", ["ann@acme.example"]),
      ("Ann Lee <Ann@ACME.example>", ["Ann@acme.example"]),
      ("\"Lee, Ann\" <ann@acme.example>, bob@acme.example", ["ann@acme.example", "bob@acme.example"]),
      ("=?utf-8?q?a=40evil.example?= <ann@acme.example>", ["ann@acme.example"]),
      ("\"ceo@acme.example\" <x@evil.example>", ["x@evil.example"]),
      ("ann@acme.example (ceo@vendor.example (x), \\) <y@z.example>)", ["ann@acme.example"]),
      ("ann (Ann) . lee @ acme . example", ["ann.lee@acme.example"]),
      ("\"ann\"@acme.example", ["ann@acme.example"]),
      ("\"a@b\"@acme.example", ["\"a@b\"@acme.example"]),
      ("\"a b\\\"c\"@acme.example", ["\"a b\\\"c\"@acme.example"]),
      ("<@one.example,@two.example:ann@acme.example>", ["ann@acme.example"]),
      (
        "Team: ann@acme.example, bob@acme.example;, c@acme.example",
        ["ann@acme.example", "bob@acme.example", "c@acme.example"]
      ),
      ("a@x.example; b@x.example", ["a@x.example", "b@x.example"]),
      ("ann@bücher.example", ["ann@xn--bcher-kva.example"]),
      ("root@LOCALHOST", ["root@localhost"]),
      ("x@[192.0.2.1]", ["x@[192.0.2.1]"]),
    ] as [(String, [String])]
  )
  func addresses(value: String, expected: [String]) {
    #expect(read("From: \(value)\n").from == .given(expected))
  }

  @Test(
    "what is no address makes the whole field one that cannot be told",
    arguments: [
      "Ann", "ann@", "@acme.example", "a@b@c.example", "Ann Lee ann@acme.example", "<a@x.example> <b@x.example>",
      "ann@acme.example, Bob", "<a@x.example> b@y.example", "<<a@x.example>>", "\"ann@acme.example",
      "<ann@acme.example",
    ]
  )
  func unreadable(value: String) {
    #expect(read("From: \(value)\n").from == .untold("An address in its From cannot be read."))
  }

  @Test("a field may go over several lines, and stands above the empty line")
  func folding() {
    let message = read("SUBJECT: x\r\nfrom :\r\n Ann\r\n\t<ann@acme.example>\r\n\r\nFrom: x@evil.example\r\n")
    #expect(message.from == .given(["ann@acme.example"]))
  }

  @Test("every From counts where there are several")
  func severalFrom() {
    #expect(
      read("From: a@x.example\nFrom: b@x.example, a@x.example\n").from == .given(["a@x.example", "b@x.example"])
    )
  }

  @Test("what a header does not have is not given, or cannot be told")
  func absent() {
    let message = read("From: a@x.example\nTo: undisclosed-recipients:;\n")
    #expect(message.replyTo == .notGiven)
    #expect(message.recipients == .untold("The header names no recipient."))
    #expect(message.envelopeFrom == .untold("It has no Return-Path."))
    #expect(message.ip == .untold("It has no Received line that a trusted server wrote."))
    #expect(message.passesAuthentication == .untold("It has no Authentication-Results of a trusted server."))
  }

  @Test("the envelope's sender is the topmost Return-Path; that of a bounce is the empty text")
  func returnPath() {
    #expect(read("Return-Path: <>\nReturn-Path: <a@x.example>\n").envelopeFrom == .given(""))
    #expect(read("Return-Path: a@X.example\n").envelopeFrom == .given("a@x.example"))
    #expect(read("Return-Path: x\n").envelopeFrom == .untold("Its Return-Path cannot be read."))
  }

  @Test("recipients are those of To and Cc, each once")
  func recipients() {
    let message = read("To: a@x.example\nCc: B <b@x.example>, a@x.example\nBcc: c@x.example\n")
    #expect(message.recipients == .given(["a@x.example", "b@x.example"]))
  }

  @Test("a header that is too long is not read by halves")
  func tooLong() {
    for header in [
      "From: a@x.example\n" + String(repeating: "X: y\n", count: 1001),
      "From: a@x.example\nX: " + String(repeating: "y", count: 300_000) + "\n",
    ] {
      let message = read(header)
      for field in MailMessage.Field.allCases {
        #expect(message.reason(for: field)?.contains("more than is read") == true)
      }
    }
  }

  @Test("bytes that are no UTF-8, or control characters, are no address")
  func bytes() {
    for byte in [0xFF, 0x01] as [UInt8] {
      let header = Array("From: ".utf8) + [byte] + Array("@x.example\n".utf8)
      #expect(MailMessage(header: header[...], trusting: servers).from.reason != nil)
    }
  }
}
