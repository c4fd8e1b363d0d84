package import Policies
package import PolicyCore
package import Values

/// What importing a file would queue, row by row: a preview, and the change to the draft.
///
/// A row is about the policy that has its pattern, type and expression in any spelling, the draft included. Where several
/// policies have them, a row that equals one of them is about that one, and another row about the one that no row
/// equals; if even so several could be meant, the row is refused.
package struct ImportPlan: Equatable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// The line in which the row begins, counted from 1.
    package let line: Int
    /// What the row says; for a new policy all fields.
    package let fields: PolicyFields
    package let outcome: Outcome
  }

  package enum Outcome: Hashable, Sendable {
    case new
    /// There is such a policy with these flags and this comment: nothing to do.
    case duplicate(of: PolicyID)
    /// The draft makes it so, and nothing of that was sent: nothing to do.
    case queued(as: PolicyID)
    /// There is such a policy with other flags or another comment.
    ///
    /// Boxed, because a file may have very many rows.
    indirect case changed(Change)
    /// An earlier row says the same: nothing to do.
    case repeated(line: Int)
    case invalid([ImportMistake])
    /// A person wants it to be passed over.
    case leftOut
  }

  package struct Change: Hashable, Sendable {
    /// As the server has it; for a new policy of the draft with the fields that are queued.
    package let policy: AllowPolicy
    /// With what is queued already.
    package let before: PolicyFields
    /// Only what the row changes.
    package let changes: PolicyFields
  }

  package struct Counts: Hashable, Sendable {
    package var new = 0
    package var duplicate = 0
    package var queued = 0
    package var changed = 0
    package var repeated = 0
    package var invalid = 0
    package var leftOut = 0

    /// How many rows would queue something.
    package var ready: Int { new + changed }

    /// How many rows are not taken as they are.
    package var rest: Int { invalid + leftOut }
  }

  /// One for each row, in the order of the file.
  package let entries: [Entry]
  package let counts: Counts
  /// What is to be said of lines that make no row.
  package let remarks: [ImportRemark]
  /// Why nobody can say what the rest of the file means; then nothing of it is queued.
  package let broken: ImportMistake?

  /// Judges each row against the policies as the draft leaves them.
  package init(_ file: PolicyCSV, over list: PolicyList, draft: Draft) {
    var judge = ImportJudge(file: file, list: list, draft: draft)
    let outcomes = judge.outcomes()
    var counts = Counts()
    for outcome in outcomes {
      switch outcome {
      case .new: counts.new += 1
      case .duplicate: counts.duplicate += 1
      case .queued: counts.queued += 1
      case .changed: counts.changed += 1
      case .repeated: counts.repeated += 1
      case .invalid: counts.invalid += 1
      case .leftOut: counts.leftOut += 1
      }
    }
    self.counts = counts
    remarks = file.remarks
    broken = file.broken
    entries = zip(file.rows, outcomes).map { row, outcome in
      let fields = outcome == .new ? ImportSubject.completed(row.fields) : row.fields
      return Entry(line: row.line, fields: fields, outcome: outcome)
    }
  }

  /// The change to the draft, which is undone as one; nil if there is nothing to queue.
  ///
  /// All or nothing: throws a ``Problem`` of kind `invalid` where a row is, unless such rows are to be left out.
  package func edit(
    skippingInvalid: Bool = false,
    newPolicy: (PolicyFields) -> NewPolicy
  ) throws(Problem) -> DraftEdit? {
    if let refusal = refusal(skippingInvalid: skippingInvalid) { throw refusal }
    var edits: [DraftEdit.FieldEdit] = []
    var creations: [NewPolicy] = []
    for entry in entries {
      switch entry.outcome {
      case .new: creations.append(newPolicy(entry.fields))
      case .changed(let change): edits.append(DraftEdit.FieldEdit(policy: change.policy, set: change.changes))
      case .duplicate, .queued, .repeated, .invalid, .leftOut: continue
      }
    }
    guard !edits.isEmpty || !creations.isEmpty else { return nil }
    var parts: [String] = []
    if !creations.isEmpty { parts.append("\(creations.count) new") }
    if !edits.isEmpty { parts.append("\(edits.count) changed") }
    return .group([.edit(edits), .create(creations)], title: "import \(parts.joined(separator: ", "))")
  }

  /// Why the file as a whole is not queued; nil if every row can be taken, or those that cannot are to be left out.
  ///
  /// A file whose rest nobody can read is never queued in part.
  package func refusal(skippingInvalid: Bool) -> Problem? {
    if let broken { return broken.problem(more: counts.invalid) }
    guard !skippingInvalid else { return nil }
    let first = entries.lazy.compactMap { entry in
      if case .invalid(let mistakes) = entry.outcome { mistakes.first } else { nil }
    }.first
    guard var problem = first?.problem(more: counts.invalid - 1) else { return nil }
    problem.advice += " Or leave out the rows that cannot be taken (--skip-invalid)."
    return problem
  }
}
