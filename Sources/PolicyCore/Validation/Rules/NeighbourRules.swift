import Policies

/// What other policies, in what remains after the batch, are to a policy.
extension Rule {
  static let duplicate = Rule(
    "duplicate",
    .warning,
    on: [.pattern],
    holds: "another policy that remains has the same pattern, or an expression that matches the same",
    why:
      "Sooner or later one of the two is changed and the other forgotten, and which of them wins is not documented.",
    check: .set { policy, neighbours in
      guard let twin = neighbours.twin else { return nil }
      let isUncertain = twin.grants.union(policy.grants).contains(.uncertain)
      let isSuperfluous =
        twin.grants.isSuperset(of: policy.grants) && (twin.grants != policy.grants || neighbours.isYounger)
        && !isUncertain
      let what = neighbours.isTwinOfLanguage ? "\(twin.pattern) matches the same" : "Another policy has this pattern"
      let flags =
        isUncertain
        ? "its flags cannot be compared" : twin.grants == policy.grants ? "the same flags" : twin.grants.words
      return Observation(
        "\(what): \(flags) (id \(twin.id.short)).",
        fix: isSuperfluous ? deletion : nil
      )
    }
  )

  static let shadowed = Rule(
    "shadowed",
    .warning,
    on: [.pattern],
    holds:
      "another policy that remains covers it with the same or a wider effect (a notice where that one covers many)",
    why: "It adds nothing, and it stays behind when the other one is taken away.",
    check: .set { policy, neighbours in
      neighbours.shadow.map {
        let (other, count) = ($0, neighbours.shadowed)
        let effect = other.grants == policy.grants ? "the same" : "a wider"
        let others = count > 1 ? ", and at least \(count - 1) others" : ""
        // Where it covers many, that is said there.
        return Observation(
          "\(other.pattern) (id \(other.id.short)) covers it with \(effect) effect\(others).",
          level: count > 0 ? .notice : nil,
          fix: deletion
        )
      }
    }
  )

  static let coversMany = Rule(
    "covers-many",
    .warning,
    on: [.pattern],
    holds: "it covers \(PolicySet.manyCovered) other policies or more with the same or a wider effect",
    why: "While it is there they add nothing: either it is too wide, or they can be deleted.",
    check: .set { _, neighbours in
      let count = neighbours.covered
      guard count > 0 else { return nil }
      // Expressions are not counted: each would have to be compared.
      return Observation("It covers at least \(count) other policies with the same or a wider effect.")
    }
  )

  static let conflictingOverlap = Rule(
    "conflicting-overlap",
    .warning,
    on: [.pattern],
    holds: "another policy that remains covers it with other flags",
    why: "Which of two policies that match one message wins is not documented.",
    check: .set { _, neighbours in
      neighbours.rival.map {
        Observation("\($0.pattern) covers it with other flags: \($0.grants.words) (id \($0.id.short)).")
      }
    }
  )

  private static let deletion = Fix(title: "delete the policy", change: .delete)
}
