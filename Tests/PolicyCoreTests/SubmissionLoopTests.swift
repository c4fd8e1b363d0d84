import PolicyCore
import TestSupport
import Testing

@Suite("The submission machine, at random")
struct SubmissionLoopTests {
  /// Everything that a driver could report, at a wrong time too.
  enum Event: CaseIterable {
    case begin, resumeChecking, resumeSending, resumeUnknown, resumeApplied
    case unchanged, changed, checkFailed, cancelled
    case applied, refused, rateLimited, rateLimitedForLong, notSent, unknown
    case lookApplied, lookNotSeen, lookCannotTell, lookFailed, lastNotSeen, lastCannotTell, lastFailed, gaveUp

    func happen(to machine: inout Submission) -> Submission.Action? {
      switch self {
      case .begin: machine.begin()
      case .resumeChecking: machine.resume(from: .checking)
      case .resumeSending: machine.resume(from: .sending)
      case .resumeUnknown: machine.resume(from: .unknown)
      case .resumeApplied: machine.resume(from: .applied)
      case .unchanged: machine.checked(.unchanged)
      case .changed: machine.checked(.changed)
      case .checkFailed: machine.checked(.failed)
      case .cancelled: machine.cancelled()
      case .applied: machine.answered(.applied)
      case .refused: machine.answered(.refused)
      case .rateLimited: machine.answered(.rateLimited(retryAfter: nil))
      case .rateLimitedForLong: machine.answered(.rateLimited(retryAfter: 3600))
      case .notSent: machine.answered(.notSent)
      case .unknown: machine.answered(.unknown)
      case .lookApplied: machine.looked(.applied, elapsed: 1)
      case .lookNotSeen: machine.looked(.notSeen, elapsed: 1)
      case .lookCannotTell: machine.looked(.cannotTell, elapsed: 1)
      case .lookFailed: machine.looked(.failed, elapsed: 1)
      case .lastNotSeen: machine.looked(.notSeen, elapsed: 60)
      case .lastCannotTell: machine.looked(.cannotTell, elapsed: 60)
      case .lastFailed: machine.looked(.failed, elapsed: 60)
      case .gaveUp: machine.gaveUpLooking()
      }
    }
  }

  private func isFinal(_ state: Submission.State) -> Bool {
    switch state {
    case .idle, .checking, .sending, .unknown: false
    case .applied, .refused, .conflict, .notSent, .notSeen, .unsettled: true
    }
  }

  private func isChecking(_ state: Submission.State) -> Bool {
    if case .checking = state { true } else { false }
  }

  /// Every state that any events can lead to, each with how it was reached.
  private func reachable() -> [Submission] {
    var found = [Submission()]
    var known = Set(found)
    var next = 0
    while next < found.count {
      for event in Event.allCases {
        var machine = found[next]
        _ = event.happen(to: &machine)
        if known.insert(machine).inserted { found.append(machine) }
      }
      next += 1
    }
    return found
  }

  @Test("no event leads to sending but a check that found nothing changed")
  func onlyOneWayToSend() {
    let machines = reachable()
    // idle, three attempts of checking and sending, unknown, and the six ends.
    #expect(machines.count == 14)
    for before in machines {
      for event in Event.allCases {
        var machine = before
        let sends = event.happen(to: &machine) == .send
        #expect(sends == (isChecking(before.state) && event == .unchanged), "\(before.state) \(event)")
        if case .sending = machine.state { #expect(sends || machine == before, "\(before.state) \(event)") }
      }
    }
  }

  @Test("nothing leads from an unknown outcome back to checking or sending")
  func unknownNeverSends() throws {
    let start = try #require(reachable().first { $0.state == .unknown })
    var found = [start]
    var next = 0
    while next < found.count {
      for event in Event.allCases {
        var machine = found[next]
        let action = event.happen(to: &machine)
        #expect(machine.state == .unknown || isFinal(machine.state), "\(event)")
        switch action {
        case .look, .lookAfter, .finish, nil: break
        case .check, .checkAfter, .send: Issue.record("\(event) gives \(String(describing: action))")
        }
        if !found.contains(machine) { found.append(machine) }
      }
      next += 1
    }
    #expect(found.map(\.state).contains(.applied))
  }

  @Test("an end stays the end, with the same outcome whatever is reported")
  func endsStay() {
    for end in reachable() where isFinal(end.state) {
      var outcomes: Set<SubmissionOutcome> = []
      for event in Event.allCases {
        var machine = end
        switch event.happen(to: &machine) {
        case .finish(let outcome): outcomes.insert(outcome)
        case nil: #expect(event == .cancelled)
        case .some(let action): Issue.record("\(end.state) \(event) gives \(action)")
        }
        #expect(machine == end, "\(end.state) \(event)")
      }
      #expect(outcomes.count == 1, "\(end.state)")
    }
  }

  @Test("any events keep the promises", arguments: 1...300 as ClosedRange<UInt64>)
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var machine = Submission()
    var sends = 0
    var wasUnknown = false
    for step in 0..<60 {
      let before = machine.state
      // Mostly the way on, or nearly every walk would end at once.
      let event =
        Bool.random(using: &generator)
        ? [.begin, .unchanged, .rateLimited, .notSent, .lookNotSeen].randomElement(using: &generator)
        : Event.allCases.randomElement(using: &generator)
      let action = event?.happen(to: &machine)
      if action == .send {
        sends += 1
        try #require(isChecking(before) && event == .unchanged, "seed \(seed), step \(step)")
        try #require(!wasUnknown, "seed \(seed), step \(step)")
      }
      if before == .unknown { wasUnknown = true }
      if isFinal(before) { try #require(machine.state == before, "seed \(seed), step \(step)") }
    }
    #expect(sends <= SubmissionLimits.standard.attempts, "seed \(seed)")
  }
}
