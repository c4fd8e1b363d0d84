import JSONText
import PolicyCore
import Policies

/// What `plan` prints.
extension JSONShapes {
  static func plan(_ batch: PlannedBatch) -> OrderedJSON {
    let (plan, review) = (batch.plan, batch.review)
    let counts = plan.counts
    return .object([
      Member("account", account(review.account)),
      Member("create", .integer(counts.posts)),
      Member("update", .integer(counts.patches)),
      Member("delete", .integer(counts.deletes)),
      Member("unchanged", .integer(plan.unchanged)),
      Member("not_in_file", .integer(plan.missing.count)),
      Member(
        "missing",
        .array(
          plan.missing.map { .object([Member("id", .string($0.id.text)), Member("pattern", .string($0.pattern))]) }
        )
      ),
      Member("renames", .array(plan.renames.map(rename))),
      Member("operations", .array(review.operations.map { operation($0, line: plan.lines[$0.id]) })),
      Member("findings", .array(review.batchFindings.map { finding($0, place: nil) })),
      Member("fingerprint", .string(review.fingerprint.hex)),
      Member("needs", needs(of: review)),
      Member("reasons", .array(Confirmation.reasons(for: review).map(OrderedJSON.string))),
      Member(
        "remarks",
        .array(
          batch.remarks.map { .object([Member("line", .integer($0.line)), Member("message", .string($0.what))]) }
        )
      ),
    ])
  }

  private static func rename(_ rename: DesiredPlan.Rename) -> OrderedJSON {
    .object([
      Member("id", .string(rename.id.text)),
      Member("from", .string(rename.from)),
      Member("to", .string(rename.to)),
      Member("probable", .bool(rename.isProbable)),
    ])
  }
}
