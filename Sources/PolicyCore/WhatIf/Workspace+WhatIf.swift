import Policies
package import Values

extension Workspace {
  /// What the newest list lets messages past, as it is and once the draft has run.
  ///
  /// Throws a ``Problem`` where the draft cannot be read.
  package func whatIf() async throws(Problem) -> WhatIf {
    let policies = await policies() ?? PolicySet(PolicyList([]))
    let draft = try await draft().draft
    return WhatIf(policies, draft: BatchPlan(draft.operations).ordered, first: settings.firstReading)
  }
}
