package import Canvas
package import Foundation
package import PolicyCore
package import Values

/// A submission on the screen, from the question whether to send to the answer what became of it.
package struct SubmissionState: Equatable, Sendable {
  package enum Phase: Equatable, Sendable {
    case confirming(Confirmation)
    /// Nil before the first step is known.
    case running(SubmissionStep?)
    case ended(SubmissionReport)
    /// It could not begin.
    case failed(Problem)
  }

  /// What is wrong with a confirmation.
  package enum Objection: Hashable, Sendable {
    case notTheSame
    case pasted
    /// Letters where nothing takes them.
    case noText
  }

  /// How many messages the batch is still being replayed with; nil where none are, or it is done.
  package var replaying: Int?
  /// Nil while the outcome of an earlier process's submission is found out.
  package private(set) var review: Review?
  package var phase: Phase
  /// The submission that is to be taken for applied, while that has to be typed out.
  package var settling: SubmissionReport?
  package var typed = TextField()
  package var reason = TextField()
  package var isEditingReason = false
  /// It was confirmed without the reason that this account asks for.
  package var lacksReason = false
  /// Why what was done last confirmed nothing; it goes with the next key.
  package var objection: Objection?
  /// Until when a read waits before it is tried again.
  package var waitsUntil: Date?
  /// Esc was pressed when it was too late to stop.
  package var saidTooLate = false

  package init(confirming review: Review, reason: String? = nil, replaying: Int? = nil) {
    self.review = review
    self.replaying = replaying
    self.reason = TextField(reason ?? "")
    phase = .confirming(Confirmation.needed(for: review))
  }

  /// Takes what the batch would have done with mail: as long as nothing was confirmed, that may ask for more.
  ///
  /// Once it was sent, and the question is whether to take it for applied, mail has no part in it.
  mutating func take(_ effect: MailEffect) {
    guard settling == nil, case .confirming = phase, var review else { return }
    review.mail = effect
    if !effect.isPartial { replaying = nil }
    self.review = review
    phase = .confirming(Confirmation.needed(for: review))
  }

  /// The outcome of an earlier submission is being found out, or was.
  package init(reconciling phase: Phase) {
    review = nil
    self.phase = phase
  }

  package var isRunning: Bool {
    if case .running = phase { return true }
    return false
  }

  /// Whether stopping now still means that nothing is sent.
  package var canBeCancelled: Bool {
    switch phase {
    case .running(.begun), .running(.checking), .running(.waiting), .running(nil): true
    case .running(.sending), .running(.looking), .confirming, .ended, .failed: false
    }
  }

  /// Whether what the dialog asks for is typed, as it is shown: a name's controls are written out, and so they are typed.
  func isTyped(_ text: String) -> Bool {
    typed.text.trimmingBlanks == VisibleText(text).string.trimmingBlanks
  }
}
