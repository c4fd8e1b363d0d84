package import Canvas
package import PolicyCore
package import Policies

/// A form over several policies: what is left as it is stays mixed.
package struct BulkEditState: Equatable, Sendable {
  package enum Choice: Hashable, Sendable {
    case keep
    case on
    case off

    var next: Choice {
      switch self {
      case .keep: .on
      case .on: .off
      case .off: .keep
      }
    }
  }

  package enum Field: CaseIterable, Hashable, Sendable {
    case trusted
    case acceptable
    case exempt
    case verify
    /// What is done to the comments.
    case change
    case comments
    /// What replaces what is found in the comments.
    case replacement

    var flag: PolicyFlag? {
      switch self {
      case .trusted: .trusted
      case .acceptable: .acceptable
      case .exempt: .exempt
      case .verify: .verify
      case .change, .comments, .replacement: nil
      }
    }
  }

  /// What is done to the comments.
  package enum Comments: CaseIterable, Hashable, Sendable {
    case keep
    case set
    case before
    case behind
    case replace
  }

  /// Without those that are queued for deletion.
  package let rows: [PolicyRow]
  /// How many of the policies are queued for deletion, so that they are not edited.
  package let deleted: Int
  package var flags: [PolicyFlag: Choice] = [:]
  package var comments = TextField(limit: 1024)
  package var change = Comments.keep
  package var replacement = TextField(limit: 1024)
  package var focus = Field.trusted
  /// What it would do, added up when it changes and not at every repaint.
  private(set) var verdict = BulkVerdict()
  private var verdictOf: VerdictKey?

  /// What the verdict depends on.
  private struct VerdictKey: Equatable {
    let set: PolicyFields
    let comments: CommentChange?
    let listRevision: Int?
    let draftRevision: Int
  }

  package init(_ rows: [PolicyRow]) {
    self.rows = rows.filter { !$0.isDeleted }
    deleted = rows.count - self.rows.count
  }

  /// The places that the form has.
  package var fields: [Field] {
    Field.allCases.filter { $0 != .replacement || change == .replace }
  }

  /// The flags that are set on every policy.
  private var chosenFlags: PolicyFields {
    var fields = PolicyFields()
    for (flag, choice) in flags where choice != .keep { fields[flag.field] = .flag(choice == .on) }
    return fields
  }

  /// Nil while the comments stay as they are.
  package var commentChange: CommentChange? {
    switch change {
    case .keep: nil
    case .set: .set(comments.text)
    case .before: comments.text.isEmpty ? nil : .before(comments.text)
    case .behind: comments.text.isEmpty ? nil : .behind(comments.text)
    case .replace: comments.text.isEmpty ? nil : .replace(comments.text, with: replacement.text)
    }
  }

  /// Whether nothing is set on any.
  package var isEmpty: Bool { chosenFlags == PolicyFields() && commentChange == nil }

  /// Why the expression to be found in the comments is none; nil where that is not asked.
  package var mistake: String? {
    do throws(CommentProblem) {
      _ = try commentChange?.results(of: [])
      return nil
    } catch {
      return "That is no expression: \(error.reason)."
    }
  }

  /// One for each policy, in their order.
  var edits: [DraftEdit.FieldEdit] {
    let before = rows.map { $0.after.comments ?? "" }
    let after = commentChange.flatMap { try? $0.results(of: before) }
    return rows.indices.map { place in
      var fields = chosenFlags
      if let text = after?[place], change == .set || text != before[place] { fields.comments = text }
      return DraftEdit.FieldEdit(policy: rows[place].subject, set: fields)
    }
  }

  mutating func judge(by findings: AccountFindings) {
    let key = VerdictKey(
      set: chosenFlags,
      comments: commentChange,
      listRevision: findings.listRevision,
      draftRevision: findings.draftRevision
    )
    guard key != verdictOf else { return }
    verdictOf = key
    verdict = BulkVerdict(self, judgedBy: findings)
  }

  /// How many of the policies have it on.
  func count(of flag: PolicyFlag) -> Int { rows.count { $0.after.isOn(flag) } }

  /// The comment that all have; nil where they differ.
  var commonComment: String? {
    let texts = Set(rows.map { $0.after.comments ?? "" })
    return texts.count == 1 ? texts.first : nil
  }
}

/// What the form would do, added up.
struct BulkVerdict: Equatable {
  private(set) var changed = 0
  /// The first comments that change, before and after.
  private(set) var comments: [Comment] = []
  private(set) var effects: [Effect: Int] = [:]
  private(set) var findings: [FindingLevel: Int] = [:]
  /// Fewer than `changed` where there are so many that judging all at each key would take too long.
  private(set) var judged = 0

  struct Comment: Equatable {
    let before: String
    let after: String
  }

  private static let most = 200
  private static let shownComments = 3

  /// Nothing.
  init() {}

  init(_ form: BulkEditState, judgedBy judge: AccountFindings) {
    guard !form.isEmpty else { return }
    for (row, edit) in zip(form.rows, form.edits) {
      var draft = Draft(row.operation.map { [$0] } ?? [])
      // What the draft would refuse is told when it is queued.
      guard (try? draft.apply(.edit([edit]))) != nil, draft[row.id] != row.operation else { continue }
      changed += 1
      let before = row.after.comments ?? ""
      if let after = edit.set.comments, after != before, comments.count < Self.shownComments {
        comments.append(Comment(before: before, after: after))
      }
      guard judged < Self.most, let operation = draft[row.id] else { continue }
      judged += 1
      let found = judge.judging(operation)
      effects[found.effect.effect, default: 0] += 1
      if let worst = found.findings.filter({ !$0.isSilenced }).map(\.level).max() { findings[worst, default: 0] += 1 }
    }
  }
}
