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
    typing("filter/expression", "one key of an expression and a word", "/user4.*SEC/ vendor1"),
    typing("filter/broad", "one key of an expression that any text may match", "/^u.*[0-9]$/"),
    typing("filter/reach", "one key of what a pattern opens", "opens:vendor1.example"),
    typing("filter/findings", "one key of a term that asks for findings", "finding:danger"),
  ]

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
