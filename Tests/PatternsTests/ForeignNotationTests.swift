import Testing

@testable import Patterns

@Suite("What other gateways write")
struct ForeignNotationTests {
  @Test(
    "a wildcard stands for a domain or an expression",
    arguments: [
      ("*@x.org", .domain("x.org")), ("@x.org", .domain("x.org")), ("%@x.org", .domain("x.org")),
      ("*.x.org", .domain("x.org")), (".x.org", .domain("x.org")), ("*x.org", .domain("x.org")),
      ("*@*.x.org", .expression(#"^[^@]+@[^@]+\.x\.org$"#)), ("@.x.org", .expression(#"^[^@]+@[^@]+\.x\.org$"#)),
      ("noreply*@x.org", .expression(#"^noreply[^@]*@x\.org$"#)), ("a+*@x.org", .expression(#"^a\+[^@]*@x\.org$"#)),
      ("a.%@X.org", .expression(#"^a\.[^@]*@x\.org$"#)),
    ] as [(String, ForeignNotation.Meaning)]
  )
  func meaning(text: String, meaning: ForeignNotation.Meaning) throws {
    #expect(ForeignNotation(text)?.meaning == meaning)
    if case .expression(let expression) = meaning { #expect(PatternRegex.read(expression).regex != nil) }
  }

  @Test(
    "what only looks so means nothing",
    arguments: [
      "a@x.org", "x.org", "*", "*@", "*@com", "**", "a%b.org@x.org", ".*@x.org", #".*@x\.org"#, "^*@x.org$", "", "@",
      #""*"@x.org"#, "*@x.org\n*@y.org",
    ]
  )
  func nothing(text: String) {
    #expect(ForeignNotation(text) == nil)
  }

  @Test(
    "an address that was made for one message says what stays",
    arguments: [
      ("prvs=1234a5b6c7=ann@x.org", .address("ann@x.org")), ("btv1==489040e8aa2==box@x.org", .address("box@x.org")),
      ("SRS0=HHH=TT=orig.com=ann@x.org", .address("ann@orig.com")), ("SRS1=A=b.org==HHH=TT=c.org=ann@x.org", nil),
      ("bounces+12345-abcd-user=you.com@em.x.org", .domain("em.x.org")), ("0100018f-7e2c@amazonses.com", nil),
      ("prvs=@x.org", nil),
    ] as [(String, OneTimeSender.Lasting?)]
  )
  func oneTime(text: String, lasting: OneTimeSender.Lasting?) throws {
    let sender = try #require(OneTimeSender(try EmailAddress.parse(text)))
    #expect(sender.lasting == lasting)
  }

  @Test(
    "one mailbox in several spellings",
    arguments: [
      ("Jane.Doe@gmail.com", "janedoe@gmail.com"), ("jane.doe+bank@googlemail.com", "janedoe@gmail.com"),
      ("jane.doe@x.org", nil), ("+a@gmail.com", nil),
    ] as [(String, String?)]
  )
  func mailbox(text: String, mailbox: String?) throws {
    #expect(try EmailAddress.parse(text).mailbox == mailbox)
  }
}
