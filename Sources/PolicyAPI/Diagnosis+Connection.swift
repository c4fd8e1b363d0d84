import Values

extension Diagnosis {
  /// What a failure below HTTP means while nothing can have been changed by it.
  func problem(for failure: ConnectionFailure) -> Problem {
    let server = endpoint.authority
    switch failure {
    case .refused:
      return unreachable("Nothing answers at \(server): the connection was refused.", "Check the base URL.").temporary
    case .unresolved:
      return unreachable("The name of \(server) cannot be resolved.", "Check the base URL and the network.").temporary
    case .unreachable(let reason):
      return unreachable("\(server) cannot be reached: \(reason).", "Check the network.").temporary
    case .connectTimedOut:
      return unreachable("\(server) did not take the connection in time.", "Check the network, then try again.")
        .temporary
    case .tls(let reason):
      var problem = unreachable(
        "No secure connection to \(server): \(Self.words(for: reason)).",
        "Check the base URL; behind a proxy that opens TLS, give its authority's certificate as the CA file."
      )
      problem.retry = .pointless
      return problem
    case .proxyUnauthorized, .proxyRefused:
      return unreachable("\(server) cannot be reached: a proxy refuses.", "Check the network.")
    case .proxyUnusable(let reason):
      return Problem(
        .usage,
        what: "\(proxy?.variable ?? "The proxy") cannot be used: \(reason).",
        advice: "Write it as http://HOST:PORT, http://USER:PASSWORD@HOST:PORT or socks5h://HOST:PORT, or unset it."
      )
    case .atProxy(let failure):
      guard let proxy, let address = try? ProxyAddress(proxy) else { return problem(for: failure) }
      return problem(for: failure, at: address, of: proxy)
    case .noLibrary(let reason):
      return Problem(
        .unreachable,
        what: "Nothing can be asked without libcurl, and it cannot be used: \(reason).",
        advice: "Install it (on Debian: apt-get install libcurl4), then try again.",
        retry: .safe
      )
    case .timedOut(let limit):
      return badAnswer("\(server) did not finish its answer within \(Self.seconds(limit)).").temporary
    case .closed:
      return badAnswer("\(server) closed the connection before it had answered.").temporary
    case .notHTTP:
      return badAnswer("What \(server) answered is not HTTP.")
    case .badPacking:
      return badAnswer("\(server) answered with a compressed body that cannot be unpacked.")
    case .tooLarge(let bytes):
      return badAnswer("\(server) answered with more than \(bytes >> 20) MB.")
    case .cancelled:
      return Self.interrupted
    case .other(let reason):
      return badAnswer("The request to \(server) failed: \(reason).")
    }
  }

  /// What it means where a proxy is asked for the way: no connection of ours ever goes further than to it.
  private func problem(for failure: ConnectionFailure, at address: ProxyAddress, of proxy: Proxy) -> Problem {
    let server = endpoint.authority
    let check = "Check \(proxy.variable); NO_PROXY names the hosts to which the way is direct."
    switch failure {
    case .refused:
      return unreachable("Nothing answers at the proxy \(address): the connection was refused.", check).temporary
    case .unresolved:
      return unreachable("The name of the proxy \(address) cannot be resolved.", check).temporary
    case .unreachable(let reason):
      return unreachable("The proxy \(address) cannot be reached: \(reason).", check).temporary
    case .connectTimedOut:
      return unreachable("The proxy \(address) did not open the way to \(server) in time.", check).temporary
    case .proxyUnauthorized:
      var problem = unreachable(
        !address.hasLogin
          ? "The proxy \(address) asks for a user name and a password (407)."
          : "The proxy \(address) does not accept the user name and the password (407).",
        "Write them into \(proxy.variable): http://USER:PASSWORD@\(address), each sign other than letters and digits as "
          + "%XX."
      )
      problem.retry = .pointless
      return problem
    case .proxyRefused:
      return unreachable("The proxy \(address) did not open the way to \(server).", check)
    case .closed:
      return badAnswer("The connection to \(server) through the proxy \(address) ended before an answer came.")
        .temporary
    case .tls, .proxyUnusable, .timedOut, .notHTTP, .badPacking, .tooLarge, .cancelled, .noLibrary, .other, .atProxy:
      return self.problem(for: failure)
    }
  }

  private static func words(for failure: ConnectionFailure.TLSFailure) -> String {
    switch failure {
    case .handshake: "the two could not agree on TLS, or the server does not speak TLS there"
    case .untrusted: "the certificate is not trusted"
    case .otherName: "its certificate is for another name"
    case .badCAFile: "the CA file holds a certificate that cannot be read"
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
