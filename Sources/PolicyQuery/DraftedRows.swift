import Policies
import PolicyCore
import Values

/// The rows that the draft touches, judged as they will be: those of the list that have an operation, and new policies.
///
/// An operation on a policy that is not in the list has no row: the review tells of it.
struct DraftedRows: Sendable {
  /// In the order of the queue.
  ///
  /// Words are looked for in the fields before and after.
  let table: RowTable
  /// For each row the index in the list, or the complement of the index among the new policies.
  let codes: [Int32]
  let operations: [DraftOperation]
  /// The new policies, in the order in which they were queued.
  let created: [NewPolicy]
  /// Whether a row of the list is among these; empty where none is.
  let isDrafted: [Bool]
  /// The findings' levels as bits.
  let levels: [UInt8]
  private let judgedEffects: [PolicyID: Effect]

  init(_ draft: Draft, on index: SearchIndex, findings: RowFindings) {
    var table = RowTable(capacity: draft.count)
    var codes: [Int32] = []
    var operations: [DraftOperation] = []
    var created: [NewPolicy] = []
    var isDrafted: [Bool] = []
    var levels: [UInt8] = []
    for operation in draft.isEmpty ? [] : draft.operations {
      if case .create(let policy) = operation.intent {
        let moment = Instant(policy.queuedAt)
        table.append(policy.placeholderID, policy.fields, modified: moment, created: moment)
        codes.append(~Int32(created.count))
        created.append(policy)
        levels.append(findings.levels(ofOther: operation.id))
      } else if let row = index.list.index(of: operation.id) {
        if isDrafted.isEmpty { isDrafted = [Bool](repeating: false, count: index.list.count) }
        isDrafted[row] = true
        Self.append(operation, row, of: index, to: &table)
        codes.append(Int32(row))
        levels.append(findings.levels(ofRow: row))
      } else {
        continue
      }
      operations.append(operation)
    }
    self.table = table
    self.codes = codes
    self.operations = operations
    self.created = created
    self.isDrafted = isDrafted
    self.levels = levels
    judgedEffects = findings.effects
  }

  private static func append(_ operation: DraftOperation, _ row: Int, of index: SearchIndex, to table: inout RowTable) {
    let policy = index.list[row]
    let (modified, created) = (index.table.modified[row], index.table.created[row])
    if case .edit(_, let edit) = operation.intent {
      let fields = policy.fields.applying(edit.changes)
      table.append(policy.id, fields, former: policy.fields, modified: modified, created: created)
    } else {
      table.append(policy.id, policy.fields, modified: modified, created: created)
    }
  }

  var isEmpty: Bool { codes.isEmpty }

  /// What each operation does; looked up only where a filter or an order asks for it, because patterns take time.
  var effects: [Effect] {
    operations.map { judgedEffects[$0.id] ?? Effect.of(before: $0.base?.fields, after: $0.result) }
  }

  func sorting(by order: SortOrder) -> Sorting {
    let effects = order.contains(.effect) ? effects : []
    // Above every moment that a timestamp of four-digit years can name.
    let newer: UInt64 = 1 << 62
    let operations = operations
    return Sorting(of: table, by: order, id: { operations[$0].id }) { column, row in
      switch column {
      case .operation: Self.rank(of: operations[row].kind)
      case .effect: Self.rank(of: effects[row])
      case .finding: Sorting.rank(ofLevels: levels[row])
      case .modified where codes[row] < 0: Sorting.rank(of: table.modified[row]) | newer
      case .created where codes[row] < 0: Sorting.rank(of: table.created[row]) | newer
      case .pattern, .type, .regex, .trusted, .acceptable, .exempt, .verify, .modified, .created, .comments: nil
      }
    }
  }

  private static func rank(of kind: OperationKind) -> UInt64 {
    switch kind {
    case .delete: 0
    case .patch: 1
    case .put: 2
    case .post: 3
    }
  }

  private static func rank(of effect: Effect) -> UInt64 {
    switch effect {
    case .widens: 0
    case .unclear: 1
    case .narrows: 2
    case .neutral: 3
    }
  }
}
