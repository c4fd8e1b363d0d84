import PolicyCore
import Sandbox
import TestSupport

/// What can strike a batch in the loop; the raw value is its row in the table.
enum LoopFault: String, CaseIterable, Sendable {
  case none = "none"
  case applyThenCut = "apply-then-cut"
  case cutBeforeApply = "cut-before-apply"
  case appliedSoon = "apply-late, in time"
  case appliedTooLate = "apply-late, too late"
  case error500Before = "500:before"
  case error500After = "500:after"
  case html502Before = "html-502:before"
  case html502After = "html-502:after"
  case truncatedBefore = "truncated:before"
  case truncatedAfter = "truncated:after"
  case badJSONBefore = "bad-json:before"
  case badJSONAfter = "bad-json:after"
  case refused = "refuse"
  case silentBefore = "never-answers:before"
  case silentAfter = "never-answers:after"
  case limited = "429, once or twice"
  case limitedAlways = "429, always"
  case slow = "slow beyond the time-out"
  case answeredLate = "answer-late beyond the time-out"
  case reads500 = "500 to every read"
  case listsFail = "cut, and every list fails"

  /// The outcome that the loop must have seen at least once.
  var mustReach: [SubmissionOutcome] {
    switch self {
    case .none: [.applied, .conflict]
    case .applyThenCut, .appliedSoon, .error500After, .html502After, .truncatedAfter, .badJSONAfter, .silentAfter,
      .slow, .answeredLate, .limited:
      [.applied]
    case .cutBeforeApply, .appliedTooLate, .error500Before, .html502Before, .truncatedBefore, .badJSONBefore,
      .silentBefore:
      [.notSeen]
    case .refused: [.refused]
    case .limitedAlways, .reads500: [.notSent]
    case .listsFail: [.unknown]
    }
  }

  func faults(using generator: inout SeededGenerator) -> [Fault] {
    switch self {
    case .none: []
    case .applyThenCut: [Fault(.applyThenCut)]
    case .cutBeforeApply: [Fault(.cutBeforeApply)]
    case .appliedSoon: [Fault(.applyLate, delay: .milliseconds(60), ending: .any(using: &generator))]
    case .appliedTooLate: [Fault(.applyLate, delay: .milliseconds(900), ending: .any(using: &generator))]
    case .error500Before: [Fault(.error500)]
    case .error500After: [Fault(.error500, commits: true)]
    case .html502Before: [Fault(.html502, on: .batch)]
    case .html502After: [Fault(.html502, on: .batch, commits: true)]
    case .truncatedBefore: [Fault(.truncated, on: .batch, commits: false)]
    case .truncatedAfter: [Fault(.truncated, on: .batch)]
    case .badJSONBefore: [Fault(.badJSON, commits: false, form: .any(using: &generator))]
    case .badJSONAfter: [Fault(.badJSON, form: .any(using: &generator))]
    case .refused: [Fault(.refuse, pointer: Bool.random(using: &generator) ? nil : "/posts/0/pattern")]
    case .silentBefore: [Fault(.neverAnswers, on: .batch)]
    case .silentAfter: [Fault(.neverAnswers, on: .batch, commits: true)]
    case .limited: [Fault(.rateLimited, on: .batch, first: Int.random(in: 1...2, using: &generator))]
    case .limitedAlways: [Fault(.rateLimited, on: .batch, first: .max)]
    case .slow: [Fault(.slow, on: .batch, delay: .milliseconds(400))]
    case .answeredLate: [Fault(.answerLate, delay: .milliseconds(500))]
    case .reads500: [Fault(.error500, on: .read)]
    case .listsFail: [Fault(.applyThenCut), Fault(.error500, on: .list, after: 1)]
    }
  }

  /// What may go wrong beside it, and passes.
  static func companions(using generator: inout SeededGenerator) -> [Fault] {
    var faults: [Fault] = []
    func happens(in many: Int) -> Bool { Int.random(in: 0..<many, using: &generator) == 0 }
    if happens(in: 8) { faults.append(Fault(.slow, delay: .milliseconds(Int.random(in: 1...15, using: &generator)))) }
    if happens(in: 8) { faults.append(Fault(.answerLate, delay: .milliseconds(30))) }
    if happens(in: 6) {
      let kind = [Fault.Kind.error500, .html502, .rateLimited, .cutBeforeApply, .truncated, .badJSON]
        .randomElement(using: &generator)
      let scope = Bool.random(using: &generator) ? Fault.Scope.list : .read
      let passing = Int.random(in: 0...2, using: &generator)
      faults.append(Fault(kind ?? .error500, on: scope, after: passing, first: 1))
    }
    return faults
  }
}

extension CaseIterable {
  fileprivate static func any(using generator: inout SeededGenerator) -> Self {
    Array(allCases).randomElement(using: &generator) ?? allCases[allCases.startIndex]
  }
}
