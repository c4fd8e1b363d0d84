import Testing

@testable import PolicyCore
@testable import PolicyQuery

@Suite("What a filter may have meant")
struct QuerySuggestionTests {
  private static let rules: [RuleName] = ["stale", "trusted-unverified", "expired"]

  @Test(arguments: [
    ("danger", "finding:danger"), ("Dangers", "finding:danger"), ("dangr", "finding:danger"),
    ("acme danger type:ip", "acme finding:danger type:ip"), ("widens", "effect:widens"), ("patch", "op:patch"),
    ("domains", "type:domain"), ("unverified", "verify:no"), ("stale", "rule:stale"), ("expired", "rule:expired"),
    ("trusted", "trusted:yes"), ("trusted-un", "rule:trusted-un"), ("\"warning\" x", "finding:warning x"),
  ])
  func `a word that is the value of a term`(typed: String, meant: String) {
    #expect(Query(parsing: typed).suggestion(rules: Self.rules)?.text == meant)
  }

  @Test(arguments: ["", "acme", "-danger", "any", "none", "finding:danger", "st", "dan", "zebra"])
  func `other words mean themselves`(typed: String) {
    #expect(Query(parsing: typed).suggestion(rules: Self.rules) == nil)
  }

  @Test(arguments: [
    ("old.example", "opens:old.example"), ("x bob@old.example y", "x opens:bob@old.example y"),
    ("@old.example", "opens:@old.example"), ("203.0.113.0/24", "opens:203.0.113.0/24"),
    ("verify:no \"old.example\"", "verify:no opens:old.example"), ("domain:old.example x", "opens:old.example x"),
  ])
  func `a word that is an address, a domain or a network asks what lets it in`(typed: String, asked: String) {
    let query = Query(parsing: typed).asOpening
    #expect(query?.text == asked)
    #expect(query?.asksForReach == true)
    #expect(query?.mistakes.isEmpty == true)
  }

  @Test(arguments: [
    "", "old", "-old.example", "old.", "bob@", "SEC-1201", "opens:old.example", "/old.example/", "a,b.org",
    "domain:none", "domain:a.org,b.org", "-domain:old.example",
  ])
  func `other words ask nothing`(typed: String) {
    #expect(Query(parsing: typed).asOpening == nil)
  }
}
