import Testing

@testable import PolicyCore
@testable import PolicyQuery

struct QueryCompletionTests {
  struct Example: Sendable, CustomTestStringConvertible {
    /// What was typed, with `|` where the caret is.
    let typed: String
    let range: Range<Int>
    let texts: [String]

    init(_ typed: String, _ range: Range<Int>, _ texts: String...) {
      self.typed = typed
      self.range = range
      self.texts = texts
    }

    var testDescription: String { typed }
  }

  private func offered(_ typed: String) -> QueryCompletion? {
    let caret = typed.prefix { $0 != "|" }.count
    let rules: [RuleName] = ["trusted-unverified", "stale", "stale-regex"]
    return Query(parsing: typed.filter { $0 != "|" }).completion(at: caret, rules: rules)
  }

  @Test(arguments: [
    Example("t|", 0..<1, "type:", "trusted:"),
    Example("acme T|", 5..<6, "type:", "trusted:"),
    Example("-ty|", 1..<3, "type:"),
    Example("acceptab|", 0..<8, "accept:"),
    Example("veri|:yes", 0..<5, "verify:"),
    Example("type:|", 5..<5, "ip", "email", "domain", "unknown"),
    Example("type:E|", 5..<6, "email"),
    Example("type:e|xx", 5..<8, "email"),
    Example("type:ip,d|", 8..<9, "domain"),
    Example("type:i|,domain", 5..<6, "ip"),
    Example("-type:d| acme", 6..<7, "domain"),
    Example("trusted:|", 8..<8, "yes", "no"),
    Example("trusted:o|", 8..<9, "on", "off"),
    Example("op:p|", 3..<4, "patch", "put", "post"),
    Example("effect:n|", 7..<8, "narrows", "neutral"),
    Example("finding:|", 8..<8, "error", "danger", "warning", "notice", "any", "none"),
    Example("rule:st|", 5..<7, "stale", "stale-regex"),
    Example("modified:|", 9..<9, ">", ">=", "<", "<="),
  ])
  func `what can be typed next is offered`(example: Example) throws {
    let completion = try #require(offered(example.typed))
    #expect(completion.range == example.range)
    #expect(completion.candidates.map(\.text) == example.texts)
  }

  @Test(arguments: ["zebra|", "type:x|", "\"ty|", "nokey:|", "modified:>2|", "|-ty"])
  func `nothing is offered where nothing fits`(typed: String) {
    #expect(offered(typed) == nil)
  }

  @Test(arguments: ["|", "acme |", "-|"])
  func `every key is offered where a word may begin`(typed: String) throws {
    let completion = try #require(offered(typed))
    #expect(completion.candidates.map(\.text) == QueryKey.allCases.map { $0.rawValue + ":" })
    #expect(completion.candidates.allSatisfy { !$0.summary.isEmpty })
  }
}
