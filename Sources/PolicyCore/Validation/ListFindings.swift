package import Policies

/// A list and which rules hold of its rows: what a draft is laid over.
package struct ListFindings: Sendable {
  package let rows: RowFindings
  let list: PolicyList
  /// The policies, indexed.
  package let policies: PolicySet

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
