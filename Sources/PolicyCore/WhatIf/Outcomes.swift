import Mail

/// What a message may get, over everything that is not documented or not known of it.
struct Outcomes {
  struct Range: Hashable {
    var lowest: Bypass
    var highest: Bypass
  }

  /// Whether it passes authentication, as far as that is known.
  private let mails: [Bool]
  private let untoldKinds: Set<MatchedText.Kind>

  init(_ message: MailMessage) {
    mails = message.passesAuthentication.value.map { [$0] } ?? [true, false]
    untoldKinds = message.untoldKinds
  }

  /// The least and the most that it gets, in any reading.
  func range(of found: [FoundPolicy], untold: GrantCounts) -> Range {
    let levels = levels(of: found, undecided: { _ in true }, untold: untold)
    return Range(
      lowest: levels.map(\.lowest).min() ?? .none,
      highest: levels.map(\.highest).max() ?? .none
    )
  }

  /// The least and the most in each reading, for mail that passes and for mail that fails, always in the same order.
  ///
  /// Of policies that `undecided` does not name, what is not decided counts as nothing. `untold` are those that may match
  /// texts which cannot be told.
  func levels(
    of found: [FoundPolicy],
    undecided: (FoundPolicy) -> Bool,
    untold: GrantCounts
  ) -> [Range] {
    mails.flatMap { passes in
      let more = untoldKinds.map { untold.most(for: $0, passes: passes) }.max() ?? .none
      return ReadingSet.readings.indices.map { place in
        var range = Range(lowest: .none, highest: more)
        for policy in found {
          let (certain, possible) = policy.levels(inReadingAt: place, passing: passes)
          range.lowest = max(range.lowest, certain)
          range.highest = max(range.highest, undecided(policy) ? possible : certain)
        }
        return range
      }
    }
  }
}
