import Policies
import Values

/// Makes a ``DesiredPlan``: matches the rows, and turns what differs into operations.
struct PlanMaker {
  private let rows: [DesiredRow]
  private let list: PolicyList
  private let account: AccountKey
  private let options: DesiredPlan.Options
  private let matching: RowMatching
  /// Which policies of the list are in the scope.
  private let isInScope: [Bool]

  init(
    _ rows: [DesiredRow],
    over list: PolicyList,
    of account: AccountKey,
    options: DesiredPlan.Options
  ) throws(Problem) {
    self.rows = rows
    self.list = list
    self.account = account
    self.options = options
    matching = RowMatching(rows, with: list)
    isInScope = try options.scope?.keeps(list) ?? [Bool](repeating: true, count: list.count)
  }

  func plan() throws(Problem) -> DesiredPlan {
    var plan = DesiredPlan()
    plan.mistakes = matching.mistakes
    plan.scopeCount = isInScope.count { $0 }
    let missing = matching.missing.filter { isInScope[$0] }
    var new = matching.new
    let renamed = renames(new, missing)
    plan.renames = renamed.map(rename)
    var targets = matching.policies
    var gone = Set<Int>()
    if options.prunes {
      for (row, policy) in renamed {
        targets[row] = policy
        gone.insert(policy)
      }
      new = new.filter { targets[$0] == nil }
    }
    let left = missing.filter { !gone.contains($0) }
    let edits = edits(targets, into: &plan)
    checkNew(new, into: &plan)
    try checkScope(edits, new, into: &plan)
    plan.remarks = remarks(new)
    plan.mistakes.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    guard plan.mistakes.isEmpty else { return plan }
    try fill(&plan, with: edits, new, left)
    return plan
  }

  // MARK: - Updates

  private struct Edit {
    let row: Int
    let policy: AllowPolicy
    let changes: PolicyFields
  }

  /// What the rows change in their policies; a row that would set what cannot be read is a mistake.
  private func edits(_ targets: [Int?], into plan: inout DesiredPlan) -> [Edit] {
    var edits: [Edit] = []
    for (row, target) in targets.enumerated() {
      guard let target else { continue }
      let fields = list.fields(at: target)
      var changes = rows[row].changes(to: fields)
      // A policy that is found by another spelling of its pattern keeps its own.
      if matching.respelled.contains(row) { changes.pattern = nil }
      guard !changes.isEmpty else {
        plan.unchanged += 1
        continue
      }
      if let field = changes.present.first(where: { fields.unread[$0] != nil }), let said = fields.unread[field] {
        plan.mistakes.append(
          rows[row].mistake(
            "Of the \(field.label) of the policy \(list.id(at: target)) the server said \(said).",
            advice: "What it is cannot be compared: set it in the dashboard, or do not say the field here."
          )
        )
        continue
      }
      edits.append(Edit(row: row, policy: list[target], changes: changes))
    }
    return edits
  }

  private func checkNew(_ new: [Int], into plan: inout DesiredPlan) {
    for row in new where rows[row].fields.patternType == nil {
      plan.mistakes.append(
        rows[row].mistake(
          "\(rows[row].fields.pattern ?? "The row") is new, and has no type.",
          advice: "Give it one: EMAIL, DOMAIN or IP."
        )
      )
    }
  }

  // MARK: - Scope

  /// Rows about what is outside of the scope, or that would lead out of it, are mistakes.
  private func checkScope(_ edits: [Edit], _ new: [Int], into plan: inout DesiredPlan) throws(Problem) {
    guard let scope = options.scope else { return }
    for (row, policy) in matching.policies.enumerated() {
      guard let policy, !isInScope[policy] else { continue }
      let what = "The row is about a policy outside of the scope: \(list.fields(at: policy).shownPattern)"
      plan.mistakes.append(
        rows[row].mistake("\(what) (\(list.id(at: policy))).", advice: "Take it out, or widen the scope.")
      )
    }
    let edited = edits.filter { edit in list.index(of: edit.policy.id).map { isInScope[$0] } ?? false }
    let results = edited.map { $0.policy.fields.applying($0.changes) } + new.map { rows[$0].created }
    guard !results.isEmpty else { return }
    for (place, isKept) in try scope.keeps(results).enumerated() where !isKept {
      let isEdit = place < edited.count
      let row = isEdit ? edited[place].row : new[place - edited.count]
      plan.mistakes.append(
        rows[row].mistake(
          isEdit ? "What the row changes would lead out of the scope." : "The row is new, and outside of the scope.",
          advice: "Take it out, or widen the scope."
        )
      )
    }
  }

