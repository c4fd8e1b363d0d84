/// Something that goes wrong on purpose, so that a client can be tried against it.
///
/// Several faults make a plan. Of those whose turn it is for a request, every companion strikes (see
/// ``Kind/isCompanion``), and of the others the first; the rest wait for the next request in their scope.
package struct Fault: Sendable, Equatable {
  /// The requests that a fault applies to.
  package enum Scope: String, CaseIterable, Sendable {
    case any
    /// The batch POST alone.
    case batch
    /// The list of policies alone.
    case list
    /// The reading of one policy by its id alone.
    case read
    /// The search for messages alone.
    case messages
  }

  /// What a client gets while its batch is still to be applied.
  package enum Ending: String, CaseIterable, Sendable {
    /// The connection is closed at once.
    case cut
    /// Nothing, and the connection stays open until the client gives up.
    case silence
    /// The page of a proxy that waited no longer.
    case html502 = "html-502"
  }

  /// How a body with status 200 breaks the contract.
  package enum BadBody: String, CaseIterable, Sendable {
    /// It is not JSON.
    case text
    /// It is JSON of another shape.
    case shape
    /// There is none.
    case empty
  }

  package var kind: Kind
  package var scope: Scope
  /// So many requests in the scope pass before the fault strikes, whether another fault struck them or not.
  package var after: Int
  /// It strikes so many requests and no more; nil means every one.
  package var first: Int?
  /// How long `slow`, `answerLate` and `applyLate` wait, and how long `rateLimited` asks the client to wait.
  package var delay: Duration
  /// Whether the request is carried out.
  package var commits: Bool
  /// What the client gets from `applyLate`.
  package var ending: Ending
  /// Where `refuse` finds fault with the body, as a JSON pointer; nil means with a field that the server owns.
  package var pointer: String?
  /// How often a client is told to ask for its search again, by `searching`.
  package var polls: Int
  /// What `badJSON` answers with.
  package var form: BadBody
  /// The policy that `editBehind` and `deleteBetweenPages` touch; nil lets them choose, as their kinds say.
  package var policyID: String?
  /// What `editBehind` does.
  package var edit: PolicyEdit

  /// Makes a fault; what is left out takes the kind's own default, and what the kind does not use is ignored.
  package init(
    _ kind: Kind,
    on scope: Scope? = nil,
    after: Int? = nil,
    first: Int? = nil,
    delay: Duration? = nil,
    commits: Bool? = nil,
    ending: Ending? = nil,
    pointer: String? = nil,
    form: BadBody? = nil,
    polls: Int? = nil,
    policyID: String? = nil,
    edit: PolicyEdit? = nil
  ) {
    func used<Value>(_ value: Value?, as key: Kind.Key) -> Value? { kind.keys.contains(key) ? value : nil }
    self.kind = kind
    self.scope = used(scope, as: .on) ?? kind.scope
    self.after = after ?? (kind == .editBehind ? 1 : 0)
    self.first = first ?? kind.first
    self.delay = used(delay, as: .delay) ?? kind.delay
    self.commits = used(commits, as: .commits) ?? kind.commits
    self.ending = used(ending, as: .ending) ?? .cut
    self.pointer = kind == .refuse ? pointer : nil
    self.form = (kind == .badJSON ? form : nil) ?? .text
    self.polls = (kind == .searching ? polls : nil) ?? 2
    self.policyID = used(policyID, as: .id)
    self.edit = used(edit, as: .set) ?? .remark
  }

  /// Tells whether a request is in the scope; route is nil off the API's paths, page is that of a list.
  func applies(to route: Route?, page: Int) -> Bool {
    // Before the first page there is no page that a row could be missing from.
    if kind == .deleteBetweenPages && page < 2 { return false }
    // A search that is taken is not taken once more when it is asked for.
    if kind == .searching, route != .messages { return false }
    switch (scope, route) {
    case (.any, _), (.batch, .batch), (.list, .list), (.read, .read), (.messages, .messages), (.messages, .poll):
      return true
    case (.batch, _), (.list, _), (.read, _), (.messages, _): return false
    }
  }
}
