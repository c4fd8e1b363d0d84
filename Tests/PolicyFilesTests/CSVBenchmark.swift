import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyFiles

/// Prints how long reading, planning and writing take; it judges nothing.
///
/// Run it with `POSTERN_BENCH=1 swift test -c release -Xswiftc -enable-testing --filter CSVBenchmark`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["POSTERN_BENCH"] == "1"))
struct CSVBenchmark {
  @Test(arguments: [1_000, 10_000, 100_000])
  func `import and export figures`(count: Int) throws {
    let policies = Self.policies(count)
    let list = PolicyList(policies)
    report(count, "write") { _ = CSVExport(policies) }
    let data = CSVExport(policies).data
    report(count, "parts of 150 KB") { _ = CSVExport(policies).parts() }
    report(count, "read \(data.count / 1000) KB") { _ = try? PolicyCSV(data) }
    let file = try PolicyCSV(data)
    report(count, "plan, all there") { _ = ImportPlan(file, over: list, draft: Draft()) }
    let changed = try PolicyCSV(Data(String(decoding: data, as: UTF8.self).replacing("true", with: "false").utf8))
    report(count, "plan, most changed") { _ = ImportPlan(changed, over: list, draft: Draft()) }
    report(count, "plan, all new") { _ = ImportPlan(file, over: PolicyList(), draft: Draft()) }
    let twins = PolicyList(policies.map { AllowPolicy(id: $0.id, fields: AllowPolicy.sample().fields) })
    let same = try PolicyCSV(CSVExport(twins).data)
    report(count, "plan, one and the same policy in all rows") { _ = ImportPlan(same, over: twins, draft: Draft()) }
    let few = try PolicyCSV(CSVExport(policies.prefix(10)).data)
    report(count, "plan of 10 rows") { _ = ImportPlan(few, over: list, draft: Draft()) }
    let plan = ImportPlan(file, over: PolicyList(), draft: Draft())
    let edit = try plan.edit { fields in
      NewPolicy(placeholderID: PolicyID(fields.pattern ?? ""), queuedAt: "2026-05-06T07:08:09Z", fields: fields)
    }
    if let edit {
      report(count, "draft takes all new") {
        var draft = Draft()
        _ = try? draft.apply(edit)
      }
    }
    #expect(plan.counts.new > 0)
  }

  @Test(arguments: [1, 10])
  func `figures of large files`(megabytes: Int) throws {
    let size = megabytes * 1_000_000
    let header = CSVPolicyTests.newest
    let kinds = [
      ("policies", "news.12345@acme.partner.example,EMAIL,false,true,false,false,true,\"vendor, ticket 7\"\n"),
      ("one quoted field", "a\"\"b\n"), ("commas", String(repeating: ",", count: 500) + "x\n"), ("empty lines", "\n"),
    ]
    for (name, piece) in kinds {
      var bytes = Array(header.utf8)
      if name == "one quoted field" { bytes += "\"".utf8 }
      let unit = Array(piece.utf8)
      while bytes.count < size { bytes += unit }
      if name == "one quoted field" { bytes += "\"".utf8 }
      let data = Data(bytes)
      report(megabytes, "MB of \(name)") { _ = try? PolicyCSV(data) }
    }
  }

  /// The best of some runs in processor time, so that other programs do not count; to stderr.
  private func report(_ count: Int, _ what: String, runs: Int = 3, _ work: () -> Void) {
    let times = (0..<runs).map { _ in processorTime(of: work) }
    FileHandle.standardError.write(Data("\(count), \(what): \(times.min() ?? 0) µs\n".utf8))
  }

  private static func policies(_ count: Int) -> [AllowPolicy] {
    (0..<count).map { row in
      let comments = row % 3 == 0 ? nil : "vendor, approved by \"security\", ticket \(row)"
      guard row % 4 > 0 else {
        var policy = AllowPolicy.sample(
          "p\(row)",
          pattern: #".*@news\#(row)\.partner\.example"#,
          comments: comments
        )
        policy.fields.isRegex = true
        policy.fields.patternType = row % 8 == 0 ? .email : .domain
        return policy
      }
      return row % 4 == 1
        ? .sample("p\(row)", pattern: "host\(row).partner.example", type: .domain, comments: comments)
        : .sample("p\(row)", pattern: "billing-\(row)@partner.example", trusted: row % 9 == 0, comments: comments)
    }
  }
}
