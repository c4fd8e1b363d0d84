import ArgumentParser
import Configuration
import Foundation
import PolicyCore

/// The command `postern submit`.
struct SubmitCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Send the draft, or a batch file, as one batch: all or nothing.",
    discussion: """
      The touched policies are read again first; if any was changed elsewhere since the review, nothing is sent (exit \
      status 4). --yes answers what a single key would on the screen. What would have to be typed out there needs \
      --accept with the fingerprint of the review; without it the exit status is 6 and nothing is sent. FILE is sent \
      instead of the draft, byte for byte; if a policy was changed after the time that the file gives for it, nothing is \
      sent.

      EXAMPLES
        postern submit --dry-run
        postern submit batch.json --accept FINGERPRINT --reason SEC-1201
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "A batch file to send instead of the draft; - for standard input.", completion: .file())
  var file: String?
  @Flag(help: "Confirm what a single key would confirm on the screen.")
  var yes = false
  @Option(help: "Send only if the batch has this fingerprint (64 hexadecimal digits).")
  var accept: String?
  @Option(help: "Why, for the history.")
  var reason: String?
  @Flag(help: "Do everything but send.")
  var dryRun = false
  @Option(help: "text or json.")
  var format = TextFormat.text

  func work() async throws(Problem) -> ExitStatus {
    let batch = try file.map { path throws(Problem) in try BatchFile(try InputFile.read(path)) }
    return try await withSession(account) { session throws(Problem) in
      if let earlier = try await session.workspace.reconcile(step: Self.tell) { Self.say(earlier, isEarlier: true) }
      _ = try await session.policies()
      let review = try await review(batch, in: session)
      try check(review)
      if session.settings.requireReason, !dryRun, reason?.allSatisfy(\.isWhitespace) ?? true {
        throw Problem(
          .usage,
          what: "The configuration asks for a reason (require_reason), and none was given.",
          advice: "Nothing was sent. Add --reason with a ticket, or why.",
          retry: .safe
        )
      }
      if dryRun { return print(SubmissionReport(outcome: .notSent), review) }
      try confirm(review)
      Interruption.waitForAnswer()
      return print(try await session.workspace.submit(review, reason: reason, step: Self.tell), review)
    }
  }

  // MARK: - Before sending

  private func review(_ file: BatchFile?, in session: Session) async throws(Problem) -> Review {
    guard let file else { return try await session.workspace.review() }
    let found = try await session.workspace.review(file)
    guard let first = found.conflicts.first else { return found.review }
    let name = first.base.pattern.isEmpty ? first.id.text : first.base.pattern
    let more = found.conflicts.count == 1 ? "" : " (and \(found.conflicts.count - 1) more)"
    throw Problem(
      .conflict,
      what: "\(name)\(more) \(first.isGone ? "no longer exists" : "was changed after the file was written").",
      advice: "Nothing was sent. `postern review` with the file shows it; a new batch has to be made."
    )
  }

  private func check(_ review: Review) throws(Problem) {
    if review.operations.isEmpty {
      let what = file == nil ? "The draft is empty" : "The batch is empty"
      throw Problem(.invalid, what: "\(what): there is nothing to submit.", advice: "Queue a change first.")
    }
    if let finding = review.findings.first(where: { $0.level == .error }) {
      let count = review.count(of: .error)
      throw Problem(
        .invalid,
        what: "\(count) \(count == 1 ? "error stands" : "errors stand") against the batch: \(finding.message)",
        advice: "Nothing was sent. `postern review` names all of them."
      )
    }
    if let accept, accept.lowercased() != review.fingerprint.hex {
      throw Problem(
        .conflict,
        what: "The batch is not the one that was accepted: its fingerprint is \(review.fingerprint.hex).",
        advice: "Nothing was sent. Review it again, and accept that fingerprint if it is right."
      )
    }
  }

  private func confirm(_ review: Review) throws(Problem) {
    guard accept == nil else { return }
    switch Confirmation.needed(for: review) {
    case .enter, .yes:
      guard !yes else { return }
      throw Problem(
        .confirmationNeeded,
        what: "Submitting \(review.operations.count) operations to \(review.account.name) needs a confirmation.",
        advice: "Nothing was sent. Review it, then add --yes.",
        retry: .safe
      )
    case .typed:
      throw Problem(
        .confirmationNeeded,
        what: "This batch needs more than --yes. \(Confirmation.reason(for: review))",
        advice: "Nothing was sent. Review it, then add --accept \(review.fingerprint.hex)",
        retry: .safe
      )
    }
  }

  // MARK: - Afterwards

  private func print(_ report: SubmissionReport, _ review: Review) -> ExitStatus {
    if format == .json { Output.write(JSONShapes.submission(report, review: review)) }
    if dryRun {
      if format != .json { Output.write(lines: ReviewText.lines(of: review)) }
      Output.say("Dry run: nothing was sent.")
      return .done
    }
    Self.say(report, isEarlier: false)
    return ExitStatus(of: report.outcome)
  }

  private static func say(_ report: SubmissionReport, isEarlier: Bool) {
    Log.submission(report)
    Output.say(lines: OutcomeText.lines(of: report, isEarlier: isEarlier))
    if let problem = report.problem { ErrorReport.print(problem) }
  }

  /// Says what takes time, where a person is watching.
  private static func tell(_ step: SubmissionStep) {
    guard isatty(2) == 1 else { return }
    switch step {
    case .checking(let done, let total):
      if done == total { Output.say("Read \(total) policies again.") }
    case .waiting(let seconds, let reason):
      Output.say("\(reason.what) Trying again in \(Int(seconds)) s.")
    case .sending:
      Output.say("Sending.")
    case .looking(let elapsed, let most):
      Output.say("Outcome not known; looking: \(Int(elapsed)) of \(Int(most)) s.")
    }
  }
}
