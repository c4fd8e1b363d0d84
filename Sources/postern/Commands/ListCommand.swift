import ArgumentParser
import JSONText
import Policies
package import PolicyFiles
import Values

/// The command `postern list`.
struct ListCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the policies.",
    discussion: """
      EXAMPLES
        postern list --filter 'type:ip -office'
        postern list --format json | jq -r '.[].pattern'
      """
  )

  @OptionGroup var account: AccountOptions
  @Option(parsing: .unconditional, help: "Only policies that this filter keeps (`postern help filter`).")
  var filter = ""
  @Option(help: "table, json or csv.")
  var format = PolicyFormat.table

  func work() async throws(Problem) -> ExitStatus {
    let filter = try PolicySieve(filter)
    let policies = try await withSession(account, isReading: true) { session throws(Problem) in
      try await filter.policies(of: session, in: try await session.policies())
    }
    switch format {
    case .table: Output.write(Self.table(of: policies).text)
    case .json: await JSONShapes.write(policies, to: Output.write)
    case .csv:
      let file = CSVExport(policies)
      Output.write(file.data)
      Output.say(lines: file.remarks.map { "postern: \($0)" })
    }
    return .done
  }

  static func table(of policies: some Collection<AllowPolicy>) -> TextTable {
    var table = TextTable(["ID", "PATTERN", "TYPE", "TRUSTED", "ACCEPT.", "EXEMPT", "VERIFY", "MODIFIED", "COMMENTS"])
    for policy in policies {
      let flags = PolicyFlag.allCases.map { policy.fields.word(of: $0) }
      table.append(
        [policy.id.text, policy.fields.shownPattern, policy.fields.typeLabel] + flags
          + [String((policy.lastChange ?? "").prefix(10)), policy.fields.comments ?? ""]
      )
    }
    return table
  }
}

extension TableFormat: ExpressibleByArgument {}
extension PolicyFormat: ExpressibleByArgument {}
extension TextFormat: ExpressibleByArgument {}
extension ImportForm.Kind: ExpressibleByArgument {}
