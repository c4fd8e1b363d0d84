import ArgumentParser
import Foundation
import Policies
import PolicyCore
import PolicyFiles
import Values

/// The command `postern history`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show what was submitted, and take it back.",
    discussion: """
      If the outcome of an earlier submission is not known, it is looked for first; nothing is sent.

      EXAMPLES
        postern history
        postern history --format json | jq '.[0].outcome'
      """,
    subcommands: [
      List.self, Show.self, Undo.self, Settle.self, Verify.self, Export.self, Import.self,
    ],
    defaultSubcommand: List.self
  )

  struct List: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the submissions of this account, newest first.",
      discussion: """
        jsonl is an object a line, csv a row; with --full the former have all that was sent and answered, which holds \
        addresses.

        EXAMPLES
          postern history --since 30d --format csv
          postern history --format json | jq -r '.[] | select(.outcome == "applied") | .id'
        """
    )

    @OptionGroup var account: AccountOptions
    @Option(help: "table, json, jsonl or csv.")
    var format = HistoryFormat.table
    @Option(help: "Only what was begun since then: a date such as 2026-08-14, a time, or an age such as 30d.")
    var since: SinceChoice?
    @Flag(help: "With jsonl all that is known of each.")
    var full = false
    @Flag(help: "Instead those of other machines, whatever their account, that `history import` took in.")
    var imported = false

    func validate() throws {
      guard !(full && imported) else { throw ValidationError("--full is not for what was imported.") }
      guard !full || format == .jsonl else { throw ValidationError("--full is for --format jsonl.") }
    }

    func work() async throws(Problem) -> ExitStatus {
      guard !imported else {
        try await HistoryCommand.listImported(format, since: since?.moment ?? .distantPast)
        return .done
      }
      return try await withSession(account, isReading: true) { session throws(Problem) in
        try await HistoryCommand.settleWhatIsOpen(in: session)
        let all = try await session.workspace.history(limit: since == nil && format == .table ? 1000 : .max)
        let records = all.filter { Instant($0.startedAt) >= since?.moment ?? .distantPast }
        switch format {
        case .table: Output.write(HistoryCommand.table(of: records).text)
        case .json: Output.write(JSONShapes.history(records))
        case .jsonl: for record in records { Output.write(JSONShapes.line(record, isFull: full)) }
        case .csv: Output.write(HistoryCommand.csv(of: records))
        }
        return .done
      }
    }
  }

  /// Finds out what became of what is open, where nobody else is at it and it can be written down.
  private static func settleWhatIsOpen(in session: Session) async throws(Problem) {
    do throws(Problem) {
      if let report = try await session.workspace.reconcile() {
        Log.submission(report)
        Output.say(lines: OutcomeText.lines(of: report, isEarlier: true))
      }
      EarlierText.say(try await session.workspace.settleEarlier(), onlyNews: true)
      for record in try await session.workspace.closeOverdue() {
        EarlierText.sayClosed(record)
      }
    } catch {
      // What is there can be read all the same.
      guard error.kind == .locked || error.kind == .storage else { throw error }
      Output.say("postern: \(error.what)")
    }
  }

  struct Show: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print one submission in full: what was sent, and what came of it.",
      discussion: """
        EXAMPLES
          postern history show 3f2c9a1e-6d0b-4c1f-9a53-0d8d4b2f7c11
          postern history show 3f2c9a1e-6d0b-4c1f-9a53-0d8d4b2f7c11 --format json | jq .request
        """
    )

    @OptionGroup var account: AccountOptions
    @Argument(
      help: "The submission's id, or its beginning.",
      completion: .custom(KnownNames.submissions)
    )
    var id: String
    @Option(help: "text or json.")
    var format = TextFormat.text

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account, isReading: true) { session throws(Problem) in
        let record = try await session.workspace.submission(id)
        if format == .json {
          Output.write(JSONShapes.submission(record))
        } else {
          Output.write(RecordText.text(of: record))
        }
        return .done
      }
    }
  }

  struct Undo: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Queue what takes an applied submission back; review and submit it like any other draft.",
      discussion: """
        A deleted policy comes back under a new id and date. What was changed since is left as it is. Both are said.

        EXAMPLES
          postern history undo 3f2c9a1e-6d0b-4c1f-9a53-0d8d4b2f7c11
          postern history undo 3f2c9a1e-6d0b-4c1f-9a53-0d8d4b2f7c11 && postern review
        """
    )

    @OptionGroup var account: AccountOptions
    @Argument(
      help: "The submission's id, or its beginning.",
      completion: .custom(KnownNames.submissions)
    )
    var id: String

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let (undo, draft) = try await session.workspace.undoSubmission(id)
        for note in undo.notes { Output.say(note) }
        guard undo.edit != nil else {
          Output.say("Nothing was queued.")
          return .done
        }
        let count = draft.draft.count
        Output.say("Queued. The draft now has \(count.counted("operation")): `postern review`.")
        return .done
      }
    }
  }

  struct Settle: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look again for an outcome that was not seen or could not be told; or decide it.",
      discussion: """
        Nothing is sent. --applied takes its operations out of the draft, and the history tells that a person said so; \
        --unknown takes that back.

        EXAMPLES
          postern history settle 3f2c9a1e-6d0b-4c1f-9a53-0d8d4b2f7c11
          postern history settle 3f2c9a1e-6d0b-4c1f-9a53-0d8d4b2f7c11 --applied
        """
    )

    @OptionGroup var account: AccountOptions
    @Argument(
      help: "The submission's id, or its beginning.",
      completion: .custom(KnownNames.submissions)
    )
    var id: String
    @Flag(help: "Take it for applied.")
    var applied = false
    @Flag(help: "Take back that it was taken for applied.")
    var unknown = false

    func validate() throws {
      guard !(applied && unknown) else { throw ValidationError("--applied and --unknown contradict each other.") }
    }

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        if unknown {
          let report = try await session.workspace.unsettle(id)
          Log.submission(report)
          Output.say("Its outcome is not known again; what it did that was not queued otherwise is back in the draft.")
          return .done
        }
        let report =
          applied
          ? try await session.workspace.settleAsApplied(id) : try await session.workspace.lookAgain(id)
        guard !applied else {
          Log.submission(report)
          let count = report.record?.operations.count ?? 0
          let what = "\(count.counted("operation"))"
          Output.say("Taken for applied because you say so: \(what). --unknown takes that back.")
          return .done
        }
        EarlierText.say([report])
        return ExitStatus(of: report.outcome)
      }
    }
  }

  private static let columns = [
    "id", "at", "user", "actor", "host", "version", "account_id", "base_url", "outcome", "deletes", "patches", "puts",
    "posts", "fingerprint", "encoding", "draft", "reason",
  ]

  private static func csv(of records: [SubmissionRecord]) -> Data {
    let rows = records.map { record in
      let counts = OperationKind.allCases.map { String(record.counts[$0]) }
      let draft = record.isFromDraft ? record.draft.text : ""
      return [
        record.id, Timestamp.text(of: record.startedAt), record.user, record.origin?.actor ?? "",
        record.origin?.host ?? "", record.origin?.version ?? "", record.account.accountID, record.account.baseURL,
        record.state.rawValue,
      ] + counts + [record.fingerprint, record.encoding.rawValue, draft, record.reason ?? ""]
    }
    return CSVTable.data([columns] + rows)
  }

  /// The same columns for what was imported, and the chain behind them.
  static func csv(of submissions: [ImportedSubmission]) -> Data {
    let rows = submissions.map { submission in
      let intent = submission.intent
      let counts = OperationKind.allCases.map { String(intent.counts[$0]) }
      return [
        intent.id, intent.startedAt, intent.user, intent.actor ?? "", intent.host ?? "", intent.version ?? "",
        intent.accountID, intent.baseURL, submission.state,
      ] + counts + [intent.fingerprint, intent.encoding, intent.draft ?? "", intent.reason ?? "", submission.origin]
    }
    return CSVTable.data([columns + ["origin"]] + rows)
  }

  /// Who is behind it and, where somebody said that, the local user in brackets.
  static func user(_ user: String, _ actor: String?) -> String { actor.map { "\($0) (\(user))" } ?? user }

  private static func table(of records: [SubmissionRecord]) -> TextTable {
    var table = TextTable(["ID", "AT", "USER", "OUTCOME", "OPERATIONS", "FINGERPRINT", "REASON"])
    for record in records {
      table.append([
        record.id, Timestamp.text(of: record.startedAt), user(record.user, record.origin?.actor), record.state.rawValue,
        RecordText.counts(record.counts), String(record.fingerprint.prefix(16)), record.reason ?? "",
      ])
    }
    return table
  }
}
