import PolicyCore
import Sandbox
import Testing

/// A fault, and what has to become of a batch that it strikes.
struct FaultCase: Sendable, CustomTestStringConvertible {
  var name: String
  var faults: [Fault]
  var outcome: SubmissionOutcome
  /// How many batches reach the sandbox; the last is the one that is applied, if any is.
  var received = 1
  var isApplied = false
  /// Whether the answer was of no use, so that the policies had to tell.
  var isLookedFor = false
  /// A part of the sentence that a person reads; nil where there is nothing to say.
  var says: String?
  /// Where the server found fault with the body.
  var pointer: String?
  /// The pauses that were made before it was sent again, in seconds.
  var pauses: [Double] = []
  var times = SubmissionStage.Times()

  var testDescription: String { name }

  /// What a client with a time limit waits for an answer that does not come.
  static let impatient = SubmissionStage.Times(batch: .milliseconds(500))

  static let all: [FaultCase] = [answered, found, unseen, refused, limited, unread].flatMap(\.self)

  // MARK: - Kinds

  /// The server's answer says that it went through.
  private static func answered(_ name: String, _ faults: Fault...) -> FaultCase {
    FaultCase(name: name, faults: faults, outcome: .applied, isApplied: true)
  }

  /// It was applied, and only the policies tell.
  private static func found(
    _ name: String,
    _ faults: Fault...,
    times: SubmissionStage.Times = SubmissionStage.Times()
  ) -> FaultCase {
    FaultCase(name: name, faults: faults, outcome: .applied, isApplied: true, isLookedFor: true, times: times)
  }

  /// It was not applied, and the policies show no trace of it.
  private static func unseen(
    _ name: String,
    _ faults: Fault...,
    says: String,
    times: SubmissionStage.Times = SubmissionStage.Times(look: 0.4)
  ) -> FaultCase {
    FaultCase(name: name, faults: faults, outcome: .notSeen, isLookedFor: true, says: says, times: times)
  }

  /// The policies could not be read before it was to be sent.
  private static func unread(
    _ name: String,
    _ faults: Fault...,
    says: String,
    times: SubmissionStage.Times = SubmissionStage.Times()
  ) -> FaultCase {
    FaultCase(name: name, faults: faults, outcome: .notSent, received: 0, says: says, times: times)
  }

  // MARK: - Cases

  private static let answered: [FaultCase] = [
    answered("no fault"),
    answered("slow", Fault(.slow, delay: .milliseconds(100))),
    answered("answered late", Fault(.answerLate, delay: .milliseconds(200))),
    answered("500 to one read of the check", Fault(.error500, on: .read, first: 1)),
    answered("429 to two reads of the check", Fault(.rateLimited, on: .read, first: 2)),
    answered("a cut read of the check", Fault(.cutBeforeApply, on: .read, first: 1)),
    answered("half an answer to one read of the check", Fault(.truncated, on: .read, first: 1)),
    answered("a proxy's page for one read of the check", Fault(.html502, on: .read, first: 1)),
  ]

  private static let found: [FaultCase] = [
    found("applied, then cut", Fault(.applyThenCut)),
    found("applied late, cut", Fault(.applyLate, delay: .milliseconds(300))),
    found(
      "applied late, silent",
      Fault(.applyLate, delay: .milliseconds(800), ending: .silence),
      times: impatient
    ),
    found("applied late, a proxy's page", Fault(.applyLate, delay: .milliseconds(300), ending: .html502)),
    found("500 after", Fault(.error500, commits: true)),
    found("502 after", Fault(.html502, on: .batch, commits: true)),
    found("half an answer", Fault(.truncated, on: .batch)),
    found("text after", Fault(.badJSON, form: .text)),
    found("another shape after", Fault(.badJSON, form: .shape)),
    found("nothing after", Fault(.badJSON, form: .empty)),
    found("no answer after", Fault(.neverAnswers, on: .batch, commits: true), times: impatient),
    found("an answer that comes too late", Fault(.answerLate, delay: .seconds(2)), times: impatient),
    found(
      "carried out when nobody waits any more",
      Fault(.slow, on: .batch, delay: .seconds(1)),
      times: impatient
    ),
    found("cut, then 500 to two lists", Fault(.applyThenCut), Fault(.error500, on: .list, first: 2)),
    found("cut, then 429 to a list", Fault(.applyThenCut), Fault(.rateLimited, on: .list, first: 1)),
    found("cut, then half a list", Fault(.applyThenCut), Fault(.truncated, on: .list, first: 1)),
    found(
      "cut, then a list that is not one",
      Fault(.applyThenCut),
      // The newest policies are read once before it is sent.
      Fault(.badJSON, on: .list, after: 1, first: 1, form: .shape)
    ),
  ]

