package import Policies
import Values

/// A list and which rules hold of its rows: what a draft is laid over.
package struct ListFindings: Sendable {
  package let rows: RowFindings
  let list: PolicyList
  /// The policies, indexed.
  package let policies: PolicySet
  /// The policies of which a file accepts something: the same for every draft over the list.
  private let silenced = LastAnswer<Set<ByBytes<String>>, [PolicyID]>()

  /// Judges every policy of a list; n log n.
  ///
  /// Silenced findings count here, and are left out once a draft is laid over it.
  package init(of list: PolicyList, settings: RuleSettings) {
    let judge = ListJudge(list, settings: settings.withoutSuppressions)
    self.init(judge, rows: RowFindings(judge.signs(ofRows: list.indices), of: list))
  }

  /// The same, with all cores at work.
  package static func onAllCores(of list: PolicyList, settings: RuleSettings) async -> ListFindings {
    let judge = await ListJudge.onAllCores(list, settings: settings.withoutSuppressions)
    return ListFindings(judge, rows: await judge.signs())
  }

  /// The same with what follows from what the policies let through; costs a look at each row.
  package func knowing(_ usage: PolicyUsage, settings: RuleSettings) -> ListFindings {
    guard usage.coverage?.isComplete == true else { return self }
    var settings = settings.withoutSuppressions
    settings.usage = usage
    let judge = Judge([Rule.unused], settings: settings)
    let signs = list.indices.map { row in
      guard usage.use(ofRow: row, in: list) == nil else { return RowSigns() }
      let policy = list[row]
      // What the pattern says is not asked for.
      let facts = PolicyFacts(id: policy.id, fields: policy.fields, reading: .nothing, remote: policy)
      return judge.signs(of: facts, in: policies, row: row)
    }
    return ListFindings(rows: rows.adding(signs), list: list, policies: policies)
  }

  /// The policies with a pattern of which the settings' file accepts something; costs a look at each row, once for a file.
  func silenced(by settings: RuleSettings) -> [PolicyID] {
    let patterns = settings.silencedPatterns
    guard !patterns.isEmpty else { return [] }
    return silenced.answer(to: patterns) {
      let bytes = Set(patterns.map { ArraySlice($0.wrappedValue.utf8) })
      return list.indices.filter { bytes.contains(list.table.columns.pattern($0)) }.map { list[$0].id }
    }
  }

  private init(rows: RowFindings, list: PolicyList, policies: PolicySet) {
    self.rows = rows
    self.list = list
    self.policies = policies
  }

  private init(_ judge: ListJudge, rows: RowFindings) {
    self.rows = rows
    policies = judge.policies
    list = judge.list
  }
}

extension RuleSettings {
  fileprivate var withoutSuppressions: RuleSettings {
    var other = self
    other.suppressions = []
    other.silences = []
    return other
  }
}
