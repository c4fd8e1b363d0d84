package import Policies
package import PolicyCore
package import Values

extension Workspace {
  /// What the rows of a CSV file would queue, over a list that was just read.
  package func plan(_ file: PolicyCSV, over list: PolicyList) async throws(Problem) -> ImportPlan {
    let draft = try await draft().draft
    return await Task.detached { ImportPlan(file, over: list, draft: draft) }.value
  }

  /// The change of the draft that queues what a plan says, as one change; nil if there is nothing to queue.
  package func edit(queueing plan: ImportPlan, skippingInvalid: Bool) throws(Problem) -> DraftEdit? {
    try plan.edit(skippingInvalid: skippingInvalid) { newPolicy($0) }
  }
}