  private static let unseen: [FaultCase] = [
    unseen("cut before", Fault(.cutBeforeApply), says: "closed the connection before it had answered"),
    unseen("500 before", Fault(.error500), says: "The server failed (500): Internal server error"),
    unseen("502 before", Fault(.html502, on: .batch), says: "The server failed (502)"),
    unseen(
      "half a proxy's page",
      Fault(.truncated, on: .batch, commits: false),
      says: "The server failed (502)"
    ),
    unseen("text before", Fault(.badJSON, commits: false, form: .text), says: "“OK, done."),
    unseen(
      "another shape before",
      Fault(.badJSON, commits: false, form: .shape),
      says: "its body is not the API's"
    ),
    unseen("nothing before", Fault(.badJSON, commits: false, form: .empty), says: "its body is empty"),
    unseen(
      "no answer before",
      Fault(.neverAnswers, on: .batch),
      says: "did not finish its answer within 500 ms",
      times: SubmissionStage.Times(batch: .milliseconds(500), look: 0.4)
    ),
  ]

  private static let refused: [FaultCase] = [
    FaultCase(
      name: "refused for a field of the server's",
      faults: [Fault(.refuse)],
      outcome: .refused,
      says: "The API refused the request (400): created_at",
      pointer: "/patches/0/created_at"
    ),
    FaultCase(
      name: "refused for a pattern",
      faults: [Fault(.refuse, pointer: "/posts/0/pattern")],
      outcome: .refused,
      says: "The API refused the request (400): the value is not accepted",
      pointer: "/posts/0/pattern"
    ),
  ]

  private static let limited: [FaultCase] = [
    FaultCase(
      name: "429 twice",
      faults: [Fault(.rateLimited, on: .batch)],
      outcome: .applied,
      received: 3,
      isApplied: true,
      pauses: [1, 1]
    ),
    FaultCase(
      name: "429 without end",
      faults: [Fault(.rateLimited, on: .batch, first: .max)],
      outcome: .notSent,
      received: 3,
      says: "The API asked for fewer requests (429)",
      pauses: [1, 1]
    ),
    FaultCase(
      name: "429 for an hour",
      faults: [Fault(.rateLimited, on: .batch, delay: .seconds(3600))],
      outcome: .notSent,
      says: "The API asked for fewer requests (429)"
    ),
    FaultCase(
      name: "429, then cut",
      faults: [Fault(.rateLimited, on: .batch, first: 1), Fault(.applyThenCut)],
      outcome: .applied,
      received: 2,
      isApplied: true,
      isLookedFor: true,
      pauses: [1]
    ),
    FaultCase(
      name: "429, then refused",
      faults: [Fault(.rateLimited, on: .batch, first: 1), Fault(.refuse, pointer: "/deletes/0/id")],
      outcome: .refused,
      received: 2,
      says: "The API refused the request (400)",
      pointer: "/deletes/0/id",
      pauses: [1]
    ),
  ]

  private static let unread: [FaultCase] = [
    unread("500 to every read", Fault(.error500, on: .read), says: "The server failed (500)"),
    unread("502 to every read", Fault(.html502, on: .read), says: "The server failed (502)"),
    unread("every read is cut", Fault(.cutBeforeApply, on: .read), says: "closed the connection"),
    unread("half an answer to every read", Fault(.truncated, on: .read), says: "closed the connection"),
    unread("reads that say something else", Fault(.badJSON, on: .read), says: "its body is no whole JSON"),
    unread(
      "429 to every read",
      Fault(.rateLimited, on: .read, first: .max),
      says: "asked for fewer requests (429)"
    ),
    unread(
      "no read is answered",
      Fault(.neverAnswers, on: .read),
      says: "did not finish its answer within 3 s",
      times: SubmissionStage.Times(read: .seconds(3))
    ),
  ]
}
