import Foundation

/// Which of the API's end points a request is for.
enum Route: Sendable, Equatable {
  case list
  case create
  case batch
  case read(id: String)
  case edit(id: String)
  case delete(id: String)
  /// A search for messages.
  case messages
  /// The question whether a search is finished.
  case poll(name: String)

  /// Where a path leads.
  enum Destination: Equatable {
    case found(accountID: String, Route)
    case wrongMethod
    case nowhere
  }

  /// The path under which the API is served.
  static let prefix = "/client/v4"

  /// Finds the end point of a method and a path; the path is without the query, and percent-encoded.
  static func find(method: String, path: String) -> Destination {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      .map { $0.removingPercentEncoding ?? String($0) }
    guard parts.count >= 6, parts[0] == "client", parts[1] == "v4", parts[2] == "accounts",
      parts[4] == "email-security"
    else { return .nowhere }
    let account = parts[3]
    if parts[5] == "investigate" { return messages(method, parts[6...], of: account) }
    guard parts.count >= 7, parts[5...6] == ["settings", "allow_policies"] else { return .nowhere }
    switch (parts.count, method) {
    case (7, "GET"): return .found(accountID: account, .list)
    case (7, "POST"): return .found(accountID: account, .create)
    case (8, "POST") where parts[7] == "batch": return .found(accountID: account, .batch)
    case (8, "GET"): return .found(accountID: account, .read(id: parts[7]))
    case (8, "PATCH"): return .found(accountID: account, .edit(id: parts[7]))
    case (8, "DELETE"): return .found(accountID: account, .delete(id: parts[7]))
    case (7, _), (8, _): return .wrongMethod
    default: return .nowhere
    }
  }

  private static func messages(_ method: String, _ rest: ArraySlice<String>, of account: String) -> Destination {
    let rest = Array(rest)
    switch (rest.count, rest.first) {
    case (0, _): return method == "GET" ? .found(accountID: account, .messages) : .wrongMethod
    case (2, "searches"): return method == "GET" ? .found(accountID: account, .poll(name: rest[1])) : .wrongMethod
    default: return .nowhere
    }
  }

  /// Splits a query into names and values; `+` is a space, as the API's own parser has it.
  static func parameters(ofQuery query: some StringProtocol) -> [(name: String, value: String)] {
    query.split(separator: "&").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: decoded(halves[0]), value: halves.count == 2 ? decoded(halves[1]) : "")
    }
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    let spaced = text.replacingOccurrences(of: "+", with: " ")
    return spaced.removingPercentEncoding ?? spaced
  }
}
