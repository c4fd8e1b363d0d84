import ArgumentParser
import JSONText
import Policies
import Values

/// The command `postern show`.
struct ShowCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print one policy.",
    discussion: """
      EXAMPLES
        postern show billing@acme.example
        postern show 3f2c8a4e-0000-4000-8000-000000000001 --format json
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "The policy's id or its whole pattern.", completion: .custom(KnownNames.patterns))
  var policy: String
  @Option(help: "text or json.")
  var format = TextFormat.text

  func work() async throws(Problem) -> ExitStatus {
    let found = try await withSession(account, isReading: true) { session throws(Problem) in
      try await PolicyChooser(session).policies(named: [policy])[0]
    }
    if format == .json {
      Output.write(OrderedJSON(found))
    } else {
      Output.write(Self.text(of: found))
    }
    return .done
  }

  private static func text(of policy: AllowPolicy) -> String {
    var table = TextTable(["id", policy.id.text])
    for field in PolicyField.allCases {
      table.append([field.label, policy.fields.words(for: field) ?? "(not said by the server)"])
    }
    table.append(["created", policy.createdAt ?? "(not said by the server)"])
    table.append(["modified", policy.lastChange ?? "(not said by the server)"])
    return table.text
  }
}
