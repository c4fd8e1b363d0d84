import Foundation

@testable import Sandbox

/// A running sandbox and a client that speaks to it with the right token.
struct TestAPI: Sendable {
  var server: SandboxServer
  var wire: Wire
  var authorization: [String: String]

  var policies: String {
    "/client/v4/accounts/\(server.accountID)/email-security/settings/allow_policies"
  }

  /// Runs a test against a sandbox that is stopped afterwards, whatever happened.
  static func run<Value>(
    _ options: SandboxOptions = SandboxOptions(policies: 0),
    _ test: (TestAPI) async throws -> Value
  ) async throws -> Value {
    let server = try await SandboxServer.start(options)
    let authorization = ["authorization": "Bearer " + options.token]
    let api = TestAPI(server: server, wire: Wire(port: server.port), authorization: authorization)
    do {
      let value = try await test(api)
      await server.stop()
      return value
    } catch {
      await server.stop()
      throw error
    }
  }

  func send(_ method: String, _ path: String = "", body: String = "") async throws -> WireAnswer {
    var headers = authorization
    if !body.isEmpty { headers["content-type"] = "application/json" }
    return try await wire.send(method, policies + path, headers: headers, body: Array(body.utf8))
  }

  /// Sends a batch; each part is the text of the array's items, without the brackets.
  func batch(
    deletes: String = "",
    patches: String = "",
    puts: String = "",
    posts: String = ""
  ) async throws
    -> WireAnswer
  {
    try await send("POST", "/batch", body: Self.batch(deletes: deletes, patches: patches, puts: puts, posts: posts))
  }

  static func batch(deletes: String = "", patches: String = "", puts: String = "", posts: String = "") -> String {
    #"{"deletes":[\#(deletes)],"patches":[\#(patches)],"puts":[\#(puts)],"posts":[\#(posts)]}"#
  }

  /// Creates a policy and gives its id.
  func create(_ pattern: String, type: String = "EMAIL", comments: String? = nil) async throws -> String {
    let answer = try await batch(posts: Item.post(pattern, type: type, comments: comments))
    return answer.json["result"]?["posts"]?.items.first?["id"]?.string ?? "none: \(answer.text)"
  }

  /// Gives the policies as JSON values, by time of creation.
  func all() async throws -> [JSONValue] {
    try await server.allPolicies().compactMap { JSONValue.parse(Array($0.utf8)) }
  }

  func patterns() async throws -> [String] { try await all().compactMap { $0["pattern"]?.string } }
}

/// Items of a batch in the documented form, as JSON texts.
enum Item {
  static let times = #""created_at":"2026-01-01T00:00:00Z","last_modified":"2026-01-01T00:00:00.5Z""#
  static let flags =
    #""is_trusted_sender":false,"is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true"#

  static func delete(_ id: String) -> String { #"{"id":"\#(id)"}"# }

  /// Changes are members as JSON text, such as `"verify_sender":false`.
  static func patch(_ id: String, _ changes: String) -> String { #"{"id":"\#(id)",\#(times),\#(changes)}"# }

  static func put(_ id: String, _ members: String) -> String { patch(id, members) }

  static func post(_ pattern: String, type: String = "EMAIL", comments: String? = nil) -> String {
    let remark = comments.map { #","comments":\#(JSONText.literal($0))"# } ?? ""
    return #"{"id":"client-made",\#(times),"pattern":\#(JSONText.literal(pattern)),"pattern_type":"\#(type)","#
      + #""is_regex":false,\#(flags)\#(remark)}"#
  }

  static func leanPost(_ pattern: String) -> String {
    #"{"pattern":"\#(pattern)","pattern_type":"DOMAIN","is_regex":false,\#(flags)}"#
  }
}

/// Waits until a condition holds; gives false when it does not within the time.
func eventually(within limit: Duration = .seconds(120), _ condition: () async throws -> Bool) async rethrows -> Bool {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    guard ContinuousClock.now < deadline else { return false }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return true
}
