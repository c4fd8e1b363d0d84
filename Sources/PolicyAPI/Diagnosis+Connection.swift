import PolicyCore

extension Diagnosis {
  /// What a failure below HTTP means while nothing can have been changed by it.
  func problem(for failure: ConnectionFailure) -> Problem {
    if let proxy, let problem = problem(for: failure, at: proxy) { return problem }
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
    case .proxyUnauthorized, .proxyRefused:
      return unreachable("\(server) cannot be reached: a proxy refuses.", "Check the network.")
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

  /// What it means where a proxy is asked for the way: no connection of ours ever goes further than to it.
  ///
  /// Gives nil for what is the server's own doing, or may be.
  private func problem(for failure: ConnectionFailure, at proxy: Proxy) -> Problem? {
    let server = endpoint.authority
    let check = "Check \(proxy.variable); NO_PROXY names the hosts to which the way is direct."
    switch failure {
    case .refused:
      return unreachable("Nothing answers at the proxy \(proxy): the connection was refused.", check)
    case .unresolved:
      return unreachable("The name of the proxy \(proxy) cannot be resolved.", check)
    case .unreachable(let reason):
      return unreachable("The proxy \(proxy) cannot be reached: \(reason).", check)
    case .connectTimedOut:
      return unreachable("The proxy \(proxy) did not open the way to \(server) in time.", check)
    case .proxyUnauthorized:
      var problem = unreachable(
        proxy.login == nil
          ? "The proxy \(proxy) asks for a user name and a password (407)."
          : "The proxy \(proxy) does not accept the user name and the password (407).",
        "Write them into \(proxy.variable): http://USER:PASSWORD@\(proxy), each sign other than letters and digits as "
          + "%XX. Only the Basic scheme is known here."
      )
      problem.retry = .pointless
      return problem
    case .proxyRefused:
      return unreachable("The proxy \(proxy) did not open the way to \(server).", check)
    case .closed:
      return badAnswer("The connection to \(server) through the proxy \(proxy) ended before an answer came.")
    case .tls, .timedOut, .notHTTP, .tooLarge, .cancelled, .other:
      return nil
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
