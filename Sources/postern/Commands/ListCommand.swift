import ArgumentParser
import PolicyCore

/// The command `postern list`.
struct ListCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the policies.",
    discussion: """
      EXAMPLES
        postern list --filter 'type:ip -office'
        postern list --format json
      """
  )

  @OptionGroup var account: AccountOptions
  @Option(help: "Only policies that this filter keeps, as in the screen's filter line.")
  var filter = ""
  @Option(help: "table or json.")
  var format = TableFormat.table

  func work() async throws(Problem) -> ExitStatus {
    let query = try Query(parsing: filter, rules: Rule.names).checked()
    let policies = try await withSession(account) { session throws(Problem) in
      let loaded = try await session.workspace.loadPolicies()
      let draft = try await session.workspace.draft()
      let findings =
        query.asksForFindings ? try await session.workspace.findings(on: loaded.list, draft: draft) : nil
      if !loaded.isComplete {
        Output.say(Self.incompleteWarning)
      }
      return try kept(by: query, in: loaded.list, draft: draft.draft, findings: findings?.rows ?? RowFindings())
    }
    if format == .json {
      Output.write(.array(policies.map { OrderedJSON($0) }))
    } else {
      Output.write(Self.table(of: policies).text)
    }
    return .done
  }

  static let incompleteWarning =
    "postern: the list kept changing while it was read, so policies may be missing. Trying again is safe."

  /// The server's policies that the filter keeps, oldest first.
  ///
  /// New policies of the draft are not policies yet.
  private func kept(
    by query: Query,
    in list: PolicyList,
    draft: Draft,
    findings: RowFindings
  ) throws(Problem) -> [AllowPolicy] {
    do {
      let order = PolicyCore.SortOrder([.init(.created, isAscending: true)])
      let rows = try PolicyFilter.rows(of: list, draft: draft, query: query, order: order, findings: findings)
      return rows.compactMap { row in
        if case .policy(let index) = row { list[index] } else { nil }
      }
    } catch {
      throw Problem(.interrupted, what: "Interrupted.", advice: "", retry: .safe)
    }
  }

  static func table(of policies: [AllowPolicy]) -> TextTable {
    var table = TextTable(["ID", "PATTERN", "TYPE", "TRUSTED", "ACCEPT.", "EXEMPT", "VERIFY", "MODIFIED", "COMMENTS"])
    for policy in policies {
      let flags = PolicyFlag.allCases.map { flag in policy.fields[flag.field].map { "\($0)" } ?? "?" }
      let type = (policy.fields.patternType?.label ?? "?") + (policy.fields.isRegex == true ? " re" : "")
      table.append(
        [policy.id.text, policy.pattern, type] + flags
          + [String((policy.lastChange ?? "").prefix(10)), policy.fields.comments ?? ""]
      )
    }
    return table
  }
}

extension TableFormat: ExpressibleByArgument {}
extension TextFormat: ExpressibleByArgument {}
