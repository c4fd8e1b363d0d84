import PolicyCore
import PolicyQuery

extension Benchmark {
  /// One benchmark for each thing that policies are counted by.
  static let counting = FrequencyDimension.allCases.map { dimension in
    Benchmark("frequencies/\(dimension.rawValue)", "all rows counted by what they have in common") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let findings = try await fixture.workspace.findings(on: fixture.list, draft: DraftSnapshot())
      let request = FrequencyRequest(
        dimension,
        of: try PolicyFilter(SearchIndex(fixture.list)).rows(matching: Query()),
        draft: DraftSnapshot(),
        findings: findings,
        ticket: .own(try TextExpression("[A-Z]+-[0-9]+"))
      )
      return Work {
        try Unexpected.unless(request.count()?.all.isEmpty == false, "nothing was counted")
      }
    }
  }
}
