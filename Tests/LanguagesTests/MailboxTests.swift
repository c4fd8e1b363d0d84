import Testing

@testable import Languages

@Suite("Mailboxes at a host")
struct MailboxTests {
  @Test(
    "infinitely many are told from some, tags not counted",
    arguments: [
      (#".*@x\.org$"#, true), (#"^[a-z.]+@x\.org$"#, true), (#"^(?!ceo).*@x\.org$"#, true), (#"ann@x\.org"#, true),
      (#"^(ann|bob)@x\.org$"#, false), (#"^ann(\+.*)?@x\.org$"#, false), (#"^ann\+[a-z]+@x\.org$"#, false),
      (#"^a{1,9}@x\.org$"#, false), (#"^.*@y\.org$"#, false), (#"^ann[+a-z]+@x\.org$"#, true),
    ] as [(String, Bool)]
  )
  func many(expression: String, isMany: Bool) throws {
    let language = try Language(source: expression, .anywhere)
    #expect(try language.opensManyMailboxes(at: .text("x.org")) == isMany)
  }

  @Test(
    "a host at which every local part of letters is",
    arguments: [
      (#"^.*@x\.org$"#, "x.org"), (#"^[a-z]+@mail\.x\.org$"#, "mail.x.org"), (#"^[^.]+@x\.org$"#, "x.org"),
      (#"^bob@x\.org$"#, nil), (#"^[a-y]+@x\.org$"#, nil), (#"^.*@localhost$"#, nil), ("^x$", nil),
    ] as [(String, String?)]
  )
  func whole(expression: String, host: String?) throws {
    #expect(try Language(source: expression, .anywhere).wholeHost() == host)
  }
}
