package import Canvas
import PolicyCore
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
    case comments

    var flag: PolicyFlag? {
      switch self {
      case .trusted: .trusted
      case .acceptable: .acceptable
      case .exempt: .exempt
      case .verify: .verify
      case .comments: nil
      }
    }
  }

  /// Without those that are queued for deletion.
  package let rows: [PolicyRow]
  package var flags: [PolicyFlag: Choice] = [:]
  package var comments = TextField(limit: 1024)
  /// Whether the comment is set: an empty one may be meant.
  package var setsComments = false
  package var focus = Field.trusted
  /// What it would do, added up when it changes and not at every repaint.
  private(set) var verdict = BulkVerdict()
  private var verdictOf: VerdictKey?

  /// What the verdict depends on.
  private struct VerdictKey: Equatable {
    let set: PolicyFields
    let listRevision: Int?
    let draftRevision: Int
  }

  package init(_ rows: [PolicyRow]) {
    self.rows = rows.filter { !$0.isDeleted }
  }

  /// What is set on every policy.
  package var set: PolicyFields {
    var fields = PolicyFields()
    for (flag, choice) in flags where choice != .keep { fields[flag.field] = .flag(choice == .on) }
    if setsComments { fields.comments = comments.text }
    return fields
  }

  var edits: [DraftEdit.FieldEdit] {
    rows.map { DraftEdit.FieldEdit(policy: $0.subject, set: set) }
  }

  mutating func judge(by findings: AccountFindings) {
    let key = VerdictKey(set: set, listRevision: findings.listRevision, draftRevision: findings.draftRevision)
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
  private(set) var effects: [Effect: Int] = [:]
  private(set) var findings: [FindingLevel: Int] = [:]
  /// Fewer than `changed` where there are so many that judging all at each key would take too long.
  private(set) var judged = 0

  private static let most = 200

  /// Nothing.
  init() {}

  init(_ form: BulkEditState, judgedBy judge: AccountFindings) {
    guard !form.set.isEmpty else { return }
    for (row, edit) in zip(form.rows, form.edits) {
      var draft = Draft(row.operation.map { [$0] } ?? [])
      // What the draft would refuse is told when it is queued.
      guard (try? draft.apply(.edit([edit]))) != nil, draft[row.id] != row.operation else { continue }
      changed += 1
      guard judged < Self.most, let operation = draft[row.id] else { continue }
      judged += 1
      let found = judge.judging(operation)
      effects[found.effect.effect, default: 0] += 1
      if let worst = found.findings.filter({ !$0.isSilenced }).map(\.level).max() { findings[worst, default: 0] += 1 }
    }
  }
}
