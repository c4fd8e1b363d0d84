package import Policies
import Values

/// An operation that may do a second time what was meant once.
package struct Repetition: Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    /// A submission that holds the same has no outcome: it may have been applied, or may still be.
    case unsettled(PastSubmission)
    /// A submission that holds the same was applied after this was queued; of a file, one of the very same bytes.
    case applied(PastSubmission)
    /// A policy with the content of this new one is there, and stays there.
    case alreadyThere(AllowPolicy)
  }

  /// The operation; nil where it is all of a batch from a file.
  package let operation: PolicyID?
  package let pattern: String
  package let cause: Cause

  package init(_ operation: DraftOperation?, _ cause: Cause) {
    self.operation = operation?.id
    self.pattern = operation?.pattern ?? ""
    self.cause = cause
  }

  /// Whether a person who was asked about the other was asked about this.
  package func isSame(as other: Repetition) -> Bool {
    guard operation == other.operation else { return false }
    return switch (cause, other.cause) {
    case (.unsettled(let past), .unsettled(let otherPast)), (.applied(let past), .applied(let otherPast)):
      past.id == otherPast.id
    case (.alreadyThere(let policy), .alreadyThere(let otherPolicy)): policy.id == otherPolicy.id
    case (.unsettled, _), (.applied, _), (.alreadyThere, _): false
    }
  }
}

extension Repetition {
  /// The new policies whose content one of these policies has that remain after the operations: a batch may delete one
  /// and post its like.
  package static func alreadyThere(
    in operations: [DraftOperation],
    among policies: some Sequence<AllowPolicy>
  ) -> [Repetition] {
    var posts: [PolicyContent: [DraftOperation]] = [:]
    var touched: Set<PolicyID> = []
    var remaining: [AllowPolicy] = []
    for operation in operations {
      switch operation.intent {
      case .create(let policy):
        if !policy.isWantedTwice { posts[PolicyContent(policy.fields), default: []].append(operation) }
      case .delete(let base, _):
        touched.insert(base.id)
      case .edit(let base, _):
        touched.insert(base.id)
        var edited = base
        edited.fields = operation.result ?? base.fields
        remaining.append(edited)
      }
    }
    guard !posts.isEmpty else { return [] }
    // Most policies have another pattern: the whole content is made of the few that do not.
    let patterns = Set(posts.keys.map(\.pattern))
    remaining += policies.lazy.filter { patterns.contains(ByBytes($0.pattern)) && !touched.contains($0.id) }
    var found: [PolicyID: AllowPolicy] = [:]
    for policy in remaining {
      // The one with our own comment says best that it is there.
      for post in posts[PolicyContent(policy.fields)] ?? []
      where found[post.id] == nil || policy.fields.isCreated(from: post.result ?? PolicyFields()) {
        found[post.id] = policy
      }
    }
    return operations.compactMap { operation in found[operation.id].map { Repetition(operation, .alreadyThere($0)) } }
  }

  /// The policy that makes a new one needless: it has the same content, and no other comment is lost.
  package static func dissolves(_ operation: DraftOperation, beside policy: AllowPolicy) -> Bool {
    guard case .create(let new) = operation.intent, !new.isWantedTwice else { return false }
    return (new.fields.comments ?? "").isEmpty || policy.fields.holds(new.fields[.comments], in: .comments)
  }
}

/// Operations that leave the draft because what they ask for is there already.
package struct Dissolved: Hashable, Sendable {
  package let pattern: String
  /// The policy that is there.
  package let policy: PolicyID

  package init(pattern: String, policy: PolicyID) {
    self.pattern = pattern
    self.policy = policy
  }
}
