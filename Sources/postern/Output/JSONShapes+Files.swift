import PolicyCore
import JSONText
import Policies
import PolicyFiles

/// What `import` prints.
extension JSONShapes {
  static func importing(_ plan: ImportPlan, isQueued: Bool) -> OrderedJSON {
    let counts = plan.counts
    return .object([
      Member("rows", .array(plan.entries.map(row))),
      Member(
        "counts",
        .object([
          Member("new", .integer(counts.new)),
          Member("changed", .integer(counts.changed)),
          Member("duplicate", .integer(counts.duplicate + counts.queued)),
          Member("repeated", .integer(counts.repeated)),
          Member("invalid", .integer(counts.invalid)),
        ])
      ),
      Member(
        "remarks",
        .array(
          plan.remarks.map { .object([Member("line", .integer($0.line)), Member("message", .string($0.what))]) }
        )
      ),
      Member("broken", plan.broken.map(mistake) ?? .null),
      Member("queued", .bool(isQueued)),
    ])
  }

  /// The rows of an export are about what there is; what they change is what `plan` prints of it.
  static func importing(_ plan: DesiredPlan, isQueued: Bool) -> OrderedJSON {
    .object([Member("counts", counts(plan.counts)), Member("queued", .bool(isQueued))])
  }

  /// A batch has no rows; what it does is what `review` prints of it.
  static func importing(_ batch: Review, isQueued: Bool) -> OrderedJSON {
    .object([Member("counts", counts(batch.counts)), Member("queued", .bool(isQueued))])
  }

  private static func mistake(_ mistake: ImportMistake) -> OrderedJSON {
    .object([
      Member("line", .integer(mistake.line)),
      Member("column", .integer(mistake.column)),
      Member("message", .string(mistake.what)),
      Member("advice", .string(mistake.advice)),
    ])
  }

  private static func row(_ entry: ImportPlan.Entry) -> OrderedJSON {
    var outcome = ""
    var policyID: PolicyID?
    var earlierLine: Int?
    var changes: [OrderedJSON] = []
    var mistakes: [OrderedJSON] = []
    switch entry.outcome {
    case .new:
      outcome = "new"
    case .duplicate(let id), .queued(let id):
      outcome = "duplicate"
      policyID = id
    case .changed(let change):
      outcome = "changed"
      policyID = change.policy.id
      changes = change.changes.present.map { field in
        .object([
          Member("field", .string(field.rawValue)),
          Member("before", OrderedJSON(change.before[field])),
          Member("after", OrderedJSON(change.changes[field])),
        ])
      }
    case .repeated(let line):
      outcome = "repeated"
      earlierLine = line
    case .invalid(let found):
      outcome = "invalid"
      mistakes = found.map(mistake)
    // Only the screen leaves out single rows.
    case .leftOut:
      outcome = "left_out"
    }
    return .object([
      Member("line", .integer(entry.line)),
      Member("outcome", .string(outcome)),
      Member("pattern", .string(entry.fields.pattern ?? "")),
      Member("policy_id", policyID.map { .string($0.text) } ?? .null),
      Member("repeats_line", earlierLine.map(OrderedJSON.integer) ?? .null),
      Member("changes", .array(changes)),
      Member("mistakes", .array(mistakes)),
    ])
  }
}
