import ArgumentParser
import JSONText
import PolicyCore
import Values

/// The command `postern plan`.
struct PlanCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print what would make the account what a file says it should be.",
    discussion: """
      FILE is the dashboard's CSV, or one with `id` and columns of your own (owner, ticket, expiry) and lines that begin \
      with #; TOML with [[policies]]; or the JSON of an export. A row is about the policy of its id, or of its type and \
      pattern; what it does not say is left alone. The draft has no part in it. The same file on the same account gives \
      the same fingerprint on every machine.

      What is not in the file stays, and is counted, unless --prune deletes it. --scope keeps a file to a part of the \
      account. More than a fifth of the scope, and more than 10, are not updated or deleted without a higher \
      --max-change.

      Where mail was read (`postern mail fetch`), it says too what the plan would have done with it; if malicious mail \
      would have passed, that counts as a danger.

      --output keeps the plan, which `review` shows and `submit` sends exactly, or says what changed meanwhile.

      Exit status 3 if a row or the batch cannot be taken, 6 beyond --max-change, and with --exit-code 7 if the account \
      is not what the file says.

      EXAMPLES
        postern plan policies.csv
        postern plan partners.toml --scope comments:partner --prune --output partners.plan
        postern plan policies.csv --exit-code --format json | jq .create
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var desired: PlanOptions
  @OptionGroup var silencing: SilenceOptions
  @Option(name: .shortAndLong, help: "A new file for the plan.", completion: .file())
  var output: String?
  @Flag(help: "End with 7 where the account is not what the file says.")
  var exitCode = false
  @Option(help: "text, json, or markdown for the comment of a merge request.")
  var format = ReportFormat.text

  func work() async throws(Problem) -> ExitStatus {
    let (file, scope) = try desired.read()
    let silences = try silencing.read()
    let batch = try await withSession(account, isReading: true, silences: silences) { session throws(Problem) in
      try await desired.plan(file, scope, in: session)
    }
    switch format {
    case .text: Output.write(lines: PlanText.lines(of: batch))
    case .json: Output.write(JSONShapes.plan(batch))
    case .markdown: Output.write(PlanMarkdown.text(of: batch))
    }
    let status = batch.status(tellingDifference: exitCode)
    if let output { try keep(batch, as: output, status) }
    return status
  }

  private func keep(_ batch: PlannedBatch, as path: String, _ status: ExitStatus) throws(Problem) {
    guard status == .done || status == .different else {
      return Output.say("No plan was written: it could not be submitted as it stands.")
    }
    let plan = SavedPlan.json(of: batch.review, scope: batch.scope)
    try ExportFile.write(plan.data + [UInt8(ascii: "\n")], to: path)
    Output.say("Wrote \(path).")
  }
}

/// How a plan is printed.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
  case markdown
}
