@testable import Policies
import Testing

@testable import PolicyCore
@testable import PolicyQuery
@testable import Values

struct QueryParsingTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let text: String
    let conditions: [QueryTerm.Condition]

    init(_ text: String, _ conditions: QueryTerm.Condition...) {
      self.text = text
      self.conditions = conditions
    }

    var testDescription: String { text }
  }

  @Test(arguments: [
    Example(""),
    Example("   "),
    Example("acme", .word("acme")),
    Example("Acme  corp", .word("Acme"), .word("corp")),
    Example("\"acme corp\"", .word("acme corp")),
    Example("ac\"me co\"rp", .word("acme corp")),
    Example("\"acme cor", .word("acme cor")),
    Example("\"type:ip\"", .word("type:ip")),
    Example(#".*@news\.globex"#, .word(#".*@news\.globex"#)),
    Example("2001:db8::1", .word("2001:db8::1")),
    Example("dead:beef::", .word("dead:beef::")),
    Example("dead:beef::/32", .word("dead:beef::/32")),
    Example("mailto:bob@acme.example", .word("mailto:bob@acme.example")),
    Example("is_trusted_sender:true", .flag(.isTrustedSender, [true])),
    Example("pattern_type:EMAIL", .type([.email])),
    Example("https://acme.example/x", .word("https://acme.example/x")),
    Example(":ip", .word(":ip")),
    Example("type:ip", .type([.ip])),
    Example("TYPE:Ip,domain", .type([.ip, .domain])),
    Example("type:unknown", .type([.unknown])),
    Example("trusted:yes", .flag(.isTrustedSender, [true])),
    Example("accept:off", .flag(.isAcceptableSender, [false])),
    Example("acceptable:true", .flag(.isAcceptableSender, [true])),
    Example("exempt:on", .flag(.isExemptRecipient, [true])),
    Example("verify:false", .flag(.verifySender, [false])),
    Example("regex:no", .flag(.isRegex, [false])),
    Example("regex:yes,no", .flag(.isRegex, [true, false])),
    Example("op:patch,put", .operation([.patch, .put])),
    Example("op:any", .operation([.delete, .patch, .put, .post])),
    Example("op:none,post", .operation([nil, .post])),
    Example("effect:widens,unclear", .effect([.widens, .unclear])),
    Example("finding:danger", .finding([.danger])),
    Example("finding:any", .finding([.error, .danger, .warning, .notice])),
    Example("finding:none", .finding([nil])),
    Example("rule:Stale", .rule(["stale"])),
    Example("/24", .word("/24")),
    Example("203.0.113.0/24", .word("203.0.113.0/24")),
    Example("//", .word("//")),
    Example("/a\\/", .word("/a\\/")),
    Example("\"/24/\"", .word("/24/")),
    Example("/\"two words\"/", .expression(expression("two words"))),
    Example(#"/^billing@|\.org$/"#, .expression(expression(#"^billing@|\.org$"#))),
    Example("age:>7d", .age([(7 * day + 1)..<Int64.max])),
    Example("changed:<=12h,1y", .changed([Int64.min..<(day / 2 + 1), (365 * day)..<(730 * day)])),
    Example("covers:bob@x.org", .reach(ReachQuestion(.all, of: senders("bob@x.org")))),
    Example("opens:X.org,@y.org", .reach(ReachQuestion(.any, of: senders("x.org", "y.org")))),
    Example("opens:203.0.113.9/24", .reach(ReachQuestion(.any, of: senders("203.0.113.0/24")))),
    Example("covers:2001:db8::1", .reach(ReachQuestion(.all, of: senders("2001:db8::1")))),
    Example("acme type:ip -x", .word("acme"), .type([.ip]), .word("x")),
  ])
  func `words and terms are understood`(example: Example) {
    let query = Query(parsing: example.text)
    #expect(query.terms.map(\.condition) == example.conditions)
    #expect(query.mistakes.isEmpty)
    #expect(query.text == example.text)
  }

  @Test
  func `a leading minus turns any term around, and one in the middle is text`() {
    let query = Query(parsing: "-acme -type:ip -\"two words\" billing-dept \"-x\"")
    #expect(query.terms.map(\.isNegated) == [true, true, true, false, false])
    #expect(query.terms.last?.condition == .word("-x"))
    #expect(query.terms[3].condition == .word("billing-dept"))
  }

  @Test
  func `a term knows where it stands, in characters`() {
    let query = Query(parsing: "Zoë👩‍👧 -type:ip \"a b\"")
    #expect(query.terms.map(\.range) == [0..<4, 5..<13, 14..<19])
  }

  private static let day: Int64 = 86_400_000_000

  private static func expression(_ source: String) -> TextExpression {
    guard let expression = try? TextExpression(source) else { preconditionFailure("no expression: \(source)") }
    return expression
  }

  private static func senders(_ texts: String...) -> [NamedSender] { texts.compactMap { NamedSender($0) } }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let kind: QueryMistake.Kind
    let range: Range<Int>
    let says: String
    /// How many terms still hold.
    var kept = 0

    var testDescription: String { text }
  }

  @Test(arguments: [
    Mistake(text: "type:", kind: .incomplete, range: 0..<5, says: "ip, email, domain or unknown"),
    Mistake(text: "acme type:", kind: .incomplete, range: 5..<10, says: "type: takes", kept: 1),
    Mistake(text: "type:em", kind: .incomplete, range: 5..<7, says: "ip, email"),
    Mistake(text: "type:ip,", kind: .incomplete, range: 0..<8, says: "type: takes", kept: 1),
    Mistake(text: "type:ip,dom", kind: .incomplete, range: 8..<11, says: "type: takes", kept: 1),
    Mistake(text: "type:emial", kind: .wrong, range: 5..<10, says: "Did you mean email?"),
    Mistake(text: "verify:maybe acme", kind: .wrong, range: 7..<12, says: "yes or no", kept: 1),
    Mistake(text: "modified:", kind: .incomplete, range: 0..<9, says: "a date such as"),
    Mistake(text: "modified:>", kind: .incomplete, range: 9..<10, says: "a date such as"),
    Mistake(text: "modified:>20", kind: .incomplete, range: 9..<12, says: "a date such as"),
    Mistake(text: "created:2026-13", kind: .wrong, range: 8..<15, says: "2026-13 is no date"),
    Mistake(text: "created:soon", kind: .wrong, range: 8..<12, says: "soon is no date"),
    Mistake(text: "modified:>7d", kind: .wrong, range: 9..<12, says: "there is changed:>7d"),
    Mistake(text: "created:7d", kind: .wrong, range: 8..<10, says: "there is age:7d"),
    Mistake(text: "age:", kind: .incomplete, range: 0..<4, says: ">7d, <12h"),
    Mistake(text: "age:>", kind: .incomplete, range: 4..<5, says: ">7d, <12h"),
    Mistake(text: "age:>7", kind: .incomplete, range: 4..<6, says: ">7d, <12h"),
    Mistake(text: "age:7m", kind: .incomplete, range: 4..<6, says: ">7d, <12h"),
    Mistake(text: "age:7s x", kind: .wrong, range: 4..<6, says: "7s is none", kept: 1),
    Mistake(text: "age:1234567d", kind: .wrong, range: 4..<12, says: "is none"),
    Mistake(text: "covers:bob@", kind: .incomplete, range: 7..<11, says: "an address, a domain"),
    Mistake(text: "opens:x.org,nobody", kind: .incomplete, range: 12..<18, says: "a network", kept: 1),
    Mistake(text: "/(a/ b", kind: .wrong, range: 0..<4, says: "cannot be looked for", kept: 1),
    Mistake(text: #"/(a)\1/"#, kind: .wrong, range: 0..<7, says: "a back reference"),
    Mistake(text: "tpye:ip", kind: .wrong, range: 0..<7, says: "Did you mean type:?"),
    Mistake(text: "x modifed:2026", kind: .wrong, range: 2..<14, says: "Did you mean modified:?", kept: 1),
    Mistake(text: "zebra:ip", kind: .wrong, range: 0..<8, says: "There is no filter zebra:. To look for it as text"),
    Mistake(text: "-", kind: .incomplete, range: 0..<1, says: "minus"),
    Mistake(text: "acme \"", kind: .incomplete, range: 5..<6, says: "Quotes", kept: 1),
    Mistake(text: "rule:", kind: .incomplete, range: 0..<5, says: "the name of a rule"),
    Mistake(text: "effect:big,widens", kind: .wrong, range: 7..<10, says: "effect: takes", kept: 1),
  ])
  func `a mistake says where it is and what was expected, and spares the other terms`(mistake: Mistake) throws {
    let query = Query(parsing: mistake.text)
    try #require(query.mistakes.count == 1)
    #expect(query.mistakes[0].kind == mistake.kind)
    #expect(query.mistakes[0].range == mistake.range)
    #expect(query.mistakes[0].message.contains(mistake.says), "\(query.mistakes[0].message)")
    #expect(query.terms.count == mistake.kept)
    #expect(query.text == mistake.text)
  }

  @Test
  func `rules that are known make others a mistake`() {
    let rules: [RuleName] = ["stale", "trusted-unverified"]
    #expect(Query(parsing: "rule:trusted", rules: rules).mistakes.isEmpty)
    #expect(Query(parsing: "rule:trusted", rules: rules).terms.map(\.condition) == [.rule(["trusted"])])
    let wrong = Query(parsing: "rule:stael", rules: rules)
    #expect(wrong.mistakes.map(\.message) == ["There is no rule stael. Did you mean stale?"])
    #expect(wrong.isEmpty)
  }

  @Test
  func `a checked query is refused at its first mistake`() throws {
    #expect(try Query(parsing: "type:ip").checked() == Query(parsing: "type:ip"))
    let problem = #expect(throws: Problem.self) { try Query(parsing: "acme tpye:ip").checked() }
    #expect(problem?.kind == .usage)
    #expect(problem?.what.hasPrefix("The filter is not understood at character 6. There is no filter tpye:.") == true)
  }
}
