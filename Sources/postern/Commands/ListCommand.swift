import ArgumentParser
import JSONText
import Policies
import PolicyCore
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
      writes. The columns used and lastused tell what policies let through of the mail that `mail fetch` has read.

      EXAMPLES
        postern list --filter 'type:ip -office'
        postern list --columns id,pattern --sort -modified --format csv
        postern list --columns pattern,used,lastused --sort -used
        postern list --format json | jq -r '.[].pattern'
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var filtering: FilterOptions
  @Option(help: "table, json or csv.")
  var format = PolicyFormat.table

  @Option(
    help: "Which columns, such as id,pattern,verify: \(PrintedColumn.allCases.map(\.name).joined(separator: ", "))."
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
    let asksForUsage = columns?.columns.contains { $0 == .used || $0 == .lastUsed } ?? false
    let (policies, usage) = try await withSession(account, isReading: true) { [filter] session throws(Problem) in
      let loaded = try await session.policies()
      let usage = asksForUsage ? await session.usage.usage(of: loaded.list) : nil
      guard !asksForUsage || usage != nil else { throw .noMail(of: session.account.name) }
      if !filter.asksForUsage { usage?.sayWhatIsMissing() }
      return (try await filter.policies(of: session, in: loaded), usage)
    }
    if policies.isEmpty, !filter.query.isEmpty { Output.say("postern: the filter keeps no policy.") }
    switch format {
    case .table:
      Output.write(columns.map { Self.table(of: policies, $0.columns, usage) }?.text ?? Self.table(of: policies).text)
    case .json:
      guard let columns else {
        await JSONShapes.write(policies, to: Output.write)
        return .done
      }
      Output.write(.array(policies.map { policy in .object(columns.columns.map { $0.json(of: policy, usage) }) }))
    case .csv:
      let file = columns.map { ListedCSV(policies, columns: $0.columns.map { $0.csv(usage) }) } ?? ListedCSV(policies)
      Output.write(file.data)
      if file.incomplete > 0 {
        let what = file.incomplete.counted("policy has", "policies have")
        Output.say("postern: \(what) something that no cell can say.")
      }
    }
    return .done
  }

  private static func table(
    of policies: some Collection<AllowPolicy>,
    _ columns: [PrintedColumn],
    _ usage: PolicyUsage?
  ) -> TextTable {
    var table = TextTable(columns.map { $0.name.uppercased() })
    for policy in policies { table.append(columns.map { $0.words(of: policy, usage) }) }
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
  let columns: [PrintedColumn]

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let columns = names.compactMap { PrintedColumn(name: $0.trimmed.lowercased()) }
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
      guard let column = PrintedColumn(name: text).flatMap({ PolicyQuery.SortOrder.Column(rawValue: $0.name) }) else {
        return nil
      }
      keys.append(PolicyQuery.SortOrder.Key(column, isAscending: !isDescending))
    }
    order = PolicyQuery.SortOrder(keys)
  }
}

/// A column of the list: one that a file of policies has, or what mail says of them.
enum PrintedColumn: Hashable {
  case listed(ListedColumn)
  case used
  case lastUsed

  static let allCases = ListedColumn.allCases.map { PrintedColumn.listed($0) } + [.used, .lastUsed]

  init?(name: String) {
    guard let column = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = column
  }

  var name: String {
    switch self {
    case .listed(let column): column.rawValue
    case .used: "used"
    case .lastUsed: "lastused"
    }
  }

  /// The value as people read it.
  fileprivate func words(of policy: AllowPolicy, _ usage: PolicyUsage?) -> String {
    switch self {
    case .listed(let column): column.words(of: policy)
    case .used: String(usage?[policy.id]?.count ?? 0)
    case .lastUsed: usage?[policy.id]?.lastDay ?? ""
    }
  }

  fileprivate func csv(_ usage: PolicyUsage?) -> ListedCSV.Column {
    switch self {
    case .listed(let column): .listed(column)
    case .used, .lastUsed: .other(name: name) { words(of: $0, usage) }
    }
  }

  fileprivate func json(of policy: AllowPolicy, _ usage: PolicyUsage?) -> OrderedJSON.Member {
    switch self {
    case .listed(let column): column.json(of: policy)
    case .used: OrderedJSON.Member("used", .integer(usage?[policy.id]?.count ?? 0))
    case .lastUsed: OrderedJSON.Member("last_used", usage?[policy.id]?.lastDay.map(OrderedJSON.string) ?? .null)
    }
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
