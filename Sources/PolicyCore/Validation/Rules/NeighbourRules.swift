import Policies

/// What other policies, in what remains after the batch, are to a policy.
extension Rule {
  static let duplicate = Rule(
    "duplicate",
    .warning,
    on: [.pattern],
    holds: "the same normalised pattern, type and is_regex is elsewhere in what remains after the batch",
    why: "Two policies for one pattern are changed one without the other, and which of them wins is not documented.",
    check: .set { policy, neighbours in
      guard let twin = neighbours.twin else { return nil }
      let isUncertain = twin.grants.union(policy.grants).contains(.uncertain)
      let isSuperfluous =
        twin.grants.isSuperset(of: policy.grants) && (twin.grants != policy.grants || neighbours.isYounger)
        && !isUncertain
      let flags =
        isUncertain
        ? ", with flags that cannot be compared" : twin.grants == policy.grants ? "" : ", with other flags"
      return Observation(
        "The policy \(twin.id) has the same pattern\(flags).",
        fix: isSuperfluous ? deletion : nil
      )
    }
  )

  static let shadowed = Rule(
    "shadowed",
    .warning,
    on: [.pattern],
    holds: "another policy that remains covers it with the same or a wider effect",
    why: "It adds nothing, and it stays behind when the other one is taken away.",
    check: .set { policy, neighbours in
      neighbours.shadow.map {
        let effect = $0.grants == policy.grants ? "the same" : "a wider"
        return Observation("\($0.pattern) (\($0.id)) covers it with \(effect) effect.", fix: deletion)
      }
    }
  )

  static let conflictingOverlap = Rule(
    "conflicting-overlap",
    .warning,
    on: [.pattern],
    holds: "another policy that remains covers it with other flags",
    why: "Which of two policies that match one message wins is not documented.",
    check: .set { _, neighbours in
      neighbours.rival.map { Observation("\($0.pattern) (\($0.id)) covers it with other flags.") }
    }
  )

  private static let deletion = Fix(title: "delete the policy", change: .delete)
}
