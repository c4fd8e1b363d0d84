import ArgumentParser
import Configuration
import Foundation
import JSONText
import PolicyCore
import PolicyStore
import Values

/// What an auditor does with the chain of events; no account is needed for it.
extension HistoryCommand {
  /// The state file, whose loss or damage is said.
  static func store(isReading: Bool) throws(Problem) -> SQLiteDraftStore {
    let paths = try Paths(environment: ProcessInfo.processInfo.environment)
    let store = try Session.store(in: paths.stateFolder, isReading: isReading)
    if let notice = store.recovery?.problem { ErrorReport.note(notice) }
    return store
  }

  struct Verify: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check that the history is what was written down, event by event.",
      discussion: """
        Every step of a submission is an event whose hash covers the one before it. Without --head that proves their \
        order only: who can write the file can make all of it anew, or cut its end off. Note the head elsewhere, and \
        name it here later. Ends with 3 if it does not hold.

        EXAMPLES
          postern history verify
          postern history verify --head "$(cat head-of-july)"
        """
    )

    @OptionGroup var run: RunOptions
    @Option(help: .init("The hash of an event that was noted before, of 64 digits.", valueName: "hash"))
    var head: String?

    func validate() throws {
      guard let head else { return }
      guard head.isDigest else {
        throw ValidationError("--head takes a hash of 64 hexadecimal digits.")
      }
    }

    func work() async throws(Problem) -> ExitStatus {
      let head = head?.lowercased()
      let report = try await HistoryCommand.store(isReading: true).verifyChains(lookingFor: head)
      for chain in report.chains {
        let whose = chain.isOwn ? "of this state file" : "imported"
        Output.write(lines: [
          "\(chain.origin)  \(whose), \(chain.count.counted("event")) in order, head \(chain.head)"
        ])
      }
      for fault in report.faults {
        let place =
          fault.sequence.map { "Event \($0) of chain \(fault.origin) does not fit" } ?? "The history is broken"
        Output.complain(lines: ["\(place): \(fault.what)."])
      }
      guard report.faults.isEmpty else {
        Output.complain(lines: ["Compare it with an export, or with a copy of the state folder from before."])
        return .invalid
      }
      guard head != nil else {
        Output.say("Without --head this proves their order only, not that none is missing at the end.")
        return .done
      }
      guard let asked = report.asked else {
        Output.complain(lines: [
          "No event has that head: events are missing at the end, or the history was made anew.",
          "Compare it with an export, or with a copy of the state folder from before.",
        ])
        return .invalid
      }
      Output.say(lines: ["The head is event \(asked.sequence) of chain \(asked.origin): nothing up to it was altered."])
      return .done
    }
  }

  struct Export: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write every event of the history, with its hash, an object a line.",
      discussion: """
        It holds people's addresses: --full all that was sent and answered (in base 64), and without it reasons and \
        server's words may name some. An existing file is never overwritten.

        EXAMPLES
          postern history export --output history.jsonl
          postern history export | jq -r '[.event.at, .event.kind, .event.submission.user] | @tsv'
        """
    )

    @OptionGroup var run: RunOptions
    @OptionGroup var destination: OutputOption
    @Flag(help: "With what was sent and answered, and the policies as they were.")
    var full = false

    func work() async throws(Problem) -> ExitStatus {
      let data = try await HistoryCommand.store(isReading: true).exportChains(isFull: full)
      if let path = destination.path { try ExportFile.write(data, to: path) } else { Output.write(data) }
      Output.say(
        full
          ? "It holds the addresses of all that was sent and answered: keep it as such."
          : "It may hold addresses, in reasons and in the server's words: keep it as such."
      )
      return .done
    }
  }

  struct Import: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take the events of another machine's history in, beside this one's own.",
      discussion: """
        A file that does not verify is refused. Nothing in it stands in the way of a submission here; what was being \
        sent is shown as unknown. `history --imported` lists it.

        EXAMPLES
          postern history import history.jsonl
          postern history import history.jsonl && postern history --imported
        """
    )

    @OptionGroup var run: RunOptions
    @Argument(help: "What `history export` wrote (- for standard input).", completion: .file())
    var file: String

    func work() async throws(Problem) -> ExitStatus {
      let chains = try ChainFile(try InputFile.read(file))
      let imported = try await HistoryCommand.store(isReading: false).importChains(chains)
      guard imported != ImportedChains() else {
        Output.say("Nothing new.")
        return .done
      }
      var parts = ["\(imported.events.counted("event"))", "\(imported.chains.counted("new chain"))"]
      if imported.bodies > 0 { parts.append("\(imported.bodies.counted("event")) completed") }
      Output.say("Imported: \(parts.joined(separator: ", ")).")
      return .done
    }
  }

  /// Prints what imported chains tell of, whatever account it was on.
  static func listImported(_ format: HistoryFormat, since: Instant) async throws(Problem) {
    let all = try await store(isReading: true).importedSubmissions().filter { submission in
      Instant(rfc3339: submission.intent.startedAt).map { $0 >= since } ?? true
    }
    switch format {
    case .table:
      var table = TextTable(["ID", "AT", "USER", "OUTCOME", "FINGERPRINT", "REASON", "ORIGIN"])
      for submission in all {
        let intent = submission.intent
        table.append([
          intent.id, intent.startedAt, user(intent.user, intent.actor), submission.state,
          String(intent.fingerprint.prefix(16)),
          intent.reason ?? "", submission.origin,
        ])
      }
      Output.write(table.text)
    case .json: Output.write(.array(all.map(JSONShapes.imported)))
    case .jsonl: for submission in all { Output.write(JSONShapes.line(JSONShapes.imported(submission))) }
    case .csv: Output.write(csv(of: all))
    }
  }
}
