import Foundation
import Values

/// Turns what went wrong with a request into a ``Problem``: what happened, what to do, whether to try again.
///
/// It speaks of reads, which are always safe to repeat; ``BatchReading`` decides what the same failure means once a
/// batch may have left.
struct Diagnosis: Sendable {
  /// What was asked for.
  enum Purpose: Sendable {
    case list
    case policy
    case batch
    case messages
  }

  let endpoint: Endpoint
  let secret: Secret
  let purpose: Purpose
  var proxy: Proxy?

  static let interrupted = Problem(
    .interrupted,
    what: "The request was given up before it was finished.",
    advice: "Nothing was changed; ask again when it suits.",
    retry: .safe
  )

  // MARK: - Answers

  /// What an answer means that is no success; `errors` is nil where the body is not in the API's form.
  func problem(for answer: HTTPAnswer, errors: [ServerError]?) -> Problem {
    let errors = errors.map { ServerText.bounded($0, without: secret) }
    var problem = verdict(on: answer, errors: errors ?? [])
    if errors == nil, !answer.gist.isEmpty, !(300..<400).contains(answer.status) {
      problem.what += " The answer is not the API's; it says: “\(secret.blanked(in: answer.gist))”."
    }
    problem.serverErrors = errors ?? []
    problem.httpStatus = answer.status
    problem.rayID = answer.rayID
    return problem
  }

  /// An answer that says success and cannot be read.
  func unreadable(_ answer: HTTPAnswer, because reason: String) -> Problem {
    Problem(
      .badAnswer,
      what: "\(endpoint.authority) answered \(answer.status), but \(secret.blanked(in: reason)).",
      advice: "Try again; if it stays so, check that the base URL is the API's.",
      retry: .safe,
      httpStatus: answer.status,
      rayID: answer.rayID
    )
  }

  private func verdict(on answer: HTTPAnswer, errors: [ServerError]) -> Problem {
    let said = Self.quote(errors)
    switch answer.status {
    case 300..<400: return redirect(answer)
    case 401: return unauthorized(answer.status, said)
    case 400 where errors.contains(where: { Self.credentialCodes.contains($0.code ?? 0) }):
      return unauthorized(answer.status, said)
    case 403 where errors.contains(where: { $0.message.lowercased().contains("current subscription") }):
      return Problem(
        .refused,
        what: "The account has no Email Security\(said).",
        advice: "Choose an account whose subscription includes Email Security."
      )
    case 403: return forbidden(said)
    case 404: return notFound(said)
    case 409:
      return Problem(
        .conflict,
        what: "The API refused the request because of what it holds by now (409)\(said).",
        advice: "Load the policies again and compare them with the draft."
      )
    case 413:
      return Problem(
        .refused,
        what: "The API refused the request as too large (413)\(said).",
        advice: "Send it as several smaller batches."
      )
    case 429: return rateLimited(answer, said)
    case 500...: return failed(answer.status, said)
    case 200..<300:
      return Problem(
        .refused,
        what: "The API answered \(answer.status), but reports a failure\(said).",
        advice: "The same request may be refused again: change what it is about, or try again.",
        retry: .safe
      )
    default:
      return Problem(
        .refused,
        what: "The API refused the request (\(answer.status))\(said).",
        advice: "The same request would be refused again: change what it is about, or leave that out."
      )
    }
  }

  /// Numbers with which the API complains about the credentials with a status of 400.
  private static let credentialCodes: Set<Int> = [6003, 9106, 9109, 10_000, 10_001]

  /// Numbers with which the API says that the address leads nowhere, which says nothing of the policy.
  static let routeCodes: Set<Int> = [7000, 7003]

  private func unauthorized(_ status: Int, _ said: String) -> Problem {
    Problem(
      .unauthorized,
      what: "The API does not accept the credentials (\(status))\(said).",
      advice: "Check that the token is complete, still valid, and meant for \(endpoint.authority)."
    )
  }

  private func forbidden(_ said: String) -> Problem {
    if purpose == .messages {
      return Problem(
        .unauthorized,
        what: "The credentials may not search for mail of the account \(endpoint.accountID) (403)\(said).",
        advice: "Everything else goes on without it. A token with “Cloud Email Security: Read” may search, too."
      )
    }
    let permission = purpose == .batch ? "Write" : "Read"
    return Problem(
      .unauthorized,
      what: "The credentials do not allow this on the account \(endpoint.accountID) (403)\(said).",
      advice: "Use a token with the permission “Cloud Email Security: \(permission)” for this account."
    )
  }

  private func notFound(_ said: String) -> Problem {
    Problem(
      .notFound,
      what:
        "\(endpoint.authority) knows no \(purpose == .messages ? "mail" : "allow policies") of the account \(endpoint.accountID) (404)\(said).",
      advice: "Check the account id and the base URL."
    )
  }

  private func redirect(_ answer: HTTPAnswer) -> Problem {
    let target = answer.location.map { " to \(secret.blanked(in: $0))" } ?? ""
    return Problem(
      .badAnswer,
      what: "\(endpoint.authority) redirects\(target) (\(answer.status)), which is never followed with credentials.",
      advice: "Set the base URL to the API's own address, and check what stands between here and there."
    )
  }

  private func rateLimited(_ answer: HTTPAnswer, _ said: String) -> Problem {
    let pause = answer.retryAfter
    return Problem(
      .rateLimited,
      what: "The API asked for fewer requests (429)\(said).",
      advice: pause.map { "Try again in \(Int($0.rounded(.up))) s." } ?? "Try again in a few minutes.",
      retry: pause.map { .safeAfter(seconds: $0) } ?? .safe
    ).temporary
  }

  private func failed(_ status: Int, _ said: String) -> Problem {
    // 520 to 530 are the provider's own: its front could not get an answer from what stands behind it.
    let who = (520...530).contains(status) ? "The API's front could not reach the API itself" : "The server failed"
    return Problem(
      .badAnswer,
      what: "\(who) (\(status))\(said).",
      advice: "Try again in a moment.",
      retry: .safe
    ).temporary
  }

  // MARK: - The server's words

  /// The first error and how many more there are, to stand before a full stop.
  private static func quote(_ errors: [ServerError]) -> String {
    guard let first = errors.first else { return "" }
    let code = first.code.map { " [\($0)]" } ?? ""
    let more = errors.count > 1 ? ", and \(errors.count - 1) more" : ""
    let message = first.message.hasSuffix(".") ? String(first.message.dropLast()) : first.message
    return ": \(message)\(code)\(more)"
  }
}
