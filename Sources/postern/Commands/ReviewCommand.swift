import ArgumentParser
import PolicyCore

/// The command `postern review`.
struct ReviewCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Print what would be sent, and what it changes.",
    discussion: """
      The policies are read first, because what an operation opens depends on the others.
      Exit status 3 if errors stand against it, 4 if a policy was changed elsewhere in the same field, or is gone.

      EXAMPLES
        postern review
        postern review --format json | jq -r .fingerprint
      """
  )

  @OptionGroup var account: AccountOptions
  @Option(help: "text or json.")
  var format = TextFormat.text

  func work() async throws(Problem) -> ExitStatus {
    try await withSession(account) { session throws(Problem) in
      let (review, conflicts) = try await session.review()
      if format == .json {
        Output.write(JSONShapes.review(review, conflicts: conflicts))
      } else {
        Output.write(lines: ReviewText.lines(of: review, conflicts: conflicts))
      }
      guard conflicts.isEmpty else { return .conflict }
      return review.count(of: .error) == 0 ? .done : .invalid
    }
  }
}
