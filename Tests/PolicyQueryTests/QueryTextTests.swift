import PolicyCore
import TestSupport
import Testing
import Policies
import PolicyQuery
import Values

@Suite("A filter by one text, and by the tag of a comment")
struct QueryTextTests {
  private static let policies = PolicyList([
    .sample("p1", pattern: "Acme.example", type: .domain, comments: "SEC-1 expires:2026-03-31"),
    .sample("p2", pattern: "x.acme.example", type: .domain, comments: "acme.example"),
    .sample("p3", pattern: "other.example", type: .domain, comments: "acme.example expires:2027-01-01"),
    .sample("p4", pattern: "\u{212A}.example", type: .domain, comments: ""),
  ])

  private func ids(_ filter: String) throws -> [String] {
    try PolicyFilter.rows(of: Self.policies, query: Query(parsing: filter).checked()).map { row in
      if case .policy(let index) = row { Self.policies[index].id.text } else { "" }
    }.sorted()
  }

  @Test(
    "keeps the policies that have it",
    arguments: [
      ("pattern:acme", ["p1", "p2"]), ("pattern:ACME.example", ["p1", "p2"]), ("pattern:=Acme.example", ["p1"]),
      ("pattern:=acme.example", []), ("pattern:=K.example", []), ("pattern:=\u{212A}.example", ["p4"]),
      ("-pattern:acme", ["p3", "p4"]), ("pattern:other,=Acme.example", ["p1", "p3"]),
      ("comments:=acme.example", ["p2"]), ("comments:acme", ["p2", "p3"]), ("id:=p3", ["p3"]),
      ("id:p", ["p1", "p2", "p3", "p4"]),
      ("pattern:acme comments:sec", ["p1"]),
      ("comments:/sec-[0-9]/", ["p1"]), ("pattern:/^x\\.|^other/", ["p2", "p3"]), ("-comments:/./", ["p4"]),
      (#"comments:/"acme[.]example e{1,2}"/"#, ["p3"]), ("comments:\"/sec/\"", []),
      ("expires:2026", ["p1"]), ("expires:<2026-12", ["p1"]), ("expires:>2026", ["p3"]), ("expires:any", ["p1", "p3"]),
      ("expires:none", ["p2", "p4"]), ("-expires:none", ["p1", "p3"]), ("expires:2026-03-31,2027", ["p1", "p3"]),
    ] as [(String, [String])]
  )
  func kept(filter: String, ids: [String]) throws {
    #expect(try self.ids(filter) == ids)
  }

  @Test(
    "by the domain that a pattern ends in",
    arguments: [
      ("domain:acme.example", ["p1", "p2"]), ("domain:@ACME.example", ["p1", "p2"]), ("domain:x.acme.example", ["p2"]),
      ("domain:me.example", []), ("domain:none", []), ("-domain:acme.example", ["p3", "p4"]),
      ("domain:acme.example,other.example", ["p1", "p2", "p3"]),
    ] as [(String, [String])]
  )
  func domain(filter: String, ids: [String]) throws {
    #expect(try self.ids(filter) == ids)
  }

  @Test(
    "the domain is the end of the pattern's text, expressions included",
    arguments: [
      ("bob@Mail.Acme.com", false, "mail.acme.com"), ("acme.com", false, "acme.com"), (".acme.com", false, "acme.com"),
      (#".*@(mail\.)?acme\.com$"#, true, "acme.com"), (#"(a|b)\.com"#, true, nil), (".*", true, nil),
      ("acme", false, nil), ("198.51.100.7", false, nil), ("", false, nil), ("x@acme.com.", false, nil),
      ("bob@münchen.example", false, "münchen.example"),
    ] as [(String, Bool, String?)]
  )
  func named(pattern: String, isExpression: Bool, name: String?) {
    #expect(NamedDomain.name(in: Array(pattern.utf8)[...], isExpression: isExpression) == name)
  }

  @Test(
    "what is not there yet is a mistake",
    arguments: ["pattern:", "pattern:=", "comments:/(/", "expires:", "expires:soon", "expire:2026"]
  )
  func mistakes(filter: String) {
    #expect(throws: Problem.self) { try Query(parsing: filter).checked() }
  }
}
