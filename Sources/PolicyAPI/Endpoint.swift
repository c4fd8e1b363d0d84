import Foundation
import MailLog
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

  private var account: String { "\(base)/accounts/\(Self.escaped(accountID))" }

  private var policies: String { "\(account)/email-security/settings/allow_policies" }

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

  /// One page of a search for messages, behind that of the cursor.
  func messages(_ search: MessageSearch, after cursor: String?) -> String {
    var url = "\(account)/email-security/investigate?start=\(Self.time(search.times.lowerBound))"
    url += "&end=\(Self.time(search.times.upperBound))&per_page=\(Self.pageSize)"
    // Versions differ in what they take it for where it is left out.
    url += "&detections_only=\(search.query == .detections)"
    switch search.query {
    case .all, .detections: break
    case .sender(let text): url += "&sender=\(Self.escaped(text))"
    case .domain(let text): url += "&domain=\(Self.escaped(text))"
    case .recipient(let text): url += "&recipient=\(Self.escaped(text))"
    case .helo(let text): url += "&smtp_helo_ip=\(Self.escaped(text))"
    }
    return cursor.map { "\(url)&cursor=\(Self.escaped($0))" } ?? url
  }

  /// Where an answer says that its result is to be had: only on the same server, and of the same account.
  func location(_ text: String) -> String? {
    let server = base.prefix(base.count - path.count)
    let url = text.hasPrefix("/") ? server + text : text
    let rest = url.utf8.dropFirst(account.utf8.count)
    let isPlain = rest.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") }
    guard url.utf8.count <= Self.longestLocation, url.hasPrefix("\(account)/"), isPlain else { return nil }
    let steps = url.dropFirst(account.count).prefix { $0 != "?" }.split(
      separator: "/",
      omittingEmptySubsequences: false
    )
    let isBelow = steps.dropFirst().allSatisfy { step in
      !step.isEmpty && ![".", ".."].contains(step.lowercased().replacing("%2e", with: "."))
    }
    return isBelow ? String(url) : nil
  }

  private static let longestLocation = 8192

  /// The path of the base URL.
  private var path: Substring {
    let server = base.drop { $0 != "/" }.dropFirst(2)
    return server.drop { $0 != "/" }
  }

  private static func time(_ seconds: Int) -> String {
    let day = MailDay.day(of: seconds)
    let rest = seconds - day * MailDay.seconds
    let digits = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(MailDay.text(of: day))T\(digits.joined(separator: ":"))Z"
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
