import Foundation
package import PolicyCore

extension Proxy {
  /// The proxy that the environment names for this address; nil where the way is direct.
  ///
  /// `https_proxy`, else `HTTPS_PROXY`, else `all_proxy`, else `ALL_PROXY`, unless `no_proxy` or `NO_PROXY` names the
  /// host. An empty variable is as good as none. This machine is never asked for through a proxy, and as plain http
  /// goes nowhere else, `http_proxy` has nothing to say. Throws a ``Problem`` of kind `usage` that names the variable
  /// and shows nothing of what it holds, since that may be a password.
  package static func chosen(for baseURL: String, environment: [String: String]) throws(Problem) -> Proxy? {
    guard let parts = URLComponents(string: baseURL), parts.scheme?.lowercased() == "https",
      let host = parts.host?.lowercased(), !host.isEmpty
    else { return nil }
    func first(_ names: [String]) -> (name: String, value: String)? {
      names.lazy.compactMap { name in environment[name].flatMap { $0.isEmpty ? nil : (name, $0) } }.first
    }
    guard let named = first(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) else { return nil }
    let exceptions = ProxyExceptions(first(["no_proxy", "NO_PROXY"])?.value ?? "")
    guard !exceptions.cover(host: host, port: parts.port ?? 443) else { return nil }
    do throws(Unusable) {
      return try Proxy(named.value.trimmingCharacters(in: .whitespaces), variable: named.name)
    } catch {
      throw Problem(
        .usage,
        what: "\(named.name) cannot be used: \(error.reason).",
        advice: "Write it as http://HOST:PORT, http://USER:PASSWORD@HOST:PORT or socks5://HOST:PORT, or unset it."
      )
    }
  }

  /// Why a text names no proxy, to stand after a colon; nothing of the text is in it.
  fileprivate struct Unusable: Error {
    let reason: String
  }

  /// Takes a URL apart, which may lack its scheme (then `http`) and its port (then 80, or 1080 for SOCKS).
  private init(_ text: String, variable: String) throws(Unusable) {
    guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw Unusable(reason: "it has blanks or characters outside ASCII")
    }
    let scheme = text.range(of: "://").map { text[..<$0.lowerBound].lowercased() } ?? "http"
    let kind: Kind
    switch scheme {
    case "http": kind = .http
    case "socks5", "socks5h": kind = .socks5
    case "https": throw Unusable(reason: "a proxy that is itself reached by https is not supported")
    default: throw Unusable(reason: "its scheme is neither http nor socks5")
    }
    let rest = text.range(of: "://").map { text[$0.upperBound...] } ?? text[...]
    let authority = rest.prefix { !"/?#".contains($0) }
    guard ["", "/"].contains(rest.dropFirst(authority.count)) else {
      throw Unusable(reason: "something follows the host and the port (in a password, / ? # are %2F %3F %23)")
    }
    let at = authority.lastIndex(of: "@")
    let login = try at.map { (at) throws(Unusable) in try Login(authority[..<at]) }
    if login != nil, kind == .socks5 {
      throw Unusable(reason: "a user name for a SOCKS proxy is not supported")
    }
    let (host, port) = try Self.split(at.map { authority[authority.index(after: $0)...] } ?? authority)
    self.init(kind, host: host, port: port ?? (kind == .http ? 80 : 1080), login: login, variable: variable)
  }

  private static func split(_ text: Substring) throws(Unusable) -> (host: String, port: Int?) {
    guard let place = HostAndPort(text) else {
      throw Unusable(reason: "after the host stands no port from 1 to 65535")
    }
    let isName = place.host.utf8.allSatisfy { byte in
      Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber || "-._".utf8.contains(byte)
    }
    guard !place.host.isEmpty, (isName && text.first != "[") || IPAddress(place.host) != nil else {
      throw Unusable(reason: "it has no host name")
    }
    return (place.host.lowercased(), place.port)
  }
}

extension Proxy.Login {
  /// Takes `user:password` apart, each of which may have percent escapes.
  fileprivate init(_ text: Substring) throws(Proxy.Unusable) {
    let colon = text.firstIndex(of: ":") ?? text.endIndex
    guard let user = text[..<colon].removingPercentEncoding,
      let password = text[colon...].dropFirst().removingPercentEncoding
    else { throw Proxy.Unusable(reason: "a % in its user name or password is not followed by two digits") }
    guard !user.contains(":") else { throw Proxy.Unusable(reason: "its user name has a colon") }
    self.init(user: user, password: Secret(password))
  }
}
