import Policies
import PolicyCore
import Values

/// The rows that the draft touches, judged as they will be: those of the list that have an operation, and new policies.
///
/// An operation on a policy that is not in the list has no row: the review tells of it.
struct DraftedRows: Sendable {
  /// As they will be, in the order of the queue; a new policy's times are that of its queueing.
  let rows: SearchRows
  /// For each row the index in the list, or the complement of the index among the new policies.
  let codes: [Int32]
  let operations: [DraftOperation]
  /// The new policies, in the order in which they were queued.
  let created: [NewPolicy]
  /// Whether a row of the list is among these; empty where none is.
  let isDrafted: [Bool]
  /// Which rules hold of each.
  let signs: [RowSigns]
  private let judgedEffects: [PolicyID: Effect]
  private let usage: PolicyUsage?

  init(_ draft: Draft, on index: SearchIndex, findings: RowFindings, usage: PolicyUsage?) {
    var policies: [AllowPolicy] = []
    var former: [Int: PolicyFields] = [:]
    var codes: [Int32] = []
    var operations: [DraftOperation] = []
    var created: [NewPolicy] = []
    var isDrafted: [Bool] = []
    var signs: [RowSigns] = []
    for operation in draft.isEmpty ? [] : draft.operations {
      if case .create(let policy) = operation.intent {
        policies.append(
          AllowPolicy(
            id: policy.placeholderID,
            fields: policy.fields,
            createdAt: policy.queuedAt,
            modifiedAt: policy.queuedAt
          )
        )
        codes.append(~Int32(created.count))
        created.append(policy)
        signs.append(findings.signs(ofOther: operation.id))
      } else if let row = index.list.index(of: operation.id) {
        if isDrafted.isEmpty { isDrafted = [Bool](repeating: false, count: index.list.count) }
        isDrafted[row] = true
        var policy = index.list[row]
        if case .edit(_, let edit) = operation.intent {
          former[policies.count] = policy.fields
          policy.fields = policy.fields.applying(edit.changes)
        }
        policies.append(policy)
        codes.append(Int32(row))
        signs.append(findings.signs(ofRow: row))
      } else {
        continue
      }
      operations.append(operation)
    }
    rows = SearchRows(PolicyList(policies), former: former)
    self.codes = codes
    self.operations = operations
    self.created = created
    self.isDrafted = isDrafted
    self.signs = signs
    judgedEffects = findings.effects
    self.usage = usage
  }

  var isEmpty: Bool { codes.isEmpty }

  /// What each operation does; looked up only where a filter or an order asks for it, because patterns take time.
  var effects: [Effect] {
    operations.map { judgedEffects[$0.id] ?? JudgedEffect.of($0).effect }
  }

  /// All rows in the order of the list's, these in their places among the others.
  func merged(into sorting: Sorting) -> [Int32] {
    guard !isEmpty else { return sorting.rows }
    let inserted = self.sorting(by: sorting.order)
    var codes: [Int32] = []
    codes.reserveCapacity(sorting.rows.count + created.count)
    var next = 0
    for row in sorting.rows where isDrafted.isEmpty || !isDrafted[Int(row)] {
      while next < inserted.rows.count,
        inserted.keys.places(Int(inserted.rows[next]), before: sorting.keys, Int(row))
      {
        codes.append(self.codes[Int(inserted.rows[next])])
        next += 1
      }
      codes.append(row)
    }
    codes.append(contentsOf: inserted.rows[next...].map { self.codes[Int($0)] })
    return codes
  }

  private func sorting(by order: SortOrder) -> Sorting {
    let effects = order.contains(.effect) ? effects : []
    // Above every moment that a timestamp of four-digit years can name.
    let newer: UInt64 = 1 << 62
    let columns = rows.columns
    let queued = codes.indices.map { codes[$0] < 0 ? $0 + 1 : 0 }
    return Sorting(of: rows, by: order, queued: queued) { column, row in
      switch column {
      case .operation: Self.rank(of: operations[row].kind)
      case .effect: Self.rank(of: effects[row])
      case .finding: Sorting.rank(of: signs[row])
      case .modified where codes[row] < 0: Sorting.rank(of: columns.lastChange(row)) | newer
      case .created where codes[row] < 0: Sorting.rank(of: columns.moment(.created, row)) | newer
      case .used, .lastUsed: Sorting.rank(of: usage?[operations[row].id], in: column)
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
    case .both: 1
    case .unclear: 2
    case .narrows: 3
    case .neutral: 4
    }
  }
}
