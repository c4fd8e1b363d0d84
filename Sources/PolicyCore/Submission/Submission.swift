/// One batch on its way, as a state machine without I/O.
///
/// The driver carries out each action and reports what came of it; the machine decides what may follow. From an unknown
/// outcome no transition leads back to sending: a batch is never sent blindly a second time.
package struct Submission: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    /// Nothing has happened. → checking
    case idle
    /// The touched policies are read again and compared with what was reviewed.
    /// → sending (unchanged), conflict (changed), notSent (failed or cancelled)
    case checking(attempt: Int)
    /// The request is on its way; it can no longer be cancelled.
    /// → applied, refused, unknown, or checking again (429, or nothing left the machine)
    case sending(attempt: Int)
    /// The answer did not say what became of the request: the policies are read until they show it.
    /// → applied, notSeen, unsettled
    case unknown
    /// Final: the server committed it.
    case applied
    /// Final: the server refused it and did nothing.
    case refused
    /// Final: nothing was sent, as what was reviewed is no longer what would happen.
    case conflict
    /// Final: nothing was sent.
    case notSent
    /// Final: the policies show no trace of it after the agreed time. The server may still commit late.
    case notSeen
    /// Final: what is there now is neither what was before nor what was sent. A person decides.
    case unsettled
  }

  /// An order to the driver.
  package enum Action: Hashable, Sendable {
    /// Read the touched policies again and report with ``Submission/checked(_:)``.
    case check
    /// Wait, then check.
    case checkAfter(seconds: Double)
    /// Journal, then send the request once, and report with ``Submission/answered(_:)``.
    case send
    /// Read the policies again and report with ``Submission/looked(_:elapsed:)``.
    case look
    /// Wait, then look.
    case lookAfter(seconds: Double)
    case finish(SubmissionOutcome)
  }

  package enum Check: Hashable, Sendable {
    case unchanged
    case changed
    /// It may do a second time what was done, and nobody has said that it shall.
    case repeated
    case failed
  }

  package enum Answer: Hashable, Sendable {
    case applied
    case refused
    case rateLimited(retryAfter: Double?)
    case notSent
    case unknown
  }

  package enum Look: Hashable, Sendable {
    case applied
    case notSeen
    case cannotTell
    /// The policies could not be read.
    case failed
  }

  package private(set) var state: State = .idle
  private let limits: SubmissionLimits

  package init(limits: SubmissionLimits = .standard) {
    self.limits = limits
  }

  package mutating func begin() -> Action {
    guard case .idle = state else { return finish() }
    state = .checking(attempt: 1)
    return .check
  }

  /// Takes up a submission that an earlier process left open.
  ///
  /// It sends nothing.
  ///
  /// One that was only checking sent nothing; one that was sending has an unknown outcome.
  package mutating func resume(from recorded: SubmissionRecord.State) -> Action {
    guard case .idle = state else { return finish() }
    switch recorded {
    case .checking: state = .notSent
    case .sending, .unknown, .notSeen, .neverTold: state = .unknown
    case .applied: state = .applied
    case .refused: state = .refused
    case .conflict: state = .conflict
    case .notSent: state = .notSent
    }
    return state == .unknown ? .look : finish()
  }

  package mutating func checked(_ result: Check) -> Action {
    guard case .checking(let attempt) = state else { return finish() }
    switch result {
    case .unchanged:
      state = .sending(attempt: attempt)
      return .send
    case .changed:
      state = .conflict
    case .failed, .repeated:
      state = .notSent
    }
    return finish()
  }

  /// A person asked to stop.
  ///
  /// Only what was not sent yet can be stopped; otherwise nil, and the submission goes on.
  package mutating func cancelled() -> Action? {
    switch state {
    case .idle, .checking:
      state = .notSent
      return finish()
    case .sending, .unknown, .applied, .refused, .conflict, .notSent, .notSeen, .unsettled:
      return nil
    }
  }

  package mutating func answered(_ answer: Answer) -> Action {
    guard case .sending(let attempt) = state else { return finish() }
    switch answer {
    case .applied:
      state = .applied
    case .refused:
      state = .refused
    case .unknown:
      state = .unknown
      return .look
    case .rateLimited(let retryAfter):
      return checkAgain(after: retryAfter ?? limits.pause(beforeAttempt: attempt + 1), attempt: attempt + 1)
    case .notSent:
      return checkAgain(after: limits.pause(beforeAttempt: attempt + 1), attempt: attempt + 1)
    }
    return finish()
  }

  /// `elapsed` is the time in seconds since the outcome became unknown.
  package mutating func looked(_ result: Look, elapsed: Double) -> Action {
    guard case .unknown = state else { return finish() }
    let isOver = elapsed >= limits.lookFor
    switch result {
    case .applied: state = .applied
    case .notSeen where isOver: state = .notSeen
    case .cannotTell where isOver, .failed where isOver: state = .unsettled
    // Policies read one after the other may straddle the moment of a late commit, so a mixed picture is looked at again.
    case .notSeen, .cannotTell, .failed:
      return .lookAfter(seconds: limits.pause(afterLookAt: elapsed))
    }
    return finish()
  }

  /// Nobody wants to wait for the outcome any longer; it stays open in the journal.
  package mutating func gaveUpLooking() -> Action {
    if case .unknown = state { state = .unsettled }
    return finish()
  }

  private mutating func checkAgain(after seconds: Double, attempt: Int) -> Action {
    guard attempt <= limits.attempts, seconds <= limits.longestPause else {
      state = .notSent
      return finish()
    }
    state = .checking(attempt: attempt)
    return .checkAfter(seconds: seconds)
  }

  /// The outcome of a final state; anything else is a report at the wrong time, which must never lead to sending.
  private func finish() -> Action {
    switch state {
    case .applied: .finish(.applied)
    case .refused: .finish(.refused)
    case .conflict: .finish(.conflict)
    case .notSent, .idle, .checking: .finish(.notSent)
    case .notSeen: .finish(.notSeen)
    case .unsettled, .sending, .unknown: .finish(.unknown)
    }
  }
}

