import PolicyQuery
import Policies
import Foundation
import PolicyCore

extension Benchmark {
  /// From the bytes of the answers to the table.
  static let loading = [
    Benchmark("load/decode", "all pages of the list, read into one table") { count in
      let account = MadeAccount(.mixed, policies: count)
      let pages = (1...account.pages).map { account.page($0) }
      return Work(bytes: pages.reduce(0) { $0 + $1.count }) {
        try Unexpected.unless(try MadeAccount.table(of: pages).count == count, "policies are missing")
      }
    },
    Benchmark("load/everything", "pages read, indexed, sorted and judged, all of it kept: see its memory") { count in
      let account = MadeAccount(.mixed, policies: count)
      return Work(isOnce: true) {
        // Page by page, as they come and go.
        var tables: [PolicyTable] = []
        for page in 1...account.pages { tables.append(try MadeAccount.table(of: [account.page(page)])) }
        let table = PolicyTable(joining: tables)
        tables = []
        let fixture = try await Fixture(table)
        let findings = try await fixture.workspace.findings(on: fixture.list, draft: DraftSnapshot())
        let filter = PolicyFilter(SearchIndex(fixture.list), findings: findings.rows)
        try Unexpected.unless(try filter.rows(matching: Query()).count == count, "rows are missing")
        withExtendedLifetime((fixture, findings, filter)) {}
      }
    },
  ]
}
