import PolicyQuery
import PolicyCore
import Synchronization

extension Benchmark {
  /// One benchmark a column.
  static let sorting = PolicyQuery.SortOrder.Column.allCases.map { column in
    Benchmark("sort/\(column.rawValue)", "all rows sorted by another column") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let findings = try await fixture.workspace.findings(on: fixture.list, draft: DraftSnapshot())
      let index = SearchIndex(fixture.list)
      // The last order is remembered, so each run asks for the other direction.
      let isAscending = Mutex(false)
      return Work {
        let direction = isAscending.withLock { value in
          value.toggle()
          return value
        }
        let order = PolicyQuery.SortOrder([.init(column, isAscending: direction)])
        let rows = try PolicyFilter(index, findings: findings.rows, order: order).rows(matching: Query())
        try Unexpected.unless(rows.count == count, "rows are missing")
      }
    }
  }
}
