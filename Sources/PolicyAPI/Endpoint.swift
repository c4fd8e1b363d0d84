import Foundation
import PolicyCore

/// The addresses of one account's allow policies.
///
/// They are rebuilt from the checked parts of the base URL, so that what was checked is also what is asked.
struct Endpoint: Sendable {
  /// The scheme, host, port and path of the base URL, without a trailing slash.
  let base: String
  /// The host and, where it is given, the port: what messages name.
  let authority: String
  let accountID: String
  let port: Int
  /// Whether the host is this very machine.
  let isOnThisMachine: Bool

  /// The most that the API gives on one page.
  static let pageSize = 1000

  /// Throws a ``Problem`` of kind `usage` for a URL that must not be asked.
  init(baseURL: String, accountID: String) throws(Problem) {
    guard let parts = URLComponents(string: baseURL), let host = parts.bracketedHost, !host.isEmpty else {
      throw Self.unusable(baseURL, because: "it is not a URL with a host")
    }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
      throw Self.unusable("\(parts.scheme ?? "")://\(host)", because: "it has a user name, a query or a fragment")
    }
    let scheme = parts.scheme?.lowercased()
    guard scheme == "https" || (scheme == "http" && Self.isLoopback(host)) else {
      throw Self.unusable(baseURL, because: "only https is safe for a token, and http only to this machine")
    }
    guard Self.isPathSegment(accountID) else {
      throw Problem(
        .usage,
        what: "The account id \"\(accountID)\" cannot stand in a URL.",
        advice: "Give the 32 hexadecimal digits that the dashboard shows for the account."
      )
    }
    port = parts.port ?? (scheme == "http" ? 80 : 443)
    isOnThisMachine = Self.isLoopback(host)
    authority = parts.port.map { "\(host):\($0)" } ?? host
    let path = parts.percentEncodedPath.reversed().drop { $0 == "/" }.reversed()
    base = "\(scheme ?? "https")://\(authority)\(String(path))"
    self.accountID = accountID
  }

  private var policies: String {
    "\(base)/accounts/\(Self.escaped(accountID))/email-security/settings/allow_policies"
  }

  /// One page of the list, oldest policies first, counted from 1.
  func page(_ number: Int) -> String {
    "\(policies)?page=\(number)&per_page=\(Self.pageSize)&order=created_at&direction=asc"
  }

  /// The oldest policy alone: the least that can be asked of the list.
  var smallestPage: String {
    "\(policies)?page=1&per_page=1&order=created_at&direction=asc"
  }

  /// One policy; nil for an id that would change the path, which no policy has.
  func policy(_ id: PolicyID) -> String? {
    Self.isPathSegment(id.text) ? "\(policies)/\(Self.escaped(id.text))" : nil
  }

  var batch: String { "\(policies)/batch" }

  // MARK: - Parts of a URL

  private static func isPathSegment(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".."
  }

  private static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  /// RFC 3986, section 2.3.
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
  )

  static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func unusable(_ baseURL: String, because reason: String) -> Problem {
    Problem(
      .usage,
      what: "The base URL \(baseURL) cannot be used: \(reason).",
      advice: "Set it to https://api.cloudflare.com/client/v4, or to the address that the sandbox printed."
    )
  }
}

extension URLComponents {
  /// The host as it stands in a URL, with brackets around an IPv6 address.
  fileprivate var bracketedHost: String? {
    guard let host = percentEncodedHost?.lowercased() else { return nil }
    return host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
  }
}
