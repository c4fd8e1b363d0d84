import Policies
package import Values

extension Workspace {
  /// What the newest list lets messages past, as it is and once the draft has run.
  ///
  /// Throws a ``Problem`` where the draft cannot be read.
  package func whatIf() async throws(Problem) -> WhatIf {
    let operations = try await draft().draft.operations
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

extension Workspace {
  /// What a review's batch would have done with mail that was read; nil where there is none, or the batch has nothing.
  ///
  /// Throws a ``Problem`` of kind `interrupted` if its task is cancelled.
  package func replay(
    of review: Review,
    over mail: KeptMail,
    examples: Int = ReplayReport.examples
  ) async throws(Problem) -> ReplayReport? {
    guard mail.coverage != nil, !review.operations.isEmpty else { return nil }
    let policies = await policies() ?? PolicySet(PolicyList([]))
    let whatIf = WhatIf(policies, draft: review.operations.map(\.operation), first: settings.firstReading)
    return try await ReplayReport(of: whatIf, over: mail, examples: examples)
  }

  /// The review with what its batch would have done with mail that was read; as it is where there is none.
  ///
  /// Throws a ``Problem`` of kind `interrupted` if its task is cancelled.
  package func replaying(
    _ review: Review,
    over mail: KeptMail,
    examples: Int = ReplayReport.examples
  ) async throws(Problem) -> Review {
    var review = review
    if let report = try await replay(of: review, over: mail, examples: examples) { review.mail = MailEffect(report) }
    return review
  }
}
