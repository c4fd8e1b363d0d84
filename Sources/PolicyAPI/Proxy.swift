/// A server on the way to the API, which is asked to open a tunnel: TLS goes through it, from this program to the API.
package struct Proxy: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// One that understands `CONNECT` (RFC 9110, section 9.3.6).
    case http
    /// One that speaks SOCKS 5 (RFC 1928) and asks for no name; it looks up the API's name itself.
    case socks5
  }

  /// What an HTTP proxy is told of who is asking, as `Proxy-Authorization: Basic`.
  package struct Login: Hashable, Sendable {
    package var user: String
    package var password: Secret
  }

  package var kind: Kind
  /// A name or an address, IPv6 without its brackets.
  package var host: String
  package var port: Int
  package var login: Login?
  /// The environment variable that names it.
  package var variable: String

  package init(_ kind: Kind, host: String, port: Int, login: Login? = nil, variable: String) {
    self.kind = kind
    self.host = host
    self.port = port
    self.login = login
    self.variable = variable
  }
}

extension Proxy: CustomStringConvertible, CustomDebugStringConvertible {
  /// Its host and port: what messages name.
  package var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
  package var debugDescription: String { description }
}
