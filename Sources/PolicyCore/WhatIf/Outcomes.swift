import Mail

/// What a message may get, over everything that is not documented or not known of it.
struct Outcomes {
  struct Range: Hashable {
    var lowest: Bypass
    var highest: Bypass
  }

  /// What of a message decides whether verification stands in its way.
  struct Mail {
    let passes: Bool
    /// Whether a policy that wants verification wants it of mail to an exempt recipient too; it is not documented.
    let verifiesRecipients: Bool

    /// Every one that it may be.
    static func all(of message: MailMessage) -> [Mail] {
      let passing = message.passesAuthentication.value
      let failing = [true, false].map { Mail(passes: false, verifiesRecipients: $0) }
      return (passing == false ? [] : [Mail(passes: true, verifiesRecipients: true)]) + (passing == true ? [] : failing)
    }

    /// Whether a policy that matches by a text of a kind counts.
    func heeds(_ kind: MatchedText.Kind, isVerified: Bool) -> Bool {
      passes || !isVerified || (kind == .recipient && !verifiesRecipients)
    }
  }

  private let mails: [Mail]
  private let untoldKinds: Set<MatchedText.Kind>

  init(_ message: MailMessage) {
    mails = Mail.all(of: message)
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

  /// The least and the most in each reading, for each mail that it may be, always in the same order.
  ///
  /// Of policies that `undecided` does not name, what is not decided counts as nothing. `untold` are those that may match
  /// texts which cannot be told.
  func levels(
    of found: [FoundPolicy],
    undecided: (FoundPolicy) -> Bool,
    untold: GrantCounts
  ) -> [Range] {
    mails.flatMap { mail in
      let more = untoldKinds.map { untold.most(for: $0, mail) }.max() ?? .none
      return ReadingSet.readings.indices.map { place in
        var range = Range(lowest: .none, highest: more)
        for policy in found {
          let (certain, possible) = policy.levels(inReadingAt: place, mail)
          range.lowest = max(range.lowest, certain)
          range.highest = max(range.highest, undecided(policy) ? possible : certain)
        }
        return range
      }
    }
  }
}
