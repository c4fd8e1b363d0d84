import ArgumentParser
import PolicyCore

/// The command `postern history`.
struct HistoryCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Print the submissions of this account, newest first.",
    discussion: """
      If the outcome of an earlier submission is still open, it is found out first; nothing is sent.

      EXAMPLES
        postern history
        postern history --format json | jq '.[0].outcome'
      """
  )

  @OptionGroup var account: AccountOptions
  @Option(help: "table or json.")
  var format = TableFormat.table

  func work() async throws(Problem) -> ExitStatus {
    try await withSession(account) { session throws(Problem) in
      if let report = try await session.workspace.reconcile() {
        Output.say(OutcomeText.text(of: report, isEarlier: true))
      }
      let records = try await session.workspace.history()
      if format == .json {
        Output.write(JSONShapes.history(records))
      } else {
        Output.write(Self.table(of: records).text)
      }
      return .done
    }
  }

  private static func table(of records: [SubmissionRecord]) -> TextTable {
    var table = TextTable(["AT", "USER", "OUTCOME", "OPERATIONS", "FINGERPRINT", "REASON"])
    for record in records {
      let counts = OperationKind.allCases.compactMap { kind in
        record.counts[kind] == 0
          ? nil : "\(record.counts[kind]) \(record.counts[kind] == 1 ? kind.rawValue : kind.arrayName)"
      }
      table.append([
        Timestamp.text(of: record.startedAt), record.user, record.state.rawValue, counts.joined(separator: ", "),
        String(record.fingerprint.prefix(16)), record.reason ?? "",
      ])
    }
    return table
  }
}
