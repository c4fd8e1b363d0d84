import ArgumentParser
import Configuration
import Foundation
import PolicyCore
import PolicyUI
import Policies
import Values

/// The command `postern report`.
struct ReportCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a report of the account, or of the draft, for a ticket or an auditor.",
    discussion: """
      Of the account: how many policies grant what, verified or not, dangers with examples, age, domains, guards, and \
      what they let through of the mail that `mail fetch` keeps. With --review of the draft: every change with its \
      effect, findings, conflicts, guards, what its policies let through so far, and what it would have done with that \
      mail. The numbers are those of the screen's overview where nothing is queued, and of its review.

      Markdown is for a ticket; HTML is one page without scripts that fetches nothing; JSON is for programs. Without \
      --format the ending of FILE says which, else it is Markdown. An existing file is never overwritten.

      The fingerprint of an account is the SHA-256 of what `export` prints, that of a draft the one that `review` \
      shows. Of recipients' names the first letter is left, unless --full is said.

      EXAMPLES
        postern report --output account.html
        postern report --review > ticket.md
        postern report --format json | jq '.dangers[] | {rule, policies}'
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var silencing: SilenceOptions
  @Flag(help: "Of the draft, as it would be sent.")
  var review = false
  @Option(help: "markdown, html or json.")
  var format: ReportRequest.Format?
  @OptionGroup var destination: OutputOption
  @Flag(help: "Tell recipients in full.")
  var full = false

  func work() async throws(Problem) -> ExitStatus {
    let silences = try silencing.read()
    let path = destination.path
    let format = format ?? path.flatMap(ReportRequest.Format.init(path:)) ?? .markdown
    let report = try await withSession(account, isReading: true, silences: silences) { session throws(Problem) in
      let loaded = try await session.policies()
      try loaded.demandWhole("The report would not be complete, so nothing was written.")
      let mail = try await session.mail.kept()
      let maker = ReportMaker(workspace: session.workspace, mail: mail, isFull: full)
      return try await maker.report(on: try await subject(loaded, session))
    }
    let data = try ReportWriter.data(of: report, as: format)
    guard let path else {
      Output.write(data)
      return .done
    }
    try ExportFile.write(data, to: path)
    Output.say("Wrote \(path).")
    return .done
  }

  private func subject(_ loaded: LoadedPolicies, _ session: Session) async throws(Problem) -> ReportSubject {
    guard review else { return ReportSubject(list: loaded.list, loadedAt: loaded.loadedAt) }
    let drift = try await session.workspace.compareDraft(with: loaded.list)
    EarlierText.say(drift.earlier, onlyNews: true)
    EarlierText.say(drift.dissolved)
    return ReportSubject(
      list: loaded.list,
      loadedAt: loaded.loadedAt,
      review: try await session.workspace.review(),
      conflicts: drift.conflicts
    )
  }
}

extension ReportRequest.Format: ExpressibleByArgument {}
