package import Policies
package import Values

/// Why a submission was stopped before anything was sent.
extension Problem {
  static let draftChanged = Problem(
    .conflict,
    what: "The draft was changed after it was reviewed; nothing was sent.",
    advice: "Review it again."
  )

  static let cancelledBeforeSending = Problem(
    .interrupted,
    what: "Cancelled before anything was sent. The draft is as it was.",
    advice: "Submit it again when you are ready.",
    retry: .safe
  )

  static func changedUnderFile(_ policies: [AllowPolicy]) -> Problem {
    let subject = policies.count == 1 ? policies[0].pattern + " was" : "\(policies.count) policies were"
    return Problem(
      .conflict,
      what: "\(subject) changed elsewhere since the review; nothing was sent.",
      advice: "Review the file again: what it says may no longer be meant."
    )
  }

  /// `draft` is the one that stands on these policies now: it knows what changed in them.
  package static func rebased(_ policies: [AllowPolicy], in draft: Draft?) -> Problem {
    let subject = policies.count == 1 ? policies[0].pattern + " was" : "\(policies.count) policies were"
    let changes = policies.lazy.compactMap { draft?[$0.id] }.filter { !$0.changedElsewhere.isEmpty }.prefix(3)
    let words = changes.map { operation in
      let fields = operation.changedElsewhere.map { change in
        "\(change.field.label) \(change.before.word) > \(change.after.word)"
      }
      return (policies.count == 1 ? "" : operation.pattern + ": ") + fields.joined(separator: ", ")
    }
    let what = words.isEmpty ? "" : " (\(words.joined(separator: "; ")))"
    return Problem(
      .conflict,
      what: "\(subject) changed elsewhere since the review\(what); nothing was sent.",
      advice: "The draft now stands on the newer policies: review it again, then submit."
    )
  }

  static func alreadyThere(_ dissolved: [Dissolved]) -> Problem {
    let what = dissolved.count == 1 ? "\(dissolved[0].pattern) is" : "\(dissolved.count) of the new policies are"
    return Problem(
      .conflict,
      what: "\(what) there already, and left the draft; nothing was sent.",
      advice: "Review what remains, then submit."
    )
  }

  static func appliedMeanwhile(_ earlier: SubmissionReport) -> Problem {
    let when = earlier.record.map { " of \(Timestamp.text(of: $0.startedAt))" } ?? ""
    return Problem(
      .conflict,
      what: "The submission\(when) turned out to be applied; nothing was sent now.",
      advice: "What it did has left the draft. Review what remains, if anything does."
    )
  }

  static func repeating(_ repetitions: [Repetition]) -> Problem {
    Problem(
      .confirmationNeeded,
      what: SubmissionWords.sentences(on: repetitions).joined(separator: " ") + " Nothing was sent.",
      advice: "If it shall be done all the same, say so: with --again, or typed on the screen."
    )
  }

  package static func conflicting(_ conflicts: [Conflict]) -> Problem {
    let first = conflicts[0]
    let what =
      first.isGone
      ? "\(first.base.pattern) no longer exists"
      : "\(first.base.pattern) was changed elsewhere in \(first.fields.map(\.label).joined(separator: ", "))"
    let more = conflicts.count == 1 ? "" : " (and \(conflicts.count - 1) more)"
    return Problem(
      .conflict,
      what: "\(what)\(more); nothing was sent.",
      advice: "Drop the operation to take theirs, or edit the policy again as it is now."
    )
  }
}
