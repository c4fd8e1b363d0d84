import Foundation
import PolicyCore
import Sandbox
import TestSupport
import Testing
import Policies

/// A draft with an operation of each kind, reviewed, and one more operation that is not to be sent.
struct QueuedBatch: Sendable {
  let review: Review
  /// The whole draft before it is submitted.
  let draft: Draft
  let deleted: AllowPolicy
  let patched: AllowPolicy
  let replaced: AllowPolicy
  /// What is queued and not reviewed.
  let kept: DraftOperation

  static let newPattern = "posted@fault.example"

  /// The sandbox's policies before the batch.
  let table: ServerTable

  var operations: [DraftOperation] { review.operations.map(\.operation) }
}

extension SubmissionStage {
  /// Queues a delete, a patch, a put and a post, and another patch; reviews the first four.
  func queueOneOfEach() async throws -> QueuedBatch {
    var ids: [PolicyID] = []
    for name in ["deleted", "patched", "replaced", "kept"] {
      ids.append(PolicyID(try await server.create(fields: Self.policy("\(name)@fault.example"))))
    }
    let list = try await workspace.loadPolicies().list
    let policies = try ids.map { try #require(list[$0]) }
    _ = try await workspace.perform(.delete([policies[0]]))
    let changes = [
      (policies[1], PolicyFields(verifySender: false, comments: "patched"), false),
      (policies[2], PolicyFields(pattern: "replacement@fault.example", comments: "put \"there\" ☂️"), true),
      (policies[3], PolicyFields(comments: "not yet"), false),
    ]
    for (policy, set, isWhole) in changes {
      let edit = DraftEdit.FieldEdit(policy: policy, set: set, replacesWhole: isWhole)
      _ = try await workspace.perform(.edit([edit]))
    }
    let new = PolicyFields(
      pattern: QueuedBatch.newPattern,
      patternType: .email,
      isAcceptableSender: true,
      verifySender: true,
      comments: "SEC-1201"
    )
    _ = try await workspace.perform(.create([await workspace.newPolicy(new)]))
    let draft = try await workspace.draft().draft
    let kept = try #require(draft[ids[3]])
    let review = try await workspace.review(only: Set(draft.operations.map(\.id)).subtracting([kept.id]))
    #expect(review.operations.map(\.kind) == OperationKind.allCases)
    return QueuedBatch(
      review: review,
      draft: draft,
      deleted: policies[0],
      patched: policies[1],
      replaced: policies[2],
      kept: kept,
      table: try await table()
    )
  }

  static func policy(_ pattern: String) -> String {
    """
    {"pattern":"\(pattern)","pattern_type":"EMAIL","is_regex":false,"is_trusted_sender":false,\
    "is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true,"comments":"as it was"}
    """
  }
}
