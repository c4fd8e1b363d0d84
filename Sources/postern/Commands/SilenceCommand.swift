import ArgumentParser
import PolicyCore
import PolicyFiles
import Policies
import Values

/// The command `postern silence`: accept a finding, or list what is accepted.
struct SilenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silence",
    abstract: "Accept a finding on a policy, or list what is accepted.",
    discussion: """
      EXAMPLES
        postern silence no-reason noreply@partner.example --reason 'SEC-1201, until March'
        postern silence list --format toml > silences.toml
      """,
    subcommands: [SilenceFindingCommand.self, SilenceListCommand.self],
    defaultSubcommand: SilenceFindingCommand.self
  )
}

/// The command `postern silence RULE POLICY`.
struct SilenceFindingCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding",
    abstract: "Accept a finding on a policy, with a reason (the standard: `silence RULE POLICY`).",
    discussion: """
      It is no longer counted then, on the screen and in `postern lint`, which go on showing it with the reason. Errors \
      cannot be accepted. With --silences, or `silences` in the configuration, it is added at the end of that file, which \
      holds for whoever uses the file, and for every policy with that pattern; else it is kept on this machine.

      EXAMPLES
        postern silence no-reason noreply@partner.example --reason 'SEC-1201, until March'
        postern silence no-reason noreply@partner.example --undo
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var silencing: SilenceOptions
  @Argument(help: "The rule.", completion: .list(Rule.names.map(\.rawValue)))
  var rule: String
  @Argument(help: "The policy's id or its whole pattern.", completion: .custom(KnownNames.patterns))
  var policy: String
  @Option(help: "Why it is accepted.")
  var reason: String?
  @Flag(help: "Count it again.")
  var undo = false

  func validate() throws {
    if undo == (reason != nil) { throw ValidationError("Give either --reason or --undo.") }
  }

  func work() async throws(Problem) -> ExitStatus {
    let rule = try Rule.known(as: rule).name
    let disk = try silencing.disk()
    return try await withSession(account) { session throws(Problem) in
      let found = try await PolicyChooser(session).policies(named: [policy])[0]
      let acceptance = Acceptance(session.workspace, disk)
      if let reason {
        try await acceptance.accept(
          Suppression(policyID: found.id, rule: rule, reason: reason),
          on: found.pattern
        )
        Output.say("Silenced: \(rule.rawValue) on \(found.pattern)\(disk.map { ", in \($0.path)" } ?? "").")
      } else {
        try await acceptance.takeBack(rule, of: found.id, found.pattern)
        Output.say("Counted again: \(rule.rawValue) on \(found.pattern).")
      }
      return .done
    }
  }
}

/// The command `postern silence list`.
struct SilenceListCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print what is accepted on this machine.",
    discussion: """
      With --format toml it is a file for --silences, so that others and a pipeline know of it too. What is accepted on \
      policies that no longer exist, or on some that have no pattern, cannot stand there and is said.

      EXAMPLES
        postern silence list
        postern silence list --format toml > silences.toml
      """
  )

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table
    case json
    case toml
  }

  @OptionGroup var account: AccountOptions
  @Option(help: "table, json or toml.")
  var format = Format.table

  func work() async throws(Problem) -> ExitStatus {
    let (kept, list) = try await withSession(account, isReading: true) { session throws(Problem) in
      (try await session.workspace.suppressions(), try await session.policies().list)
    }
    let known = kept.map { (suppression: $0, pattern: list[$0.policyID]?.fields.pattern ?? "") }
    switch format {
    case .table:
      var table = TextTable(["RULE", "PATTERN", "ID", "REASON"])
      for (suppression, pattern) in known {
        table.append([suppression.rule.rawValue, pattern, suppression.policyID.text, suppression.reason])
      }
      Output.write(table.text)
    case .json: Output.write(JSONShapes.silences(known))
    case .toml:
      let lost = known.filter(\.pattern.isEmpty)
      for (suppression, _) in lost {
        Output.say("\(suppression.rule.rawValue) on \(suppression.policyID) is left out: there is no pattern for it.")
      }
      let silences = known.filter { !$0.pattern.isEmpty }.map { suppression, pattern in
        Silence(rule: suppression.rule, pattern: pattern, reason: suppression.reason)
      }
      Output.write(SilenceFile.text(of: silences))
    }
    return .done
  }
}
