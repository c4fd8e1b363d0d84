import ArgumentParser
import Foundation
import JSONText
import Values

/// The command `postern doctor`.
struct DoctorCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check all that Postern needs, and say what to do.",
    discussion: """
      Looks at the terminal, the locale, the configuration with its keys and themes, the folders, the drafts and the \
      history, the credentials, the connection and the permission to read. What depends on something broken is skipped \
      with the reason. It works without a terminal and without an account.

      Nothing is made or mended, and the API is asked for one policy only. Whether the credentials may write cannot be \
      told without writing, so it is not checked.

      Exit status 1 if a check failed, 2 if there is no account, else 0; a warning is no failure.

      EXAMPLES
        postern doctor
        postern doctor --offline --format json | jq .summary
      """
  )

  @OptionGroup var account: AccountOptions
  @Flag(help: "Leave the network alone. A token command is run all the same.")
  var offline = false
  @Option(help: "text or json.")
  var format = TextFormat.text

  func work() async throws(Problem) -> ExitStatus {
    let doctor = Doctor(
      environment: ProcessInfo.processInfo.environment,
      account: account.account,
      isOffline: offline,
      limit: RunOptions.limit ?? AccountTrial.standardLimit
    )
    let checks = await doctor.checks()
    if format == .json {
      Output.write(JSONShapes.doctor(checks))
    } else {
      Output.write(lines: CheckText.lines(of: checks))
    }
    return checks.exitStatus
  }
}

extension JSONShapes {
  static func doctor(_ checks: [Check]) -> OrderedJSON {
    .object([
      Member("checks", .array(checks.map(check))),
      Member(
        "summary",
        .object(Check.Status.allCases.map { Member($0.rawValue, .integer(checks.count(of: $0))) })
      ),
    ])
  }

  private static func check(_ check: Check) -> OrderedJSON {
    .object([
      Member("name", .string(check.name.rawValue)),
      Member("status", .string(check.status.rawValue)),
      Member("found", .string(check.found)),
      Member("advice", check.advice.isEmpty ? .null : .string(check.advice)),
    ])
  }
}
