import PolicyFiles
import ArgumentParser
import PolicyCore
import Values

/// The command `postern review`.
struct ReviewCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Print what would be sent, and what it changes.",
    discussion: """
      The policies are read first, because what an operation opens depends on the others. FILE is a batch to review \
      instead of the draft: a request body such as `draft export` prints, which is sent as it is, so that everybody who \
      reviews it for the same account sees the same fingerprint.

      Exit status 3 if errors stand against it, 4 if a policy was changed elsewhere in the same field, or is gone; of a \
      file every policy that was changed after the time that the file gives for it counts (deletes carry none), of a plan \
      every one that is not as the plan says.

      EXAMPLES
        postern review
        postern review --only 'op:post'
        postern review batch.json --format json | jq -r .fingerprint
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var silencing: SilenceOptions
  @Argument(help: "A batch file or a plan to review instead of the draft; - for standard input.", completion: .file())
  var file: String?
  @Option(
    parsing: .unconditional,
    help: "Only the operations on what this filter keeps (`postern help filter`); the fingerprint is the part's."
  )
  var only: String?
  @Option(help: "text or json.")
  var format = TextFormat.text

  func validate() throws {
    guard file == nil || only == nil else { throw ValidationError("--only is for the draft: a FILE is sent whole.") }
  }

  func work() async throws(Problem) -> ExitStatus {
    let batch = try file.map { path throws(Problem) in try SubmittedFile(try InputFile.read(path)) }
    let sieve = try only.map { text throws(Problem) in try PolicySieve(changing: text, sparing: "nothing was reviewed")
    }
    let silences = try silencing.read()
    return try await withSession(account, silences: silences) { session throws(Problem) in
      let (review, conflicts) = try await session.review(batch, only: sieve)
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
