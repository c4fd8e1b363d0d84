import PolicyCore

/// Says what was found out of earlier submissions, in every command in the same words.
enum EarlierText {
  /// With `onlyNews` what is as unknown as before is not said again.
  static func say(_ reports: [SubmissionReport], onlyNews: Bool = false) {
    for report in reports {
      let isNews = report.outcome == .applied || report.record?.state == .neverTold
      guard isNews || !onlyNews else { continue }
      Log.submission(report)
      Output.say(lines: OutcomeText.lines(of: report, isEarlier: true))
    }
  }

  static func say(_ dissolved: [Dissolved]) {
    for post in dissolved { Output.say("\(post.pattern) is there already (\(post.policy)), and left the draft.") }
  }
}
