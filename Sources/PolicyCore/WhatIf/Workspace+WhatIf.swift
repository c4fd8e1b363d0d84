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

extension Workspace {
  /// The review with what its batch would have done with mail that was read; as it is where there is none.
  ///
  /// Throws a ``Problem`` of kind `interrupted` if its task is cancelled.
  package func replaying(
    _ review: Review,
    over mail: KeptMail,
    examples: Int = ReplayReport.examples
  ) async throws(Problem) -> Review {
    guard mail.coverage != nil, !review.operations.isEmpty else { return review }
    let policies = await policies() ?? PolicySet(PolicyList([]))
    let whatIf = WhatIf(policies, draft: review.operations.map(\.operation), first: settings.firstReading)
    var review = review
    do throws(CancellationError) {
      let result = try await MailReplay(whatIf).run(over: mail.log)
      review.mail = MailEffect(ReplayReport(result, of: whatIf, over: mail, examples: examples))
    } catch {
      throw .mailInterrupted
    }
    return review
  }
}
