import ArgumentParser
import Configuration
import MailLog
import Policies
import PolicyCore
import PolicyFiles
import Values

/// The command `postern replay`.
struct ReplayCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Print what the draft would have done with the mail that was read.",
    discussion: """
      Of the messages that `mail fetch` keeps: how many would newly be let through, how many no longer, by the verdict \
      that was recorded, with examples. FILE is a batch to replay instead of the draft.

      It speaks only of mail that was read, and says what was not. It is an approximation, as `whatif` is: a message of \
      which it depends on what is not documented, or not told, is undecided. The search tells no server's name, so \
      nothing matches by it, and three IP addresses, of which each counts.

      --fail-on takes verdicts with commas between them; malicious includes attempts to pass for somebody in the \
      business. Exit status 3 if such mail would newly be let through, else 0.

      EXAMPLES
        postern replay
        postern replay batch.json --fail-on malicious,spoof
        postern replay --format json | jq .more.by_verdict
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "A batch file to replay instead of the draft; - for standard input.", completion: .file())
  var file: String?
  @Option(
    help: .init("Fail if mail of these verdicts would newly be let through.", valueName: "verdicts"),
    transform: { try Self.verdicts($0) }
  )
  var failOn: [[Verdict]] = []
  @Option(help: "text or json.")
  var format = TextFormat.text

  private static func verdicts(_ text: String) throws -> [Verdict] {
    try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { name in
      let verdict = Verdict(named: String(name))
      guard verdict != .untold else {
        let names = Verdict.allCases.dropLast().map { $0.rawValue.lowercased() }.joined(separator: ", ")
        throw ValidationError("There is no verdict “\(name)”; there are \(names).")
      }
      return verdict == .malicious ? [.malicious, .maliciousBEC] : [verdict]
    }
  }

  func work() async throws(Problem) -> ExitStatus {
    let batch = try file.map { path throws(Problem) in try BatchFile(try InputFile.read(path)) }
    return try await withSession(account, isReading: true) { session throws(Problem) in
      let mail = try await session.mail.kept()
      guard mail.coverage != nil else {
        throw .noMail(of: session.account.name)
      }
      _ = try await session.policies()
      let whatIf: WhatIf
      if let batch {
        whatIf = try await session.workspace.whatIf(of: batch)
      } else {
        whatIf = try await session.workspace.whatIf()
      }
      let report = try await ReplayReport(of: whatIf, over: mail)
      if format == .json {
        Output.write(JSONShapes.replay(report))
      } else {
        Output.write(lines: MailText.lines(of: report))
      }
      let verdicts = Set(failOn.joined())
      let undecided = verdicts.reduce(0) { $0 + report.result.count(.undecided, $1) }
      if undecided > 0 {
        let whom = undecided.agreeing("it", "they")
        Output.say(
          "postern: \(undecided.counted("message")) of such verdicts cannot be decided; \(whom) did not count."
        )
      }
      return verdicts.contains { report.result.count(.more, $0) > 0 } ? .invalid : .done
    }
  }
}

extension Problem {
  static func noMail(of account: String) -> Problem {
    Problem(
      .notFound,
      what: "No mail of \(account) was read yet.",
      advice: "`postern mail fetch` reads it."
    )
  }
}
