import ArgumentParser
import JSONText
import Policies
package import PolicyFiles
import PolicyQuery
import Values

/// The command `postern list`.
struct ListCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the policies.",
    discussion: """
      CSV has a header, ids and dates, and can be kept and followed by `plan`; the dashboard's own is what `export` \
      writes.

      EXAMPLES
        postern list --filter 'type:ip -office'
        postern list --columns id,pattern --sort -modified --format csv
        postern list --format json | jq -r '.[].pattern'
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var filtering: FilterOptions
  @Option(help: "table, json or csv.")
  var format = PolicyFormat.table

  @Option(
    help: "Which columns, such as id,pattern,verify: \(ListedColumn.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var columns: ColumnChoice?
  @Option(
    parsing: .unconditional,
    help: "By which columns to sort, such as pattern or -modified,pattern; - puts the greatest first."
  )
  var sort: SortChoice?

  func work() async throws(Problem) -> ExitStatus {
    var filter = try filtering.sieve()
    if let sort { filter.order = sort.order }
    let policies = try await withSession(account, isReading: true) { [filter] session throws(Problem) in
      try await filter.policies(of: session, in: try await session.policies())
    }
    if policies.isEmpty, !filter.query.isEmpty { Output.say("postern: the filter keeps no policy.") }
    switch format {
    case .table:
      Output.write(columns.map { Self.table(of: policies, $0.columns) }?.text ?? Self.table(of: policies).text)
    case .json:
      guard let columns else {
        await JSONShapes.write(policies, to: Output.write)
        return .done
      }
      Output.write(.array(policies.map { policy in .object(columns.columns.map { $0.json(of: policy) }) }))
    case .csv:
      let file = ListedCSV(policies, columns: columns?.columns ?? ListedColumn.allCases)
      Output.write(file.data)
      if file.incomplete > 0 {
        let what = file.incomplete.counted("policy has", "policies have")
        Output.say("postern: \(what) something that no cell can say.")
      }
    }
    return .done
  }

  private static func table(of policies: some Collection<AllowPolicy>, _ columns: [ListedColumn]) -> TextTable {
    var table = TextTable(columns.map { $0.rawValue.uppercased() })
    for policy in policies { table.append(columns.map { $0.words(of: policy) }) }
    return table
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

/// Columns of a list, as a person names them.
struct ColumnChoice: ExpressibleByArgument {
  let columns: [ListedColumn]

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let columns = names.compactMap { ListedColumn(rawValue: $0.trimmed.lowercased()) }
    guard columns.count == names.count, Set(columns).count == columns.count else { return nil }
    self.columns = columns
  }
}

/// An order, as a person names it.
struct SortChoice: ExpressibleByArgument {
  let order: PolicyQuery.SortOrder

  init?(argument: String) {
    var keys: [PolicyQuery.SortOrder.Key] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let isDescending = name.hasPrefix("-")
      let text = (isDescending ? name.dropFirst() : name).trimmed.lowercased()
      guard let column = ListedColumn(rawValue: text).flatMap({ PolicyQuery.SortOrder.Column(rawValue: $0.rawValue) })
      else {
        return nil
      }
      keys.append(PolicyQuery.SortOrder.Key(column, isAscending: !isDescending))
    }
    order = PolicyQuery.SortOrder(keys)
  }
}

extension ListedColumn {
  /// The value as people read it.
  fileprivate func words(of policy: AllowPolicy) -> String {
    switch self {
    case .id: policy.id.text
    case .created: policy.createdAt ?? ""
    case .modified: policy.lastChange ?? ""
    case .pattern, .type, .regex, .trusted, .acceptable, .exempt, .verify, .comments:
      field.flatMap { policy.fields.words(for: $0) } ?? ""
    }
  }
}

extension TableFormat: ExpressibleByArgument {}
extension PolicyFormat: ExpressibleByArgument {}
extension TextFormat: ExpressibleByArgument {}
extension ImportForm.Kind: ExpressibleByArgument {}
