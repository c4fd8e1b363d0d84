import Foundation
import PolicyCore
import Sandbox
import TestSupport
import Testing
import JSONText
import Policies
import PolicyFiles
import PolicyQuery
import Values

/// Whole accounts of rows that no contract describes, through everything that an admin does.
@Suite("Accounts of extreme rows", .timeLimit(.minutes(10)))
struct ExtremeAccountTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let rounds = environment["POSTERN_EXTREME_ROUNDS"].flatMap(Int.init) ?? 12
  private static let seed = environment["POSTERN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_127

  @Test("list, filter, sort, lint, edit, review, submit and undo: nothing crashes, and nothing else is changed")
  func everything() async throws {
    var submitted = 0
    for round in 0..<Self.rounds {
      let seed = Self.seed &+ UInt64(round)
      let encoding: BatchEncoding = round.isMultiple(of: 2) ? .documented : .lean
      try await SubmissionStage.run(SandboxOptions(policies: 24, seed: seed), encoding: encoding) { stage in
        var generator = SeededGenerator(seed: seed)
        submitted += try await Self.day(on: stage, "seed \(seed)", &generator)
      }
    }
    print("Extreme accounts, seed \(Self.seed): \(Self.rounds), \(submitted) operations submitted")
    #expect(submitted > Self.rounds)
  }

  private static func day(
    on stage: SubmissionStage,
    _ name: String,
    _ generator: inout SeededGenerator
  ) async throws -> Int {
    let workspace = stage.workspace
    for policy in try await stage.table().rows.keys.sorted() where Int.random(in: 0..<4, using: &generator) > 0 {
      try await stage.server.pretend(id: policy, is: ExtremeRow.json(id: policy, using: &generator))
    }
    let loaded = try await workspace.loadPolicies()
    #expect(loaded.list.count + loaded.leftOut <= 24, "\(name)")
    try look(at: loaded.list, findings: try await workspace.judge(of: loaded.list).findings(), name)

    for policy in loaded.list.shuffled(using: &generator).prefix(10) {
      // What cannot be queued is refused whole, and says why.
      do throws(Problem) {
        _ = try await workspace.perform(edit(of: policy, &generator))
      } catch {
        #expect(error.kind == .invalid && !error.what.isEmpty, "\(name): \(error)")
      }
    }
    var review = try await workspace.review()
    let wrong = review.operations.filter { $0.findings.contains { $0.level == .error } }.map(\.id)
    if !wrong.isEmpty { _ = try await workspace.perform(.drop(wrong)) }
    review = try await workspace.review()
    guard review.isSubmittable else { return 0 }
    let before = try await served(by: stage)
    let report = try await workspace.submit(review, again: true)
    // The sandbox judges what it gets by the real fields, and may refuse what only looked right.
    guard report.outcome == .applied else {
      #expect([.refused, .conflict].contains(report.outcome), "\(name): \(report.outcome)")
      return 0
    }
    let after = try await served(by: stage)
    let touched = Set(review.operations.map(\.id.text))
    for (id, json) in before where !touched.contains(id) { #expect(after[id] == json, "\(name): \(id)") }
    for operation in review.operations.map(\.operation) {
      let now = try await workspace.policy(operation.id)
      guard case .edit(_, let edit) = operation.intent else { continue }
      for field in edit.changes.present {
        #expect(now?.fields.holds(edit.changes[field], in: field) == true, "\(name): \(operation.pattern), \(field)")
      }
    }
    _ = try await workspace.undoSubmission(try #require(report.record).id)
    _ = try await workspace.review()
    return review.operations.count
  }

  /// Every filter and order, and every form in which rows are written.
  private static func look(at list: PolicyList, findings: [Finding], _ name: String) throws {
    let rows = RowFindings(findings, in: list)
    let texts = ["", "a", "trusted:yes", "-verify:no", "modified:<2027", "expires:any", "finding:any", "type:unknown"]
    for key in SortOrder.Column.allCases {
      let filter = PolicyFilter(SearchIndex(list), findings: rows, order: SortOrder([.init(key)]))
      for text in texts {
        #expect(try filter.rows(matching: Query(parsing: text)).count <= list.count, "\(name): \(text)")
      }
    }
    let export = CSVExport(list)
    #expect(export.count + export.remarks.count(where: \.isLeftOut) == list.count, "\(name)")
    #expect(try PolicyCSV(export.data).rows.count == export.count, "\(name)")
    for policy in list { _ = OrderedJSON(policy).data }
  }

  private static func edit(of policy: AllowPolicy, _ generator: inout SeededGenerator) -> DraftEdit {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return .delete([policy])
    case 1: return .edit([.init(policy: policy, set: PolicyFields(comments: "ours"), replacesWhole: true)])
    case 2: return .edit([.init(policy: policy, set: PolicyFields(isTrustedSender: false, verifySender: true))])
    case 3: return .edit([.init(policy: policy, set: PolicyFields(isAcceptableSender: true, comments: "ours"))])
    case 4:
      return .edit([
        .init(policy: policy, set: PolicyFields(pattern: "new.example.org", patternType: .domain, isRegex: false))
      ])
    default: return .edit([.init(policy: policy, set: PolicyFields(comments: "ours, whatever it was"))])
    }
  }

  private static func served(by stage: SubmissionStage) async throws -> [String: String] {
    let ids = try await stage.server.policyIDs()
    var served: [String: String] = [:]
    for id in ids { served[id] = try await stage.server.policyJSON(id: id) }
    return served
  }
}
