import Foundation
import Policies
import Values

/// The addresses of one account's allow policies.
///
/// They begin with the spelling that was checked, so that what was checked is also what is asked.
struct Endpoint: Sendable {
  /// The scheme, host, port and path of the base URL, without a trailing slash.
  let base: String
  /// The host and, where it is given, the port: what messages name.
  let authority: String
  let accountID: String
  /// The port that is asked for, named in the base URL or not.
  let port: Int

  /// The most that the API gives on one page.
  static let pageSize = 1000

  /// Throws a ``Problem`` of kind `usage` for a URL that must not be asked.
  init(baseURL: String, accountID: String) throws(Problem) {
    do throws(BaseURL.Refusal) {
      let url = try BaseURL(baseURL)
      (base, authority, port) = (url.text, url.authority, url.port)
    } catch {
      throw Problem(
        .usage,
        what: "The base URL cannot be used: \(error.what)",
        advice: "Set it to \(BaseURL.live.text), or to the address that the sandbox printed."
      )
    }
    guard Self.isPathSegment(accountID) else {
      throw Problem(
        .usage,
        what: "The account id \"\(accountID)\" cannot stand in a URL.",
        advice: "Give the 32 hexadecimal digits that the dashboard shows for the account."
      )
    }
    self.accountID = accountID
  }

  private var policies: String {
    "\(base)/accounts/\(Self.escaped(accountID))/email-security/settings/allow_policies"
  }

  /// One page of the list, oldest policies first, counted from 1.
  func page(_ number: Int) -> String {
    "\(policies)?page=\(number)&per_page=\(Self.pageSize)&order=created_at&direction=asc"
  }

  /// One page of the list, newest policies first, counted from 1.
  func newest(_ number: Int, size: Int) -> String {
    "\(policies)?page=\(number)&per_page=\(size)&order=created_at&direction=desc"
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
}
