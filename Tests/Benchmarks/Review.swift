import JSONText
import Policies
import PolicyCore

extension Benchmark {
  /// A large batch of all four kinds.
  static let reviewing = [
    Benchmark("review/batch", "the review of up to 1,000 operations of each kind, its request included") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let queued = try await fixture.queue(upTo: 1000)
      return Work {
        let review = try await fixture.workspace.review()
        try Unexpected.unless(review.operations.count == queued, "operations are missing")
      }
    },
    Benchmark("review/encode", "the same operations written as a request") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      _ = try await fixture.queue(upTo: 1000)
      let operations = try await fixture.workspace.draft().draft.operations
      let encoder = BatchEncoder(for: fixture.workspace.account)
      let size = try encoder.body(for: BatchPlan(operations).ordered).data.count
      return Work(bytes: size) {
        let body = try encoder.body(for: BatchPlan(operations).ordered).data
        try Unexpected.unless(body.count == size, "another request was written")
      }
    },
  ]

  /// Deletions among policies that overlap: after each it is asked what still covers the rest.
  static let overlapping = [
    deleting("overlap/addresses", .oneDomain, "a fiftieth of half as many addresses at one domain") {
      $0 / 2
    } of: {
      $0 / 50
    },
    deleting("overlap/expressions", .expressions, "a tenth of a tenth as many expressions") {
      $0 / 10
    } of: {
      $0 / 10
    },
  ]

  private static func deleting(
    _ name: String,
    _ shape: MadeAccount.Shape,
    _ what: String,
    among: @escaping @Sendable (Int) -> Int,
    of part: @escaping @Sendable (Int) -> Int
  ) -> Benchmark {
    Benchmark(name, "the review of deletions: \(what)") { count in
      let all = max(1, among(count))
      let fixture = try await Fixture(shape, policies: all)
      let few = min(1000, max(1, part(all)))
      let chosen = (0..<few).map { fixture.list[$0 * (all / few)] }
      _ = try await fixture.workspace.perform(.delete(chosen))
      return Work {
        let review = try await fixture.workspace.review()
        try Unexpected.unless(review.operations.count == few, "operations are missing")
      }
    }
  }
}

extension Fixture {
  /// Queues deletes, patches, puts and new policies, and gives how many in all.
  fileprivate func queue(upTo most: Int) async throws -> Int {
    let each = min(most, list.count / 4)
    let rows = (0..<3 * each).map { list[$0 * (list.count / (3 * each))] }
    let patches = rows[each..<2 * each].map {
      DraftEdit.FieldEdit(policy: $0, set: PolicyFields(comments: "seen by the benchmark"))
    }
    let puts = rows[(2 * each)...].map {
      DraftEdit.FieldEdit(policy: $0, set: PolicyFields(comments: "replaced"), replacesWhole: true)
    }
    let new = (0..<each).map { number in
      let fields = PolicyFields(
        pattern: "new\(number)@vendor\(number % 977).example",
        patternType: .email,
        isRegex: false,
        isTrustedSender: false,
        isAcceptableSender: true,
        isExemptRecipient: false,
        verifySender: true,
        comments: "SEC-1"
      )
      return NewPolicy(placeholderID: PolicyID("new\(number)"), queuedAt: "2026-05-06T07:08:09Z", fields: fields)
    }
    let edits: [DraftEdit] = [.delete(Array(rows[..<each])), .edit(patches + puts), .create(new)]
    return try await workspace.perform(.group(edits, title: "a large batch")).snapshot.draft.count
  }
}
