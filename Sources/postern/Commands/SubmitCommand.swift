import Policies
import PolicyFiles
import ArgumentParser
import PolicyCore
import Values

/// The command `postern submit`.
struct SubmitCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Send the draft, a batch file or a plan, as one batch: all or nothing.",
    discussion: """
      The touched policies are read again first; if any was changed elsewhere since the review, nothing is sent (exit \
      status 4). --yes answers what a single key would on the screen. What would have to be typed out there needs \
      --accept with the fingerprint of the review: a danger, an effect that cannot be told, more than 25 operations \
      (many_operations), or 10 and more changes and deletions that are a fifth of the account. Without it the exit \
      status is 6 and nothing is sent. FILE is sent \
      instead of the draft, byte for byte; if a policy was changed after the time that the file gives for it, nothing is \
      sent. So it is with a plan that `plan --output` wrote, by all that it says of the policies. Where there is nothing to \
      send, that is said, and the status is 0.

      A batch holds 1000 of each kind. --split sends more as several, in their order and each reviewed by itself; they are \
      not atomic together, and the first that is not applied is the last. JSON is one object for each part.

      Nothing is done twice by itself: earlier submissions of the same without an outcome are looked at first, and what \
      was done leaves the draft. What still may have been done, a FILE that was applied before, and a new policy that is \
      there already need --again.

      EXAMPLES
        postern submit --dry-run
        postern submit batch.json --accept FINGERPRINT --reason SEC-1201
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var silencing: SilenceOptions
  @Argument(help: "A batch file or a plan to send instead of the draft; - for standard input.", completion: .file())
  var file: String?
  @Option(
    parsing: .unconditional,
    help: "Only the operations on what this filter keeps (`postern help filter`); the rest stays queued."
  )
  var only: String?
  @OptionGroup var send: SendOptions
  @Flag(help: "Do everything but send, and end with the status that sending would begin with.")
  var dryRun = false
  @Option(help: "text or json.")
  var format = TextFormat.text

  func validate() throws {
    guard file == nil || !send.split else { throw ValidationError("--split is for the draft: a FILE is sent whole.") }
    guard file == nil || only == nil else { throw ValidationError("--only is for the draft: a FILE is sent whole.") }
  }

  private var sender: BatchSender {
    BatchSender(options: send, format: format, isFile: file != nil, dryRun: dryRun)
  }

  func work() async throws(Problem) -> ExitStatus {
    let sieve = try only.map { text throws(Problem) in try PolicySieve(changing: text, sparing: "nothing was sent") }
    let batch = try file.map { path throws(Problem) in try SubmittedFile(try InputFile.read(path)) }
    let silences = try silencing.read()
    return try await withSession(account, silences: silences) { session throws(Problem) in
      try await sender.waiting { () throws(Problem) in try await submit(batch, sieve, in: session) }
    }
  }

  /// The reason that the draft has by itself: nil unless its last change took a submission back.
  private func ownReason(in session: Session) async throws(Problem) -> String? {
    guard file == nil, only == nil else { return nil }
    return SubmissionUndo.reason(afterChange: try await session.workspace.draft().undoTitle)
  }

  private func submit(
    _ batch: SubmittedFile?,
    _ sieve: PolicySieve?,
    in session: Session
  ) async throws(Problem) -> ExitStatus {
    var sender = sender
    if send.reason == nil { sender.options.reason = try await ownReason(in: session) }
    let earlier = try await sender.earlier(in: session)
    if let done = alreadyDone(batch, by: earlier) { return done }
    let prepared = try await session.prepare(batch, only: sieve, keepingNew: send.again)
    EarlierText.say(prepared.drift.dissolved)
    let review = prepared.review
    if let stopped = Self.obstacle(prepared, isFile: file != nil) {
      return sender.stop(stopped, review, prepared.conflicts)
    }
    if review.operations.isEmpty {
      // Nothing was sent now, and nothing had to be.
      let isDone = !prepared.drift.dissolved.isEmpty || Self.isApplied(earlier)
      let words =
        isDone
        ? "Nothing is left to submit."
        : "\(sieve != nil ? "That" : file == nil ? "The draft" : "The batch") is empty: there is nothing to submit."
      return sender.finish(SubmissionReport(outcome: .notSent), review, saying: words)
    }
    let parts = send.split ? BatchPlan(review.operations.map(\.operation)).parts : []
    guard parts.count > 1 else { return try await sender.send(review, in: session) }
    return try await sender.send(parts, in: session) { part throws(Problem) in
      try await session.replayed(try await session.workspace.review(only: Set(part.map(\.id))), over: prepared.mail)
    }
  }

  private static func isApplied(_ reports: [SubmissionReport]) -> Bool {
    reports.contains { $0.outcome == .applied }
  }

  /// A file that was found to be applied by what this run looked at has nothing left to do.
  private func alreadyDone(_ file: SubmittedFile?, by earlier: [SubmissionReport]) -> ExitStatus? {
    guard let batch = file?.batch, !send.again else { return nil }
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
}

extension Problem {
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
