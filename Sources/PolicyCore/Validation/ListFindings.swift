package import Policies

/// The findings on the policies that are there, kept small: of each row which rules hold and how much it matters.
///
/// Sentences are made again when somebody reads them, through ``AccountFindings``: those of 100,000 policies would take
/// more memory than the policies.
package struct ListFindings: Sendable {
  /// The policies, indexed.
  package let policies: PolicySet
  package let rows: RowFindings
  let list: PolicyList
  let judge: Judge

  /// Judges every policy of a list; n log n.
  ///
  /// Silenced findings count here, and are left out once a draft is laid over it.
  package init(of list: PolicyList, settings: RuleSettings) {
    var settings = settings
    settings.suppressions = []
    let lint = Lint(of: list, settings: settings)
    policies = lint.policies
    rows = RowFindings(lint.findings, in: list)
    judge = Judge(settings: settings)
    self.list = list
  }
}