/// How a submission ended.
///
/// The raw values are those of the command line's JSON.
package enum SubmissionOutcome: String, Hashable, Sendable, Codable {
  case applied
  case refused
  case conflict
  case notSent = "not_sent"
  case notSeen = "not_seen"
  case unknown
}

/// The bounds of what a submission does by itself.
///
/// Times in seconds.
package struct SubmissionLimits: Hashable, Sendable {
  /// How often it may be sent when nothing arrived: a 429, or a connection that failed before the first byte.
  package var attempts: Int
  /// A server that asks for a longer pause is not waited for.
  package var longestPause: Double
  /// How long an unknown outcome is looked for.
  package var lookFor: Double
  /// The shortest pause between two looks; after a while each is a third of the time that has passed.
  package var lookEvery: Double
  /// When a submission without an outcome is closed as never told.
  package var closeAfter: Double
  /// More operations than this are confirmed by more than a single key.
  package var manyOperations = Confirmation.manyOperations

  package init(
    attempts: Int = 3,
    longestPause: Double = 60,
    lookFor: Double = 60,
    lookEvery: Double = 3,
    closeAfter: Double = 24 * 3600
  ) {
    self.attempts = attempts
    self.longestPause = longestPause
    self.lookFor = lookFor
    self.lookEvery = lookEvery
    self.closeAfter = closeAfter
  }

  package static let standard = SubmissionLimits()

  /// The last look is at the very end.
  func pause(afterLookAt elapsed: Double) -> Double {
    min(max(lookEvery, elapsed / 3), max(0, lookFor - elapsed))
  }

  func pause(beforeAttempt attempt: Int) -> Double {
    var pause = 1.0
    for _ in 2..<max(attempt, 2) { pause *= 2 }
    return pause
  }
}
