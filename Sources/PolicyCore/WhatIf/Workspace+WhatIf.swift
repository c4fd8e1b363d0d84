import Policies
package import Values

extension Workspace {
  /// What the newest list lets messages past, as it is and once the draft has run.
  ///
  /// Throws a ``Problem`` where the draft cannot be read.
  package func whatIf() async throws(Problem) -> WhatIf {
    await whatIf(after: try await draft().draft.operations)
  }

  /// The same once these operations have run.
  package func whatIf(after operations: [DraftOperation]) async -> WhatIf {
    let policies = await policies() ?? PolicySet(PolicyList([]))
    return WhatIf(policies, draft: BatchPlan(operations).ordered, first: settings.firstReading)
  }
}

extension Workspace {
  /// What the newest list lets messages past, as it is and once a batch from a file has run.
  ///
  /// Throws a ``Problem`` where the policies that the file names cannot be read.
  package func whatIf(of file: BatchFile) async throws(Problem) -> WhatIf {
    let known = try await policies(named: file)
    let policies = await policies() ?? PolicySet(PolicyList([]))
    let operations = file.operations { known[$0] ?? nil }
    return WhatIf(policies, draft: BatchPlan(asWritten: operations).ordered, first: settings.firstReading)
  }
}
