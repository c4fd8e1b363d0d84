import PolicyCore

/// Says what was found out of earlier submissions, in every command in the same words.
enum EarlierText {
  /// With `onlyNews` what is as unknown as before is not said again.
  static func say(_ reports: [SubmissionReport], onlyNews: Bool = false) {
    for report in reports {
      let isNews = report.outcome == .applied || report.record?.state == .neverTold
      guard isNews || !onlyNews else { continue }
      Log.submission(report)
      if let record = report.record, record.state == .neverTold {
        sayClosed(record)
        continue
      }
      Output.say(lines: OutcomeText.lines(of: report, isEarlier: true))
    }
  }

  /// Once, when it happens: from then on nothing asks for it any more.
  static func sayClosed(_ record: SubmissionRecord) {
    Output.say("The submission \(record.id) is closed: nobody could tell what became of it, and it is too old now.")
  }

  static func say(_ dissolved: [Dissolved]) {
    for post in dissolved { Output.say("\(post.pattern) is there already (\(post.policy)), and left the draft.") }
  }
}
