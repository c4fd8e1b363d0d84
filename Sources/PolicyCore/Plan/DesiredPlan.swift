package import Policies
package import Values

/// What would make an account's policies what a file says they should be.
///
/// Made of the file and of the account alone: the draft has no part in it, and the same file on the same account gives
/// the same operations on every machine.
package struct DesiredPlan: Sendable {
  /// What a person asks beside the file.
  package struct Options: Sendable {
    /// Whether policies that are not in the file are deleted.
    package var prunes = false
    /// What the file speaks of; nil for the whole account.
    package var scope: DesiredScope?
    package var limit = ChangeLimit.standard

    package init(prunes: Bool = false, scope: DesiredScope? = nil, limit: ChangeLimit = .standard) {
      self.prunes = prunes
      self.scope = scope
      self.limit = limit
    }
  }

  /// A policy whose pattern a row has changed, or probably has.
  package struct Rename: Hashable, Sendable {
    package let id: PolicyID
    package let from: String
    package let to: String
    /// Whether nothing was made of it but a guess: the row is new, and the policy stays or goes as if it were none.
    package let isProbable: Bool
  }

  /// In the order in which they were made; the batch has its own.
  package internal(set) var operations: [DraftOperation] = []
  /// How many rows say of their policy just what it is.
  package internal(set) var unchanged = 0
  /// The policies of the scope that are not in the file and stay; none where they are deleted.
  package internal(set) var missing: [AllowPolicy] = []
  package internal(set) var renames: [Rename] = []
  /// In the order of the file.
  package internal(set) var remarks: [DesiredRow.Remark] = []
  /// Why rows cannot be taken; then there are no operations.
  package internal(set) var mistakes: [DesiredRow.Mistake] = []
  /// The line of the row that each operation comes from; a deletion has none.
  package internal(set) var lines: [PolicyID: Int] = [:]
  /// How many policies the scope has.
  package internal(set) var scopeCount = 0
  /// Why so many changes need a higher limit, in sentences.
  package internal(set) var excesses: [String] = []
  /// Whether deleting what the file lacks would leave nothing in the scope.
  package internal(set) var leavesNothing = false

  package var counts: OperationCounts { OperationCounts(kinds: operations.lazy.map(\.kind)) }

  /// Whether the account is not what the file says.
  package var differs: Bool { !operations.isEmpty || !missing.isEmpty }

  /// Why the fingerprint has to be given although the batch alone might not ask for it, in sentences.
  package var demands: [String] {
    leavesNothing ? Self.emptying : []
  }

  static let emptying = ["Nothing would be left of what the file speaks of."]

  /// Compares the rows of a file with an account's policies.
  ///
  /// Throws a ``Problem`` where the scope cannot be told, or an id cannot be made.
  package init(
    _ rows: [DesiredRow],
    over list: PolicyList,
    of account: AccountKey,
    options: Options = Options()
  ) throws(Problem) {
    let maker = try PlanMaker(rows, over: list, of: account, options: options)
    self = try maker.plan()
  }

  init() {}
}