  // MARK: - Renames

  /// A row and a policy that differ in their patterns alone, and are the only ones of their kind.
  private func renames(_ new: [Int], _ missing: [Int]) -> [(row: Int, policy: Int)] {
    guard !new.isEmpty, !missing.isEmpty else { return [] }
    var rowsByKind: [Kind: [Int]] = [:]
    for row in new {
      if let kind = Kind(rows[row].created) { rowsByKind[kind, default: []].append(row) }
    }
    var policiesByKind: [Kind: [Int]] = [:]
    for policy in missing {
      guard let kind = Kind(list.fields(at: policy)), rowsByKind[kind] != nil else { continue }
      policiesByKind[kind, default: []].append(policy)
    }
    return new.compactMap { row in
      guard let kind = Kind(rows[row].created), rowsByKind[kind]?.count == 1, let policies = policiesByKind[kind],
        policies.count == 1
      else { return nil }
      return (row, policies[0])
    }
  }

  /// All that a policy says beside its pattern.
  private struct Kind: Hashable {
    private let content: PolicyContent
    private let comments: ByBytes<String>

    /// Nil where that is not known, or cannot be written.
    init?(_ fields: PolicyFields) {
      guard fields.unread.isEmpty, fields.pattern != nil, fields.patternType?.isWritable == true else { return nil }
      var other = fields
      other.pattern = ""
      content = PolicyContent(other)
      comments = ByBytes(fields.comments ?? "")
    }
  }

  private func rename(row: Int, policy: Int) -> DesiredPlan.Rename {
    DesiredPlan.Rename(
      id: list.id(at: policy),
      from: list.fields(at: policy).pattern ?? "",
      to: rows[row].fields.pattern ?? "",
      isProbable: !options.prunes
    )
  }

  // MARK: - What is said, and done

  private func remarks(_ new: [Int]) -> [DesiredRow.Remark] {
    let isNew = Set(new)
    return rows.indices.compactMap { row in
      let line = rows[row].line
      if matching.gone.contains(row) {
        let what = isNew.contains(row) ? "so it is new" : "so it was matched by what it says"
        return DesiredRow.Remark(line: line, what: "no policy has the id \(rows[row].id?.text ?? ""), \(what)")
      }
      guard matching.respelled.contains(row), let policy = matching.policies[row] else { return nil }
      let there = list.fields(at: policy).pattern ?? ""
      return DesiredRow.Remark(line: line, what: "the policy is there as \(there), and keeps that spelling")
    }
  }

  private func fill(
    _ plan: inout DesiredPlan,
    with edits: [Edit],
    _ new: [Int],
    _ left: [Int]
  ) throws(Problem) {
    var posts = PlannedPosts(account: account, list: list)
    for edit in edits {
      let intent = DraftOperation.Intent.edit(base: edit.policy, PolicyEdit(changes: edit.changes))
      plan.operations.append(DraftOperation(intent: intent, position: edit.row))
      plan.lines[edit.policy.id] = rows[edit.row].line
    }
    for row in new {
      let policy = try posts.policy(rows[row].created)
      plan.operations.append(DraftOperation(intent: .create(policy), position: row))
      plan.lines[policy.placeholderID] = rows[row].line
    }
    if options.prunes {
      // Not in the order of the list, which may come otherwise to another machine.
      let deletes = left.map { list[$0] }.sorted { first, second in
        first.pattern == second.pattern ? first.id < second.id : first.pattern.precedesByBytes(second.pattern)
      }
      plan.operations += deletes.enumerated().map {
        DraftOperation(intent: .delete(base: $1, suspended: nil), position: $0)
      }
    } else {
      plan.missing = left.map { list[$0] }
    }
    judgeSize(of: &plan)
  }

  private func judgeSize(of plan: inout DesiredPlan) {
    let counts = plan.counts
    plan.excesses = [(counts.patches, "update"), (counts.deletes, "deletion")].compactMap { count, what in
      options.limit.excess(count, what, of: plan.scopeCount)
    }
    // An update never leads out of the scope.
    plan.leavesNothing = counts.deletes > 0 && counts.deletes == plan.scopeCount && counts.posts == 0
  }
}
