import PolicyQuery
import Policies
import PolicyCore
import Synchronization

extension Benchmark {
  /// A list that comes again: from the pages read to the rows and signs that the screen takes.
  static let refreshing = [
    refresh("refresh/same", "the list comes again as it was", changed: 0),
    refresh("refresh/changed", "the list comes again, and 100 policies are others", changed: 100),
  ]

  private static func refresh(_ name: String, _ what: String, changed: Int) -> Benchmark {
    Benchmark(name, what) { count in
      let first = try MadeAccount(.mixed, policies: count).table()
      let fixture = try await Fixture(first)
      let tables = [first, changed == 0 ? first : first.changing(min(changed, count))]
      let turn = Mutex(0)
      return Work {
        let next = turn.withLock { value in
          value += 1
          return value
        }
        fixture.server.serve(tables[next % 2])
        let list = try await fixture.workspace.loadPolicies().list
        let findings = try await fixture.workspace.findings(on: list, draft: DraftSnapshot())
        let rows = try PolicyFilter.rows(of: list, findings: findings.rows)
        try Unexpected.unless(rows.count == count, "rows are missing")
      }
    }
  }
}

extension PolicyTable {
  /// The same with another comment in some of its policies, far from each other.
  fileprivate func changing(_ some: Int) -> PolicyTable {
    var policies = Array(self)
    for number in 0..<some {
      policies[number * (count / some)].fields.comments = "changed by somebody else"
    }
    return PolicyTable(policies)
  }
}
