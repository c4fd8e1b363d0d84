import Configuration
import Foundation
import PolicyCore
import Policies
import Values

/// Sends a reviewed batch if all is said that has to be, and prints what came of it.
///
/// For `submit` and `apply` alike, so that they cannot differ.
struct BatchSender {
  var options: SendOptions
  let format: TextFormat
  /// Whether it is not the draft that is sent.
  let isFile: Bool
  var dryRun = false

  /// Does something that may find the account locked by another process, again and again until the time is over.
  func waiting<Result: Sendable>(_ body: () async throws(Problem) -> Result) async throws(Problem) -> Result {
    let end = Date().addingTimeInterval(Double(options.wait))
    while true {
      do throws(Problem) {
        return try await body()
      } catch {
        guard error.kind == .locked, Date() < end else { throw error }
        guard (try? await Task.sleep(for: .milliseconds(500))) != nil else { throw error }
      }
    }
  }

  /// What became of earlier submissions without an outcome.
  func earlier(in session: Session) async throws(Problem) -> [SubmissionReport] {
    let workspace = session.workspace
    var reports: [SubmissionReport] = []
    if let open = try await workspace.reconcile(step: LastWords.tell) { reports.append(open) }
    reports += try await workspace.settleEarlier()
    EarlierText.say(reports)
    return reports
  }

  /// Sends it, unless something stands against it: then that is printed.
  func send(_ review: Review, in session: Session) async throws(Problem) -> ExitStatus {
    if let obstacle = obstacle(review, in: session) { return stop(obstacle, review) }
    if dryRun { return finish(SubmissionReport(outcome: .notSent), review, saying: "Dry run: nothing was sent.") }
    Interruption.waitForAnswer()
    defer { Interruption.owe(nil) }
    let words = LastWords(review: review, format: format)
    let report = try await session.workspace.submit(review, reason: options.reason, again: options.again) {
      words.take($0)
    }
    return finish(report, review)
  }

  /// Sends parts one after the other, each reviewed by itself, and stops at the first that is not applied.
  ///
  /// Nothing is sent as long as something stands against any of them.
  func send(
    _ parts: [[DraftOperation]],
    in session: Session,
    review: ([DraftOperation]) async throws(Problem) -> Review
  ) async throws(Problem) -> ExitStatus {
    Output.say(
      "There are \(parts.count) parts. They are not atomic together: the first that is not applied is the last."
    )
    var stopped: (Problem, Review)?
    for (place, part) in parts.enumerated() {
      let reviewed = try await review(part)
      Output.say("Part \(place + 1) of \(parts.count): \(part.count.counted("operation")), \(reviewed.fingerprint.hex)")
      if stopped == nil, let obstacle = obstacle(reviewed, in: session) { stopped = (obstacle, reviewed) }
    }
    if let stopped { return stop(stopped.0, stopped.1) }
    for (place, part) in parts.enumerated() {
      // What the parts before it did is part of what this one meets.
      if place > 0, !dryRun { _ = try await session.policies() }
      let status = try await send(try await review(part), in: session)
      guard status == .done else {
        Output.say(
          "Part \(place + 1) of \(parts.count) was not applied, nor was any after it; \(place) before it \(place.agreeing("was", "were"))."
        )
        return status
      }
    }
    return .done
  }

  // MARK: - Before sending

  /// All that can stand against a batch; nil if nothing does.
  private func obstacle(_ review: Review, in session: Session) -> Problem? {
    if let objection = objection(review) { return objection }
    if session.settings.requireReason, options.reason?.allSatisfy(\.isWhitespace) ?? true { return .noReason }
    return missingConfirmation(review)
  }

  /// What is wrong with the batch itself.
  private func objection(_ review: Review) -> Problem? {
    if let finding = review.findings.first(where: { $0.level == .error }) {
      let count = review.count(of: .error)
      return Problem(
        .invalid,
        what: "\(count.counted("error stands", "errors stand")) against the batch: \(finding.message)",
        advice: "Nothing was sent. `postern \(review.isPlanned ? "plan" : "review")` names all of them."
      )
    }
    if !options.accept.isEmpty, !options.accepts(review) {
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
      case .enter, .yes: !options.yes && !options.accepts(review)
      case .accept: !options.accepts(review)
      case .again: !options.again
      case .maxChange: true
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
      case .maxChange: return review.excesses
      }
    }
    return Problem(
      .confirmationNeeded,
      what: reasons.joined(separator: " "),
      advice: "Nothing was sent. If it shall be sent all the same, add \(Confirmation.options(missing, review))",
      // With --again it is what may happen twice.
      retry: missing.contains(.again) ? .pointless : .safe
    )
  }

  // MARK: - Afterwards

  /// Ends before anything was sent.
  func stop(_ problem: Problem, _ review: Review, _ conflicts: [Conflict] = []) -> ExitStatus {
    var report = SubmissionReport(outcome: problem.kind == .conflict ? .conflict : .notSent, problem: problem)
    report.conflicts = conflicts
    if format == .json { Output.write(JSONShapes.submission(report, review: review)) }
    if dryRun, format == .text { Output.write(lines: ReviewText.lines(of: review, conflicts: conflicts)) }
    if isFile, !dryRun { Output.say(lines: ReviewText.lines(of: conflicts)) }
    ErrorReport.print(problem)
    return ExitStatus(of: problem)
  }

  func finish(_ report: SubmissionReport, _ review: Review, saying words: String? = nil) -> ExitStatus {
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
    return ExitStatus(of: report)
  }

  private static func say(_ report: SubmissionReport) {
    Log.submission(report)
    Output.say(lines: OutcomeText.lines(of: report, isEarlier: false))
    guard var problem = report.problem else { return }
    // They stand above already, each with its operation.
    if report.record != nil { problem.serverErrors = [] }
    // The policies were read, and what to do now stands above as well.
    if report.outcome == .notSeen || report.outcome == .unknown { (problem.advice, problem.retry) = ("", .pointless) }
    ErrorReport.print(problem, sent: Self.sent(report))
  }

  private static func sent(_ report: SubmissionReport) -> ErrorReport.Sent {
    switch report.outcome {
    case .unknown, .notSeen: .unknown
    case .applied, .refused, .conflict, .notSent: report.hasSent ? .yes : .no
    }
  }
}

extension Confirmation {
  /// The options that say what is needed, as they are written behind a command; a limit has to be chosen by a person.
  static func options(_ needs: [Need], _ review: Review) -> String {
    let written = needs.filter { $0 != .maxChange }.map { $0.option(review) }.joined(separator: " ")
    let limit = needs.contains(.maxChange) ? [Need.maxChange.option(review)] : []
    return ((written.isEmpty ? [] : [written]) + limit).joined(separator: " and ")
  }
}

extension Confirmation.Need {
  /// The option that says it.
  func option(_ review: Review) -> String {
    switch self {
    case .enter, .yes: "--yes"
    case .accept: "--accept \(review.fingerprint.hex)"
    case .again: "--again"
    case .maxChange: "a higher --max-change"
    }
  }
}

extension Problem {
  fileprivate static let noReason = Problem(
    .usage,
    what: "The configuration asks for a reason (require_reason), and none was given.",
    advice: "Nothing was sent. Add --reason with a ticket, or why.",
    retry: .safe
  )
}
