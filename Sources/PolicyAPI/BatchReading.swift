import Foundation
import PolicyCore
import Policies
import Values

/// Tells from what came back, and from whether the body may have left, what became of a batch.
///
/// | came back | body kept back | body may have left |
/// |---|---|---|
/// | 2xx, success | not sent | applied |
/// | 2xx, failure in the API's form | refused | refused |
/// | 429 | rate limited | rate limited |
/// | other 4xx in the API's form, but 408 | refused | refused |
/// | anything else, cut or unreadable | not sent | unknown |
/// | no answer | not sent | unknown |
struct BatchReading: Sendable {
  let diagnosis: Diagnosis

  func outcome(of answer: HTTPAnswer, mayHaveLeft: Bool) -> BatchAnswer {
    let body = ServerText.bounded(diagnosis.secret.blanked(in: answer.body))
    let frame = answer.frame()
    var problem =
      frame == nil && answer.status < 300
      ? diagnosis.unreadable(answer, because: unreadableReason(of: answer))
      : diagnosis.problem(for: answer, errors: frame?.errors)
    switch answer.status {
    case 200..<300:
      guard let frame else { break }
      guard frame.success else {
        problem.retry = .pointless
        return .refused(problem, body: body)
      }
      guard mayHaveLeft else { break }
      return .applied(createdIDs: createdIDs(in: answer), body: body, rayID: answer.rayID)
    case 429:
      return .rateLimited(problem, retryAfter: answer.retryAfter)
    case 400..<500 where answer.status != 408 && frame?.success == false:
      return .refused(problem, body: body)
    default:
      break
    }
    return unclear(problem, mayHaveLeft: mayHaveLeft, body: body)
  }

  func outcome(of failure: ConnectionFailure, mayHaveLeft: Bool) -> BatchAnswer {
    unclear(diagnosis.problem(for: failure), mayHaveLeft: mayHaveLeft, body: nil)
  }

  /// What it means that the submission could not be written down.
  static func notRecorded(_ error: any Error) -> BatchAnswer {
    .notSent(
      error as? Problem
        ?? Problem(
          .storage,
          what: "The submission could not be written down, so it was not sent: \(error).",
          advice: "Make room or repair the store, then submit again.",
          retry: .safe
        )
    )
  }

  // MARK: - Parts

  private func unclear(_ problem: Problem, mayHaveLeft: Bool, body: Data?) -> BatchAnswer {
    var problem = problem
    guard mayHaveLeft else {
      problem.what += " The batch was not sent."
      return .notSent(problem)
    }
    problem.kind = .outcomeUnknown
    problem.isTemporary = false
    problem.what = "The batch was sent, and what became of it is unknown: \(problem.what)"
    problem.advice = "Do not send it again: read the policies first, and compare them with what was expected."
    problem.retry = .unsafe
    return .unknown(problem, body: body)
  }

  private func unreadableReason(of answer: HTTPAnswer) -> String {
    if let cut = answer.cut { return "the body ended too early (\(diagnosis.problem(for: cut).what))" }
    return answer.body.isEmpty ? "its body is empty" : "its body is not the API's: “\(answer.gist)”"
  }

  /// A success whose result cannot be read is a success all the same: then fewer ids are known than were created.
  private func createdIDs(in answer: HTTPAnswer) -> [PolicyID] {
    (try? JSONDecoder().decode(Envelope<BatchResult>.self, from: answer.body))?.result?.createdIDs ?? []
  }
}
