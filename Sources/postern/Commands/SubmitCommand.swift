import Policies
import PolicyFiles
import ArgumentParser
import Configuration
import Foundation
import PolicyCore
import Values

/// The command `postern submit`.
struct SubmitCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Send the draft, or a batch file, as one batch: all or nothing.",
    discussion: """
      The touched policies are read again first; if any was changed elsewhere since the review, nothing is sent (exit \
      status 4). --yes answers what a single key would on the screen. What would have to be typed out there needs \
      --accept with the fingerprint of the review: a danger, an effect that cannot be told, more than 25 operations \
      (many_operations), or 10 and more changes and deletions that are a fifth of the account. Without it the exit \
      status is 6 and nothing is sent. FILE is sent \
      instead of the draft, byte for byte; if a policy was changed after the time that the file gives for it, nothing is \
      sent.

      Nothing is done twice by itself: earlier submissions of the same without an outcome are looked at first, and what \
      was done leaves the draft. What still may have been done, a FILE that was applied before, and a new policy that is \
      there already need --again.

      EXAMPLES
        postern submit --dry-run
        postern submit batch.json --accept FINGERPRINT --reason SEC-1201
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "A batch file to send instead of the draft; - for standard input.", completion: .file())
  var file: String?
  @Option(
    parsing: .unconditional,
    help: "Only the operations on what this filter keeps (`postern help filter`); the rest stays queued."
  )
  var only: String?
  @Flag(help: "Confirm what a single key would confirm on the screen.")
  var yes = false
  @Option(help: "Send only if the batch has this fingerprint (64 hexadecimal digits).")
  var accept: String?
  @Flag(help: "Send also what may have been done, or is there, already.")
  var again = false
  @Option(help: "Why, for the history.")
  var reason: String?
  @Flag(help: "Do everything but send, and end with the status that sending would begin with.")
  var dryRun = false
  @Option(help: "text or json.")
  var format = TextFormat.text

  func validate() throws {
    if let accept, accept.utf8.count != 64 || !accept.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
      throw ValidationError("--accept takes the fingerprint of a review: 64 hexadecimal digits.")
    }
    guard file == nil || only == nil else { throw ValidationError("--only is for the draft: a FILE is sent whole.") }
  }

  func work() async throws(Problem) -> ExitStatus {
    let sieve = try only.map { text throws(Problem) in try PolicySieve(changing: text, sparing: "nothing was sent") }
    let batch = try file.map { path throws(Problem) in try BatchFile(try InputFile.read(path)) }
    return try await withSession(account) { session throws(Problem) in
      let earlier = try await earlier(in: session)
      if let done = alreadyDone(batch, by: earlier, in: session) { return done }
      let prepared = try await session.prepare(batch, only: sieve, keepingNew: again)
      EarlierText.say(prepared.drift.dissolved)
      let review = prepared.review
      if file == nil, review.operations.isEmpty, !prepared.drift.dissolved.isEmpty || Self.isApplied(earlier) {
        // Nothing was sent now, and nothing had to be.
        return finish(SubmissionReport(outcome: .notSent), review, saying: "Nothing is left to submit.")
      }
      if let stopped = Self.obstacle(prepared, isFile: file != nil) ?? objection(review) {
        return stop(stopped, review, prepared.conflicts)
      }
      var reason = reason
      if reason == nil { reason = try await ownReason(in: session) }
      if session.settings.requireReason, reason?.allSatisfy(\.isWhitespace) ?? true {
        return stop(.noReason, review)
      }
      if let missing = missingConfirmation(review) { return stop(missing, review) }
      if dryRun { return finish(SubmissionReport(outcome: .notSent), review, saying: "Dry run: nothing was sent.") }
      Interruption.waitForAnswer()
      defer { Interruption.owe(nil) }
      let words = LastWords(review: review, format: format)
      let report = try await session.workspace.submit(review, reason: reason, again: again) { words.take($0) }
      return finish(report, review)
    }
  }

  // MARK: - Before sending

  /// The reason that the draft has by itself: nil unless its last change took a submission back.
  private func ownReason(in session: Session) async throws(Problem) -> String? {
    guard file == nil, only == nil else { return nil }
    return SubmissionUndo.reason(afterChange: try await session.workspace.draft().undoTitle)
  }

  /// What became of earlier submissions without an outcome.
  private func earlier(in session: Session) async throws(Problem) -> [SubmissionReport] {
    let workspace = session.workspace
    var reports: [SubmissionReport] = []
    if let open = try await workspace.reconcile(step: LastWords.tell) { reports.append(open) }
    reports += try await workspace.settleEarlier()
    EarlierText.say(reports)
    return reports
  }

  private static func isApplied(_ reports: [SubmissionReport]) -> Bool {
    reports.contains { $0.outcome == .applied }
  }

  /// A file that was found to be applied by what this run looked at has nothing left to do.
  private func alreadyDone(
    _ batch: BatchFile?,
    by earlier: [SubmissionReport],
    in session: Session
  ) -> ExitStatus? {
    guard let batch, !again else { return nil }
    guard let report = earlier.last(where: { $0.outcome == .applied && $0.record?.request == batch.data }) else {
      return nil
    }
    if format == .json { Output.write(JSONShapes.submission(report)) }
    Output.say("It was applied then, and nothing was sent now.")
    return .done
  }

  /// What changed elsewhere, and stands against sending.
  private static func obstacle(_ prepared: PreparedBatch, isFile: Bool) -> Problem? {
    if isFile { return prepared.conflicts.isEmpty ? nil : .conflicting(withFile: prepared.conflicts) }
    if !prepared.conflicts.isEmpty { return .conflicting(prepared.conflicts) }
    return prepared.drift.rebased.isEmpty ? nil : .rebased(prepared.drift.rebased, in: prepared.drift.draft?.draft)
  }

  /// What is wrong with the batch itself.
  private func objection(_ review: Review) -> Problem? {
    if review.operations.isEmpty {
      let what = file == nil ? "The draft is empty" : "The batch is empty"
      return Problem(.invalid, what: "\(what): there is nothing to submit.", advice: "Queue a change first.")
    }
    if let finding = review.findings.first(where: { $0.level == .error }) {
      let count = review.count(of: .error)
      return Problem(
        .invalid,
        what: "\(count.counted("error stands", "errors stand")) against the batch: \(finding.message)",
        advice: "Nothing was sent. `postern review` names all of them."
      )
    }
    if let accept, accept.lowercased() != review.fingerprint.hex {
      return Problem(
        .conflict,
        what: "The batch is not the one that was accepted: its fingerprint is \(review.fingerprint.hex).",
        advice: "Nothing was sent. Review it again, and accept that fingerprint if it is right."
      )
    }
    return nil
  }

  /// What the command was not told and needs to be; nil where it was told all.
  private func missingConfirmation(_ review: Review) -> Problem? {
    let missing = Confirmation.needs(of: review).filter { need in
      switch need {
      case .enter, .yes: !yes && accept == nil
      case .accept: accept == nil
      case .again: !again
      }
    }
    guard !missing.isEmpty else { return nil }
    let reasons = missing.flatMap { need -> [String] in
      switch need {
      case .enter, .yes:
        let count = review.operations.count
        let what = "\(count.counted("operation"))"
        return ["Submitting \(what) to \(review.account.name) needs a confirmation."]
      case .accept: return ["This batch needs more than --yes."] + Confirmation.reasonsToAccept(review)
      case .again: return SubmissionWords.sentences(on: review.repetitions)
      }
    }
    let options = missing.map { need in
      switch need {
      case .enter, .yes: "--yes"
      case .accept: "--accept \(review.fingerprint.hex)"
      case .again: "--again"
      }
    }
    return Problem(
      .confirmationNeeded,
      what: reasons.joined(separator: " "),
      advice: "Nothing was sent. If it shall be sent all the same, add \(options.joined(separator: " "))",
      // With --again it is what may happen twice.
      retry: missing.contains(.again) ? .pointless : .safe
    )
  }

  // MARK: - Afterwards

  /// Ends before anything was sent.
  private func stop(_ problem: Problem, _ review: Review, _ conflicts: [Conflict] = []) -> ExitStatus {
    var report = SubmissionReport(outcome: problem.kind == .conflict ? .conflict : .notSent, problem: problem)
    report.conflicts = conflicts
    if format == .json { Output.write(JSONShapes.submission(report, review: review)) }
    if dryRun, format == .text { Output.write(lines: ReviewText.lines(of: review, conflicts: conflicts)) }
    ErrorReport.print(problem)
    return ExitStatus(of: problem)
  }

  private func finish(_ report: SubmissionReport, _ review: Review, saying words: String? = nil) -> ExitStatus {
    if format == .json { Output.write(JSONShapes.submission(report, review: review)) }
    if dryRun, format == .text { Output.write(lines: ReviewText.lines(of: review)) }
    if let words {
      Output.say(words)
      return .done
    }
    EarlierText.say(report.earlier)
    EarlierText.say(report.dissolved)
    Self.say(report)
    if report.problem?.kind == .confirmationNeeded { return .confirmationNeeded }
    return ExitStatus(of: report.outcome)
  }

  private static func say(_ report: SubmissionReport) {
    Log.submission(report)
    Output.say(lines: OutcomeText.lines(of: report, isEarlier: false))
    guard var problem = report.problem else { return }
    // They stand above already, each with its operation.
    if report.record != nil { problem.serverErrors = [] }
    // The policies were read, and what to do now stands above as well.
    if report.outcome == .notSeen || report.outcome == .unknown { (problem.advice, problem.retry) = ("", .pointless) }
    ErrorReport.print(problem)
  }
}

extension Problem {
  fileprivate static let noReason = Problem(
    .usage,
    what: "The configuration asks for a reason (require_reason), and none was given.",
    advice: "Nothing was sent. Add --reason with a ticket, or why.",
    retry: .safe
  )

  fileprivate static func conflicting(withFile conflicts: [Conflict]) -> Problem {
    let first = conflicts[0]
    let name = first.base.pattern.isEmpty ? first.id.text : first.base.pattern
    let more = conflicts.count == 1 ? "" : " (and \(conflicts.count - 1) more)"
    return Problem(
      .conflict,
      what: "\(name)\(more) \(first.isGone ? "no longer exists" : "was changed after the file was written").",
      advice: "Nothing was sent. `postern review` with the file shows it; a new batch has to be made."
    )
  }
}
