import CCurl
import Values

/// A server on the way to the API, which is asked to open a tunnel: TLS goes through it, from this program to the API.
///
/// What its address and the exceptions mean is libcurl's to say, as for every other program that stands on it.
package struct Proxy: Hashable, Sendable {
  /// The address as the environment has it, which may hold a password.
  var url: Secret
  /// The hosts to which the way is direct, as `NO_PROXY` lists them.
  var exceptions: String
  /// The environment variable that names it.
  package var variable: String

  /// The proxy that the environment names for this address; nil where it names none.
  ///
  /// `https_proxy`, else `HTTPS_PROXY`, else `all_proxy`, else `ALL_PROXY`; an empty variable is as good as none. This
  /// machine is never asked for through a proxy, and as plain http goes nowhere else, `http_proxy` has nothing to say.
  package static func named(in environment: [String: String], for baseURL: String) -> Proxy? {
    guard let url = try? BaseURL(baseURL), !url.isLoopback else { return nil }
    func first(_ names: [String]) -> (name: String, value: String)? {
      names.lazy.compactMap { name in environment[name].flatMap { $0.isEmpty ? nil : (name, $0) } }.first
    }
    guard let named = first(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) else { return nil }
    let exceptions = first(["no_proxy", "NO_PROXY"])?.value ?? ""
    return Proxy(url: Secret(named.value), exceptions: exceptions, variable: named.name)
  }
}

/// Where a proxy is, as libcurl reads it; nothing of the password is kept.
struct ProxyAddress: CustomStringConvertible {
  /// Without brackets.
  let host: String
  let port: Int
  let hasLogin: Bool

  /// Loads the library.
  init(_ proxy: Proxy) throws(ConnectionFailure) {
    if let reason = HTTPLibrary.problem { throw .noLibrary(reason) }
    guard let url = ccurl_url_parse(proxy.url.revealed) else { throw .proxyUnusable("it is no address of a server") }
    defer { ccurl_url_free(url) }
    func part<Part: BinaryInteger>(_ part: Part) -> String? {
      guard let text = ccurl_url_part(url, Int32(part)) else { return nil }
      defer { ccurl_free(text) }
      return String(cString: text)
    }
    let scheme = part(CCURLUPART_SCHEME)?.lowercased() ?? "http"
    guard Self.schemes.contains(scheme) || !proxy.url.revealed.contains("://") else {
      throw .proxyUnusable("its scheme is none of http, https, socks4, socks4a, socks5 and socks5h")
    }
    guard let host = part(CCURLUPART_HOST), !host.isEmpty else { throw .proxyUnusable("it has no host name") }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = part(CCURLUPART_PORT).flatMap(Int.init) ?? (scheme == "https" ? 443 : 1080)
    hasLogin = part(CCURLUPART_USER) != nil
  }

  private static let schemes: Set = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

  /// Whether the host is an address rather than a name.
  var isNumeric: Bool {
    host.contains(":") || host.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2E }
  }

  var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
