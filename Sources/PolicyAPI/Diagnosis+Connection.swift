import PolicyCore

extension Diagnosis {
  /// What a failure below HTTP means while nothing can have been changed by it.
  func problem(for failure: ConnectionFailure) -> Problem {
    let server = endpoint.authority
    switch failure {
    case .refused:
      return unreachable("Nothing answers at \(server): the connection was refused.", "Check the base URL.")
    case .unresolved:
      return unreachable("The name of \(server) cannot be resolved.", "Check the base URL and the network.")
    case .unreachable(let reason):
      return unreachable("\(server) cannot be reached: \(reason).", "Check the network.")
    case .connectTimedOut:
      return unreachable("\(server) did not take the connection in time.", "Check the network, then try again.")
    case .tls(let reason):
      var problem = unreachable(
        "No secure connection to \(server): \(reason).",
        "Check the base URL; behind a proxy that opens TLS, give its authority's certificate as the CA file."
      )
      problem.retry = .pointless
      return problem
    case .timedOut(let limit):
      return badAnswer("\(server) did not finish its answer within \(Self.seconds(limit)).")
    case .closed:
      return badAnswer("\(server) closed the connection before it had answered.")
    case .notHTTP:
      return badAnswer("What \(server) answered is not HTTP.")
    case .tooLarge(let bytes):
      return badAnswer("\(server) answered with more than \(bytes >> 20) MB.")
    case .cancelled:
      return Self.interrupted
    case .other(let reason):
      return badAnswer("The request to \(server) failed: \(reason).")
    }
  }

  private func unreachable(_ what: String, _ advice: String) -> Problem {
    Problem(.unreachable, what: what, advice: advice, retry: .safe)
  }

  private func badAnswer(_ what: String) -> Problem {
    Problem(.badAnswer, what: what, advice: "Try again; if it stays so, check the base URL.", retry: .safe)
  }

  private static func seconds(_ duration: Duration) -> String {
    let (seconds, rest) = duration.components
    return seconds > 0 ? "\(seconds) s" : "\(rest / 1_000_000_000_000_000) ms"
  }
}
