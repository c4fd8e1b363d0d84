import Testing
import Values

@testable import Mail

@Suite("Parts of a message as people write them")
struct TypedMessageTests {
  @Test(
    "each part is read",
    arguments: [
      (.from, " Ann <ann@ACME.example> ", ["ann@acme.example"]),
      (.from, "a@x.example, b@x.example", ["a@x.example", "b@x.example"]),
      (.envelopeFrom, "<>", [""]), (.envelopeFrom, "<a@x.example>", ["a@x.example"]),
      (.envelopeFrom, "a@x.example", ["a@x.example"]),
      (.replyTo, "a@x.example", ["a@x.example"]), (.ip, "198.51.100.7", ["198.51.100.7"]),
      (.ip, "::ffff:198.51.100.7", ["198.51.100.7"]), (.helo, "MX.Vendor.example.", ["mx.vendor.example"]),
      (.to, "phish@acme.example", ["phish@acme.example"]), (.authentication, "PASS", ["pass"]),
      (.authentication, "fail", ["fail"]),
    ] as [(MailMessage.Field, String, [String])]
  )
  func read(field: MailMessage.Field, text: String, expected: [String]) throws {
    var message = MailMessage()
    #expect(message.lacks(field))
    try message.set(field, to: text)
    #expect(message.texts(of: field) == expected)
    try message.set(field, to: " ")
    #expect(message.lacks(field))
  }

  @Test(
    "what is none is refused, and the part stays what it was",
    arguments: [
      (.from, "ann"), (.from, "<>"), (.from, "ann@."), (.from, "ann@x.."), (.envelopeFrom, "ann"),
      (.envelopeFrom, "a@x.example, b@x.example"),
      (.ip, "010.1.1.1"),
      (.ip, "198.51.100.0/24"), (.helo, "mx vendor"), (.authentication, "yes"), (.to, "a@x.example b@x.example"),
    ] as [(MailMessage.Field, String)]
  )
  func refused(field: MailMessage.Field, text: String) {
    var message = MailMessage()
    #expect(throws: TypedPartProblem.self) { try message.set(field, to: text) }
    #expect(message == MailMessage())
  }
}
