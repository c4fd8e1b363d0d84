import ArgumentParser
import PolicyCore
import Values

/// The command `postern guards`.
struct GuardsCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "guards",
    abstract: "Print which guards of the configuration hold, now and once the draft is submitted.",
    discussion: """
      A guard ([[guards]] in config.toml) says what must stay true of the policies, whatever is submitted. It is checked \
      over all mail: one that does not hold is shown with a message that breaks it. One that holds in some readings of \
      what is not documented about the server only, or is not decided, counts as broken one level lower.

      Exit status 3 if a guard of level error is broken once the draft is submitted, else 0.

      EXAMPLES
        postern guards
        postern guards --format json | jq '.[] | select(.holds != true)'
      """
  )

  @OptionGroup var account: AccountOptions
  @Option(help: "text or json.")
  var format = TextFormat.text

  func work() async throws(Problem) -> ExitStatus {
    let reports = try await withSession(account) { session throws(Problem) in
      _ = try await session.policies()
      return try await session.workspace.guards()
    }
    if format == .json {
      Output.write(JSONShapes.guards(reports))
    } else {
      Output.write(lines: GuardText.lines(of: reports))
    }
    return reports.contains { $0.level == .error } ? .invalid : .done
  }
}
