import ArgumentParser
import PolicyCore
import Values

/// The command `postern apply`.
struct ApplyCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Make the account what a file says it should be: plan and submission in one.",
    discussion: """
      It does what `plan` shows with the same options, and asks for what `submit` asks for: --yes, or --accept with the \
      fingerprint of the plan. Where nothing is to be done that is said, and the status is 0: it can be run as often as \
      one likes. It does not send the draft.

      EXAMPLES
        postern apply policies.csv --yes --reason SEC-1201
        postern apply policies.csv --prune --accept FINGERPRINT
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var desired: PlanOptions
  @OptionGroup var silencing: SilenceOptions
  @OptionGroup var send: SendOptions
  @Option(help: "text or json.")
  var format = TextFormat.text

  func work() async throws(Problem) -> ExitStatus {
    let sender = BatchSender(options: send, format: format, isFile: true)
    let (file, scope) = try desired.read()
    let silences = try silencing.read()
    return try await withSession(account, silences: silences) { session throws(Problem) in
      try await sender.waiting { () throws(Problem) in
        _ = try await sender.earlier(in: session)
        let batch = try await desired.plan(file, scope, in: session)
        if format == .text { Output.write(lines: PlanText.lines(of: batch, asksForIt: false)) }
        guard !batch.review.operations.isEmpty else {
          return sender.finish(SubmissionReport(outcome: .notSent), batch.review, saying: "Nothing to do.")
        }
        let parts = send.split ? BatchPlan(batch.plan.operations).parts : []
        guard parts.count > 1 else { return try await sender.send(batch.review, in: session) }
        return try await sender.send(parts, in: session) { part throws(Problem) in
          let review = try await session.workspace.review(batch.plan, only: part)
          return try await session.replayed(review, over: batch.replay?.mail)
        }
      }
    }
  }
}
