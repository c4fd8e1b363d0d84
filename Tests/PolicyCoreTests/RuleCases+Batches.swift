import TestSupport

@testable import PolicyCore
@testable import Policies

extension RuleCase {
  private static let one = AllowPolicy.brief("one@x.org", id: "1")
  private static let two = AllowPolicy.brief("two@x.org", id: "2")

  private static func posts(_ count: Int) -> [DraftOperation] {
    (0..<count).map { .post(.brief("n\($0)@x.org", id: "n\($0)"), at: $0) }
  }

  private static let timeless = AllowPolicy(id: "3", fields: PolicyFields(pattern: "three@x.org", patternType: .email))

  static let batches: [RuleCase] =
    holds(
      "not-writable",
      [
        .batch([.patch(timeless, PolicyFields(comments: "x"))], over: [timeless]),
        .batch([.put(timeless, PolicyFields(comments: "x"))], over: [timeless]),
      ]
    )
    + fails(
      "not-writable",
      [
        .batch([.delete(timeless)], over: [timeless]),
        .batch([.patch(.sample("4"), PolicyFields(comments: "x"))], over: [.sample("4")]),
      ]
    )
    + holds("guard-broken", [.batch([.post(.brief("ceo@corp.example", .email, "t", id: "n"))], over: [one])])
    + fails("guard-broken", [.batch([.post(.brief("ceo@corp.example", .email, "tv", id: "n"))], over: [one])])
    + holds("batch-too-large", [.batch(posts(1001), over: [])])
    + fails(
      "batch-too-large",
      [.batch(posts(1000), over: []), .batch(posts(1000) + [.delete(one, at: 1000)], over: [one])]
    )
    + holds(
      "batch-contradiction",
      [
        .batch([.delete(one), .patch(one, PolicyFields(comments: "x"), at: 1)], over: [one]),
        .batch([.patch(one, PolicyFields(comments: "x"))], over: [two]), .batch([.delete(one)], over: []),
      ]
    )
    + fails(
      "batch-contradiction",
      [.batch([.delete(one), .delete(two, at: 1), .post(.brief("a@x.org", id: "3"), at: 2)], over: [one, two])]
    )
    + holds("patch-empty", [.batch([.patch(one, PolicyFields())], over: [one])])
    + fails(
      "patch-empty",
      [
        .batch([.patch(one, PolicyFields(comments: ""))], over: [one]),
        .batch([.put(one, PolicyFields())], over: [one]),
      ]
    )
    + holds(
      "pattern-hand-over",
      [
        .batch(
          [.patch(one, PolicyFields(pattern: "two@x.org")), .patch(two, PolicyFields(pattern: "one@x.org"), at: 1)],
          over: [one, two]
        ),
        .batch(
          [.patch(one, PolicyFields(pattern: "two@x.org")), .put(two, PolicyFields(pattern: "c@x.org"), at: 1)],
          over: [one, two]
        ),
      ]
    )
    + fails(
      "pattern-hand-over",
      [
        .batch(
          [.patch(two, PolicyFields(pattern: "c@x.org")), .patch(one, PolicyFields(pattern: "two@x.org"), at: 1)],
          over: [one, two]
        ),
        // The planner lets the one that frees it go first.
        .batch(
          [.patch(one, PolicyFields(pattern: "two@X.org")), .patch(two, PolicyFields(pattern: "c@x.org"), at: 1)],
          over: [one, two]
        ),
        .batch([.delete(two, at: 1), .patch(one, PolicyFields(pattern: "two@x.org"))], over: [one, two]),
        .batch(
          [.patch(one, PolicyFields(pattern: "two@x.org")), .patch(two, PolicyFields(comments: "c"), at: 1)],
          over: [one, two]
        ),
      ]
    )
    + holds(
      "recreated",
      [.batch([.delete(one), .post(.brief("one@X.org", id: "3", comments: nil), at: 1)], over: [one])]
    )
    + fails(
      "recreated",
      [
        .batch([.delete(one), .post(.brief("one@x.org", .email, "t", id: "3"), at: 1)], over: [one]),
        .batch([.delete(one), .post(.brief("two@x.org", id: "3"), at: 1)], over: [one]),
      ]
    )
}
