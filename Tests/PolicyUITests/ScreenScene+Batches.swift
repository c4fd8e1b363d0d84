import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Values

// MARK: - Review

extension ScreenScene {
  static let reviews: [ScreenScene] = [
    ScreenScene("review") { fixture, _ in try fixture.review() },
    ScreenScene("review-unfolded") { fixture, _ in
      try fixture.review()
      fixture.press("z")
    },
    ScreenScene("review-findings") { fixture, _ in
      try fixture.review()
      fixture.press("2")
    },
    ScreenScene("review-conflicts") { fixture, cast in
      try fixture.drift(cast)
      try fixture.review()
      fixture.press("3")
    },
    ScreenScene("review-changed-elsewhere") { fixture, cast in
      try fixture.reviewElsewhere(cast)
      fixture.press("3")
    },
    ScreenScene("review-request") { fixture, _ in
      try fixture.review()
      fixture.press("4")
    },
    ScreenScene("review-export") { fixture, _ in
      try fixture.review()
      fixture.press("E")
    },
    ScreenScene("review-refused") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      var problem = Problem(.refused, what: cast.problem, advice: "Mend it and submit again.", rayID: cast.rayID)
      problem.serverErrors = [
        ServerError(
          code: 11_001,
          message: cast.serverMessage,
          documentationURL: "https://\(cast.host)/docs",
          pointer: "/patches/0/verify_sender"
        ),
        ServerError(code: 10_000, message: cast.serverMessage),
      ]
      fixture.send(.submission(.ended(SubmissionReport(outcome: .refused, problem: problem))))
      try fixture.answerReview()
    },
  ]
}

// MARK: - Submission

extension ScreenScene {
  static let submissions: [ScreenScene] = [
    ScreenScene("submit-typed") { fixture, cast in
      try fixture.review()
      fixture.press("S")
      fixture.type("5 Acme")
    },
    ScreenScene("submit-again") { fixture, cast in
      try fixture.reviewElsewhere(cast)
      fixture.press("S")
    },
    ScreenScene("submit-settle") { fixture, cast in
      try fixture.end(cast, .unknown)
      fixture.press("A")
    },
    ScreenScene("submit-yes") { fixture, cast in
      fixture.send(.draft(.read(DraftSnapshot(draft: Draft(Array(cast.operations.prefix(1))), revision: 9))))
      try fixture.review()
      fixture.press("S", "tab")
      fixture.type("SEC-7")
    },
    ScreenScene("submit-checking") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      fixture.send(.submission(.stepped(.checking(done: 2, total: 4))))
    },
    ScreenScene("submit-waiting") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      let reason = Problem(.rateLimited, what: "\(cast.host) asks for fewer requests.", advice: "")
      fixture.send(.submission(.stepped(.waiting(seconds: 12, reason: reason))))
    },
    ScreenScene("submit-sending") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      fixture.send(.submission(.stepped(.sending)))
      fixture.press("esc")
    },
    ScreenScene("submit-looking") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      fixture.send(.submission(.stepped(.looking(elapsed: 7, atMost: 60))))
    },
    ScreenScene("submit-applied") { fixture, cast in try fixture.end(cast, .applied) },
    ScreenScene("submit-not-seen") { fixture, cast in try fixture.end(cast, .notSeen) },
    ScreenScene("submit-unknown") { fixture, cast in
      try fixture.end(cast, .unknown)
    },
    ScreenScene("submit-unknown-many") { fixture, cast in
      let operations = cast.policies.prefix(30).enumerated().map { place, policy in
        DraftOperation(intent: .delete(base: policy, suspended: nil), position: place)
      }
      fixture.send(.draft(.read(DraftSnapshot(draft: Draft(operations), revision: 9))))
      try fixture.end(cast, .unknown)
    },
    ScreenScene("submit-failed") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      let advice = "Wait until it has ended, or look at what it does."
      fixture.send(
        .submission(.failed(Problem(.locked, what: "\(cast.user) is submitting this draft already.", advice: advice)))
      )
    },
  ]
}
