package import Values

/// What became of a state file that was damaged.
package struct Recovery: Hashable, Sendable {
  /// Where the damaged file lies now, with its log and index beside it under the same name, as far as there were any.
  package let damagedFile: String
  /// How many queued operations, of all accounts, are in the new file.
  package let operations: Int
  /// How many submissions are in the new file.
  package let submissions: Int
  /// How many rows could be read but made no sense.
  ///
  /// How many could not be read at all is not known.
  package let leftOut: Int
  /// The same for people: what happened, and what to do about it.
  package let problem: Problem

  init(of path: String, because damage: Damage, setAside: String, _ rescued: RescueCount) {
    damagedFile = setAside
    operations = rescued.operations
    submissions = rescued.submissions
    leftOut = rescued.leftOut
    let name = setAside.split(separator: "/").last ?? ""
    let kept = "\(operations.counted("operation")) and \(submissions.counted("submission"))"
    problem = Problem(
      .storage,
      what: "\(path) was damaged (\(damage.words)); it is now called \(name), and \(kept) were rescued from it.",
      advice: """
        Look through the draft and the history before you submit: some of it may be missing, and what was applied may \
        be queued still.
        """,
      retry: .safe
    )
  }
}
