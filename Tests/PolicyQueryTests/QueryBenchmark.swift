import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyQuery

/// Prints how long filtering and sorting take; it judges nothing.
///
/// Run it with `POSTERN_BENCH=1 swift test -c release -Xswiftc -enable-testing --filter QueryBenchmark`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["POSTERN_BENCH"] == "1"))
struct QueryBenchmark {
  @Test(arguments: [1_000, 10_000, 100_000])
  func `filter and sort figures`(count: Int) throws {
    let policies = Self.policies(count)
    let list = PolicyList(policies)
    report(count, "index build", runs: 5) { _ = SearchIndex(list) }
    let index = SearchIndex(list)
    report(count, "filter value, first order of an index", runs: 5) { _ = PolicyFilter(SearchIndex(list)) }
    report(count, "filter value, nothing queued") { _ = PolicyFilter(index) }
    let draft = try Self.draft(on: policies)
    report(count, "filter value, \(draft.count) queued") { _ = PolicyFilter(index, draft: draft) }
    let findings = Self.findings(on: policies)
    report(count, "findings made ready", runs: 3) { _ = RowFindings(findings, in: list) }
    let ready = RowFindings(findings, in: list)
    let filter = PolicyFilter(index, draft: draft, findings: ready)
    for text in Self.queries {
      let query = Query(parsing: text)
      let hits = try filter.rows(matching: query).count
      report(count, "key: \(text.isEmpty ? "nothing typed" : text) (\(hits) rows)") {
        _ = try? filter.rows(matching: query)
      }
    }
    for column in SortOrder.Column.allCases {
      let order = SortOrder([SortOrder.Key(column)])
      report(count, "sort by \(column.rawValue)", runs: 3) {
        _ = Sorting(of: index.table, in: list, by: order, findings: ready)
      }
    }
    #expect(index.table.count == count)
  }

  private static let queries = [
    "", "z", "a", "acme", "partner.example", "zzzzz", "news ticket", "e -a", "type:ip", "trusted:yes verify:no",
    "modified:>2026-01-01", "op:any", "finding:danger", "rule:stale", "acme type:email trusted:no modified:2026",
    "nosuchword",
  ]

  /// The median of some runs in processor time, so that other programs do not count; to stderr.
  private func report(_ count: Int, _ what: String, runs: Int = 15, _ work: () -> Void) {
    let times = (0..<runs).map { _ in processorTime(of: work) }.sorted()
    let line = "\(count) policies, \(what): median \(times[runs / 2]) µs, best \(times[0]) µs\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

  private static func draft(on policies: [AllowPolicy]) throws -> Draft {
    var draft = Draft()
    let edits = stride(from: 0, to: policies.count, by: policies.count / 100).map { row in
      DraftEdit.FieldEdit(policy: policies[row], set: PolicyFields(comments: "touched, ticket \(row)"))
    }
    _ = try draft.apply(.edit(edits))
    return draft
  }

  private static func findings(on policies: [AllowPolicy]) -> [Finding] {
    policies.enumerated().filter { $0.offset % 2 == 0 }.map { row, policy in
      Finding(
        rule: row % 3 == 0 ? "stale" : "trusted-unverified",
        level: row % 3 == 0 ? .notice : .danger,
        policyID: policy.id,
        pattern: policy.pattern,
        field: nil,
        message: "",
        why: ""
      )
    }
  }

  private static func policies(_ count: Int) -> [AllowPolicy] {
    var generator = SeededGenerator(seed: 42)
    let names = ["acme", "globex", "initech", "umbrella", "hooli", "northwind", "contoso", "zenith"]
    let zones = ["partner.example", "mail.example.com", "example.org", "example.net"]
    let notes = ["newsletter of", "vendor, approved by security", "phishing simulation", "moved from the old gateway"]
    return (0..<count).map { row in
      let name = names.randomElement(using: &generator) ?? ""
      let zone = zones.randomElement(using: &generator) ?? ""
      let number = Int.random(in: 0..<100_000, using: &generator)
      let (pattern, type): (String, PatternType) =
        switch row % 4 {
        case 0: ("198.51.\(number % 256).\(number / 256 % 256)", .ip)
        case 1: ("\(name)\(number).\(zone)", .domain)
        case 2: ("News.\(number)@\(name).\(zone)", .email)
        default: ("billing-\(number)@\(name).\(zone)", .email)
        }
      let id = (0..<4).map { _ in String(UInt32.random(in: .min ... .max, using: &generator), radix: 16) }
      let day = String(Int.random(in: 10...28, using: &generator))
      let stamp = "\(2020 + row % 7)-0\(1 + number % 9)-\(day)T09:\(10 + number % 50):00.\(100_000 + number)Z"
      return AllowPolicy(
        id: PolicyID(id.joined(separator: "-")),
        fields: PolicyFields(
          pattern: pattern,
          patternType: type,
          isRegex: false,
          isTrustedSender: Int.random(in: 0..<9, using: &generator) == 0,
          isAcceptableSender: Bool.random(using: &generator),
          isExemptRecipient: false,
          verifySender: Bool.random(using: &generator),
          comments: row % 3 == 0 ? nil : "\(notes.randomElement(using: &generator) ?? "") \(name), ticket \(number)"
        ),
        createdAt: stamp,
        modifiedAt: stamp,
        lastModified: stamp
      )
    }
  }
}
