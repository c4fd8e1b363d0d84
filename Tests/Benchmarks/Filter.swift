import PolicyQuery
import Policies
import PolicyCore

extension Benchmark {
  /// What a person types into the filter line, and what makes it ready.
  static let filtering = [
    Benchmark("filter/open", "a list made ready to be filtered, in the usual order") { count in
      let list = PolicyList(try MadeAccount(.mixed, policies: count).table())
      return Work {
        let rows = try PolicyFilter.rows(of: list)
        try Unexpected.unless(rows.count == count, "rows are missing")
      }
    },
    typing("filter/words", "one key of two words", "user4 SEC-12"),
    typing("filter/terms", "one key of a word and two terms", "trusted:yes verify:no vendor1"),
    asking("filter/expression", "an expression with a piece that a text must have", "/user4.*[0-9]@/"),
    asking("filter/broad", "an expression that any text may match", "/^u.*[0-9]$/"),
    asking("filter/reach", "what patterns open, once that was found out", "opens:vendor1.example"),
    opening("filter/reach-first", "what patterns open, for the first time", .mixed),
    opening("filter/reach-expressions", "the same among expressions only", .expressions),
    typing("filter/findings", "one key of a term that asks for findings", "finding:danger"),
  ]

  private static func asking(_ name: String, _ what: String, _ text: String) -> Benchmark {
    Benchmark(name, what) { count in
      let filter = PolicyFilter(SearchIndex(try await Fixture(.mixed, policies: count).list))
      let query = Query(parsing: text)
      return Work {
        let rows = try filter.rows(matching: query)
        try Unexpected.unless(rows.count < count, "rows are too many")
      }
    }
  }

  /// The expressions are judged before, as they are in a list on the screen.
  private static func opening(_ name: String, _ what: String, _ shape: MadeAccount.Shape) -> Benchmark {
    Benchmark(name, what) { count in
      let fixture = try await Fixture(shape, policies: count)
      let policies = PolicySet(fixture.list)
      guard let named = NamedSender("vendor1.example") else { throw Unexpected("no domain") }
      let question = ReachQuestion(.any, of: [named])
      _ = try policies.answer(to: question)
      return Work {
        try Unexpected.unless(try policies.answer(to: question).count < count, "too much is opened")
      }
    }
  }

  private static func typing(_ name: String, _ what: String, _ text: String) -> Benchmark {
    Benchmark(name, what) { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let findings = try await fixture.workspace.findings(on: fixture.list, draft: DraftSnapshot())
      let filter = PolicyFilter(SearchIndex(fixture.list), findings: findings.rows)
      let typed = text.indices.map { String(text[...$0]) }
      return Work(times: typed.count) {
        for line in typed {
          let rows = try filter.rows(matching: Query(parsing: line))
          try Unexpected.unless(rows.count <= count, "rows are too many")
        }
      }
    }
  }
}
