import ArgumentParser
import Configuration
import Foundation
import MailLog
import PolicyCore
import Values

/// The command `postern mail`.
struct MailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail",
    abstract: "Read what mail arrived, for usage and replay; say what is kept, and forget it.",
    discussion: """
      Kept is what policies look at (addresses, IP addresses, whether authentication passed) with the verdict and the \
      policy that let it through: never a subject, a name or a reason. It lies in the cache folder, readable to its owner \
      alone, for as many days as keep_days under [mail] says.

      EXAMPLES
        postern mail fetch
        postern mail status --format json | jq .period
      """,
    subcommands: [Status.self, Fetch.self, Forget.self],
    defaultSubcommand: Status.self
  )

  struct Fetch: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read the mail of the last days from the server, and keep it.",
      discussion: """
        Unless told otherwise, detections are read, and then whatever mail there is of the senders, domains, recipients \
        and servers that the draft's policies name: the search has no question for what policies let through. --all \
        reads everything, which is what usage is worth most with.

        It reads day by day, the newest first, and leaves a quarter of what the API allows to others. Interrupted, it \
        keeps what it has; called again, it goes on, and reads nothing twice that was complete.

        Exit status 1 if the server's answers left something out, 130 if it was interrupted; a bound that was reached \
        is said, and no failure.

        EXAMPLES
          postern mail fetch
          postern mail fetch --all --days 7 --limit 100000
        """
    )

    @OptionGroup var account: AccountOptions
    @Option(help: "How many days, today among them; as many as are kept if left out.")
    var days: Int?
    @Flag(help: "Read all mail.")
    var all = false
    @Flag(help: "Read detections alone.")
    var detections = false
    @Option(help: "Stop at so many messages.")
    var limit: Int?
    @Option(help: "text or json.")
    var format = TextFormat.text

    func validate() throws {
      guard !(all && detections) else { throw ValidationError("--all and --detections cannot stand together.") }
      guard days.map({ (1...365).contains($0) }) ?? true else {
        throw ValidationError("--days takes a number from 1 to 365.")
      }
      guard limit.map({ (1...MailLog.mostMessages).contains($0) }) ?? true else {
        throw ValidationError("--limit takes a number from 1 to \(MailLog.mostMessages).")
      }
    }

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let plan = try await plan(for: session)
        let progress = ReadingProgress()
        session.waits.connect { progress.show($0) }
        let report: MailReport
        do throws(Problem) {
          report = try await session.mail.read(plan) { progress.show($0) }
          progress.end()
        } catch {
          progress.end()
          throw error
        }
        if format == .json {
          Output.write(JSONShapes.mailReport(report))
        } else {
          Output.write(lines: MailText.lines(of: report))
        }
        if let problem = report.problem { throw problem }
        return report.leavesOut ? .failed : .done
      }
    }

    private func plan(for session: Session) async throws(Problem) -> MailPlan {
      let kept = session.settings.mailDays
      guard days.map({ $0 <= kept }) ?? true else {
        throw Problem(
          .usage,
          what: "Mail is kept for \(kept.counted("day")).",
          advice: "Ask for fewer, or set keep_days under [mail] in the configuration."
        )
      }
      var bounds = MailBounds()
      if let limit { bounds.messages = limit }
      var plan = MailPlan(
        days: days ?? kept,
        now: Int(Date().timeIntervalSince1970),
        readingAll: all,
        bounds: bounds
      )
      if !detections { plan.add(try await session.workspace.draft().draft.operations) }
      return plan
    }
  }

  struct Status: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what mail is kept: of which days, how much, and what was left out.",
      discussion: """
        EXAMPLES
          postern mail status
          postern mail status --format json | jq -r '.days[] | select(.read != "all") | .day'
        """
    )

    @OptionGroup var account: AccountOptions
    @Option(help: "text or json.")
    var format = TextFormat.text

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account, isReading: true) { session throws(Problem) in
        let heads = try await session.mail.heads()
        if format == .json {
          Output.write(JSONShapes.mail(heads))
        } else {
          Output.write(lines: MailText.lines(of: heads))
        }
        return .done
      }
    }
  }

  struct Forget: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete the mail that is kept of this account.",
      discussion: """
        EXAMPLES
          postern mail forget
          postern mail forget --account acme
        """
    )

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account, isReading: true) { session throws(Problem) in
        let days = try await session.mail.forget()
        Output.say(days == 0 ? "No mail was kept." : "Forgotten: the mail of \(days.counted("day")).")
        return .done
      }
    }
  }
}
