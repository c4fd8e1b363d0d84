import PolicyCore
import Values

/// What a batch would have done with the mail that is kept, which is part of what is needed to send it.
extension Session {
  /// The review with what its batch would have done with the mail that is kept.
  func replayed(_ review: Review) async throws(Problem) -> Review {
    try await replayed(review, over: try await keptMail(for: review))
  }

  /// The review with what its batch would have done with mail: whatever needs a confirmation needs one of these.
  func replayed(_ review: Review, over mail: KeptMail?) async throws(Problem) -> Review {
    guard let mail else { return review }
    return try await workspace.replaying(review, over: mail)
  }

  /// The mail that is kept, to replay a review with; nil where there is none, or nothing to replay.
  ///
  /// Mail is disposable: where it cannot be read, standard error says so, and the review is as good without.
  func keptMail(for review: Review) async throws(Problem) -> KeptMail? {
    guard !review.operations.isEmpty else { return nil }
    do throws(Problem) {
      let kept = try await mail.kept()
      return kept.coverage == nil ? nil : kept
    } catch {
      guard error.kind != .interrupted else { throw error }
      ErrorReport.note(error)
      return nil
    }
  }
}
