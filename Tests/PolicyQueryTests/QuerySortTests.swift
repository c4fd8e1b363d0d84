import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyQuery

struct QuerySortTests {
  private func ids(_ policies: [AllowPolicy], _ keys: [SortOrder.Key], _ findings: [Finding] = []) throws -> [String] {
    let list = PolicyList(policies)
    let rows = try PolicyFilter.rows(
      of: list,
      order: SortOrder(keys),
      findings: RowFindings(findings, in: list)
    )
    return rows.indices.map { rows.id(at: $0).text }
  }

  private func stamped(_ stamps: [String?]) -> [AllowPolicy] {
    stamps.enumerated().map { index, stamp in
      AllowPolicy(id: PolicyID("\(index)"), fields: PolicyFields(), createdAt: stamp, modifiedAt: stamp)
    }
  }

  @Test
  func `moments are ordered whatever their fractions and offsets`() throws {
    let policies = stamped([
      "2026-08-14T09:12:00.5Z", "2026-08-14T09:12:00Z", nil, "2026-08-14T09:12:00.123456Z",
      "2026-08-14T10:12:00.2+01:00",
      "2026-08-14T09:12:01Z", "nonsense",
    ])
    let ascending = ["2", "6", "1", "3", "4", "0", "5"]
    #expect(try ids(policies, [.init(.modified, isAscending: true)]) == ascending)
    #expect(try ids(policies, [.init(.created, isAscending: true)]) == ascending)
    #expect(try ids(policies, SortOrder.standard.keys) == ["5", "0", "4", "3", "1", "2", "6"])
  }

  @Test
  func `patterns are ordered as people order them`() throws {
    let patterns = [
      "", "10.0.0.2", "10.0.0.10", "10.0.10.1", "a", "A1", "a2.example", "A10.example", "a10.example.z", "b", "Éa",
      "éb",
    ]
    let policies = patterns.enumerated().reversed().map { index, pattern in
      AllowPolicy.sample(String(index + 10), pattern: pattern, comments: pattern)
    }
    let expected = patterns.indices.map { String($0 + 10) }
    #expect(try ids(policies, [.init(.pattern)]) == expected)
    #expect(try ids(policies, [.init(.comments)]) == expected)
    #expect(try ids(policies, [.init(.pattern, isAscending: false)]) == expected.reversed())
  }

  @Test
  func `numbers of hundreds of digits are put in some order without failing`() throws {
    let long = String(repeating: "9", count: 600)
    let policies = [
      AllowPolicy.sample("b", pattern: long + "1"), .sample("a", pattern: long), .sample("c", pattern: "000" + long),
    ]
    #expect(try ids(policies, [.init(.pattern)]) == ["a", "c", "b"])
  }

  @Test
  func `flags, types and findings are ordered, ties by the next column and at last by id`() throws {
    let policies = [
      AllowPolicy.sample("d", type: .ip, trusted: true),
      .sample("c", type: .domain, trusted: nil),
      .sample("b", type: .email, trusted: true),
      .sample("a", type: PatternType(rawValue: "HASH"), trusted: false),
    ]
    #expect(try ids(policies, [.init(.type)]) == ["c", "b", "d", "a"])
    #expect(try ids(policies, [.init(.trusted)]) == ["b", "d", "a", "c"])
    #expect(try ids(policies, [.init(.trusted), .init(.type)]) == ["b", "d", "c", "a"])
    #expect(
      try ids(policies, [.init(.trusted, isAscending: true), .init(.type, isAscending: false)]) == ["a", "c", "d", "b"]
    )
    #expect(try ids(policies, []) == ["a", "b", "c", "d"])
    let findings = [("a", FindingLevel.notice), ("c", .error), ("c", .notice), ("d", .warning)].map { id, level in
      Finding(rule: "stale", level: level, policyID: PolicyID(id), pattern: "", field: nil, message: "", why: "")
    }
    #expect(try ids(policies, [.init(.finding)], findings) == ["c", "d", "a", "b"])
  }

  @Test
  func `ids that begin alike are still told apart`() throws {
    let stem = String(repeating: "0", count: 20)
    let policies = ["9", "", "10", "1"].map { AllowPolicy.sample(stem + $0) }
    #expect(try ids(policies, [.init(.type)]) == ["", "1", "10", "9"].map { stem + $0 })
  }

  @Test
  func `choosing a column puts it first, and choosing it again turns it around`() {
    let byPattern = SortOrder.standard.choosing(.pattern)
    #expect(byPattern.keys == [.init(.pattern, isAscending: true), .init(.modified, isAscending: false)])
    #expect(byPattern.choosing(.pattern).keys.first == .init(.pattern, isAscending: false))
    #expect(byPattern.choosing(.modified).keys.map(\.column) == [.modified, .pattern])
  }

  @Test(arguments: [SortOrder.Column.pattern, .modified, .trusted])
  func `rows put among sorted ones stand where sorting everything puts them`(column: SortOrder.Column) throws {
    let seed: UInt64 = 11
    var generator = SeededGenerator(seed: seed)
    for round in 0..<40 {
      let policies = (0..<30).map { AllowPolicy.random(id: "id-\($0)", using: &generator) }
      let edits = policies.shuffled(using: &generator).prefix(8).map {
        DraftEdit.FieldEdit(
          policy: $0,
          set: PolicyFields(
            pattern: ["x1.example", "a.example", "zz.example"].randomElement(using: &generator),
            patternType: .domain,
            isRegex: false,
            isTrustedSender: Bool.random(using: &generator)
          )
        )
      }
      var draft = Draft()
      _ = try draft.apply(.edit(Array(edits)))
      let after = policies.map { policy in
        var policy = policy
        policy.fields = draft[policy.id]?.result ?? policy.fields
        return policy
      }
      let order = SortOrder([.init(column, isAscending: Bool.random(using: &generator))])
      let rows = try PolicyFilter.rows(of: PolicyList(policies), draft: draft, order: order)
      let expected = try ids(after, order.keys)
      #expect(rows.indices.map { rows.id(at: $0).text } == expected, "seed \(seed), round \(round)")
    }
  }
}
