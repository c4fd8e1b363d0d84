import PolicyCore
import Testing

/// One test for each arrow that the states of the machine name.
@Suite("The submission machine")
struct SubmissionTests {
  private static let limits = SubmissionLimits(attempts: 3, longestPause: 60, lookFor: 60, lookEvery: 3)

  private var idle: Submission { Submission(limits: Self.limits) }

  private var checking: Submission {
    var machine = idle
    _ = machine.begin()
    return machine
  }

  private var sending: Submission {
    var machine = checking
    _ = machine.checked(.unchanged)
    return machine
  }

  private var unknown: Submission {
    var machine = sending
    _ = machine.answered(.unknown)
    return machine
  }

  // MARK: - idle →

  @Test("begins by checking")
  func begin() {
    var machine = idle
    #expect(machine.state == .idle)
    #expect(machine.begin() == .check)
    #expect(machine.state == .checking(attempt: 1))
  }

  @Test("cancelled before it began, nothing is sent")
  func cancelIdle() {
    var machine = idle
    #expect(machine.cancelled() == .finish(.notSent))
    #expect(machine.state == .notSent)
    #expect(machine.begin() == .finish(.notSent))
  }

  @Test(
    "what an earlier process left is taken up without sending",
    arguments: [
      (.checking, .notSent, .finish(.notSent)), (.sending, .unknown, .look), (.unknown, .unknown, .look),
      (.notSeen, .unknown, .look), (.applied, .applied, .finish(.applied)), (.refused, .refused, .finish(.refused)),
      (.conflict, .conflict, .finish(.conflict)), (.notSent, .notSent, .finish(.notSent)),
    ] as [(SubmissionRecord.State, Submission.State, Submission.Action)]
  )
  func resume(recorded: SubmissionRecord.State, state: Submission.State, action: Submission.Action) {
    var machine = idle
    #expect(machine.resume(from: recorded) == action)
    #expect(machine.state == state)
  }

  // MARK: - checking →

  @Test("sends what is unchanged")
  func unchanged() {
    var machine = checking
    #expect(machine.checked(.unchanged) == .send)
    #expect(machine.state == .sending(attempt: 1))
  }

  @Test("what changed is a conflict")
  func changed() {
    var machine = checking
    #expect(machine.checked(.changed) == .finish(.conflict))
    #expect(machine.state == .conflict)
  }

  @Test("what cannot be checked is not sent")
  func checkFailed() {
    var machine = checking
    #expect(machine.checked(.failed) == .finish(.notSent))
    #expect(machine.state == .notSent)
  }

  @Test("cancelled while checking, nothing is sent")
  func cancelChecking() {
    var machine = checking
    #expect(machine.cancelled() == .finish(.notSent))
    #expect(machine.state == .notSent)
    #expect(machine.checked(.unchanged) == .finish(.notSent))
  }

  // MARK: - sending →

  @Test(
    "ends with the server's word",
    arguments: [
      (.applied, .applied, .applied), (.refused, .refused, .refused),
    ] as [(Submission.Answer, Submission.State, SubmissionOutcome)]
  )
  func answered(answer: Submission.Answer, state: Submission.State, outcome: SubmissionOutcome) {
    var machine = sending
    #expect(machine.answered(answer) == .finish(outcome))
    #expect(machine.state == state)
  }

  @Test("an answer that says nothing leads to looking")
  func unknownAnswer() {
    var machine = sending
    #expect(machine.answered(.unknown) == .look)
    #expect(machine.state == .unknown)
  }

  @Test("checks again when the server asked for fewer requests, after its pause or a growing one")
  func rateLimited() {
    var machine = sending
    #expect(machine.answered(.rateLimited(retryAfter: 42)) == .checkAfter(seconds: 42))
    #expect(machine.state == .checking(attempt: 2))
    #expect(machine.checked(.unchanged) == .send)
    #expect(machine.state == .sending(attempt: 2))
    #expect(machine.answered(.rateLimited(retryAfter: nil)) == .checkAfter(seconds: 2))
    #expect(machine.state == .checking(attempt: 3))
  }

  @Test("checks again when nothing left the machine, within bounds")
  func notSent() {
    var machine = sending
    #expect(machine.answered(.notSent) == .checkAfter(seconds: 1))
    #expect(machine.checked(.unchanged) == .send)
    #expect(machine.answered(.notSent) == .checkAfter(seconds: 2))
    #expect(machine.checked(.unchanged) == .send)
    #expect(machine.state == .sending(attempt: 3))
    #expect(machine.answered(.notSent) == .finish(.notSent))
    #expect(machine.state == .notSent)
  }

  @Test("does not wait longer than agreed", arguments: [(60, true), (60.1, false), (3600, false), (.infinity, false)])
  func longPause(seconds: Double, waits: Bool) {
    var machine = sending
    let action = machine.answered(.rateLimited(retryAfter: seconds))
    #expect(action == (waits ? .checkAfter(seconds: seconds) : .finish(.notSent)))
  }

  @Test("can no longer be cancelled")
  func cancelSending() {
    var machine = sending
    #expect(machine.cancelled() == nil)
    #expect(machine.state == .sending(attempt: 1))
    #expect(machine.answered(.applied) == .finish(.applied))
  }

  @Test("waits by twice as long each time", arguments: [4, 5, 6])
  func pauses(attempts: Int) {
    var machine = Submission(limits: SubmissionLimits(attempts: attempts, longestPause: 60))
    _ = machine.begin()
    var pauses: [Double] = []
    while machine.checked(.unchanged) == .send, case .checkAfter(let seconds) = machine.answered(.notSent) {
      pauses.append(seconds)
    }
    #expect(pauses == Array([1, 2, 4, 8, 16].prefix(attempts - 1)))
  }

  // MARK: - unknown →

  @Test("is applied as soon as the policies show it", arguments: [0, 30, 3600])
  func lookedApplied(elapsed: Double) {
    var machine = unknown
    #expect(machine.looked(.applied, elapsed: elapsed) == .finish(.applied))
    #expect(machine.state == .applied)
  }

  @Test("looks again until the agreed time is over", arguments: [.notSeen, .cannotTell, .failed] as [Submission.Look])
  func looksAgain(look: Submission.Look) {
    var machine = unknown
    for (elapsed, pause) in [(0, 3), (3, 3), (30, 10), (59, 1)] as [(Double, Double)] {
      #expect(machine.looked(look, elapsed: elapsed) == .lookAfter(seconds: pause))
      #expect(machine.state == .unknown)
    }
  }

  @Test(
    "ends by what the last look showed",
    arguments: [
      (.notSeen, .notSeen, .notSeen), (.cannotTell, .unsettled, .unknown), (.failed, .unsettled, .unknown),
    ] as [(Submission.Look, Submission.State, SubmissionOutcome)]
  )
  func lastLook(look: Submission.Look, state: Submission.State, outcome: SubmissionOutcome) {
    var machine = unknown
    #expect(machine.looked(look, elapsed: 60) == .finish(outcome))
    #expect(machine.state == state)
  }

  @Test("cannot be cancelled, but given up, which settles nothing")
  func giveUp() {
    var machine = unknown
    #expect(machine.cancelled() == nil)
    #expect(machine.gaveUpLooking() == .finish(.unknown))
    #expect(machine.state == .unsettled)
  }
}
