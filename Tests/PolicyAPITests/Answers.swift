import Foundation
import PolicyCore
import Synchronization
import Testing

@testable import PolicyAPI
import Policies
import Values

/// Answers, byte for byte.
enum Answers {
  static func http(_ status: Int, _ body: String, headers: [String] = [], type: String = "application/json") -> String {
    (["HTTP/1.1 \(status) X", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] + headers)
      .joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  static func success(_ result: String, info: String? = nil) -> String {
    http(200, envelope(result, info: info), headers: ["cf-ray: 8f-TEST"])
  }

  static func envelope(_ result: String, info: String? = nil) -> String {
    let info = info.map { ",\"result_info\":\($0)" } ?? ""
    return "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":\(result)\(info)}"
  }

  static func failure(_ status: Int, code: Int = 1003, _ message: String, headers: [String] = []) -> String {
    http(status, failureBody(code: code, message), headers: headers + ["cf-ray: 8f-TEST"])
  }

  static func failureBody(code: Int = 1003, _ message: String) -> String {
    """
    {"success":false,"errors":[{"code":\(code),"message":"\(message)","source":{"pointer":"/posts/0/id"}}],\
    "messages":[],"result":null}
    """
  }

  static func html(_ status: Int, title: String, headers: [String] = []) -> String {
    http(status, "<html><head><title>\(title)</title></head></html>", headers: headers, type: "text/html")
  }

  /// The head of an answer whose body will stay short of what it promises.
  static func cut(_ status: Int, after body: String) -> String {
    "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n\(body)"
  }

  // MARK: - Policies

  static func id(_ number: Int) -> PolicyID {
    PolicyID("00000000-0000-4000-8000-" + String(String(number + 1_000_000_000_000).suffix(12)))
  }

  static func policy(_ number: Int) -> String {
    """
    {"id":"\(id(number))","pattern":"user\(number)@example.com","pattern_type":"EMAIL","is_regex":false,\
    "is_trusted_sender":false,"is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true,\
    "comments":"ticket \(number)","created_at":"2025-03-04T05:06:07.123456Z","last_modified":"2025-03-04T05:06:07Z",\
    "modified_at":"2025-03-04T05:06:07Z"}
    """
  }

  /// A page of a list of `total` policies, numbered from 0.
  static func page(_ request: RawServer.Request, of total: Int, counting: Bool = true) -> String {
    let page = request.query("page") ?? 1
    let size = request.query("per_page") ?? 1000
    let numbers = ((page - 1) * size)..<max((page - 1) * size, min(page * size, total))
    let rows = "[\(numbers.map(policy).joined(separator: ","))]"
    return success(rows, info: counting ? "{\"page\":\(page),\"per_page\":\(size),\"total_count\":\(total)}" : nil)
  }
}

/// A token that must never turn up anywhere but in a header.
let testToken = "SuperSecretToken-123"

func withAPI<Value>(
  _ baseURL: String,
  credentials: Credentials = .token(testToken),
  caFile: String? = nil,
  proxy: Proxy? = nil,
  connectTimeout: Duration = .seconds(5),
  readTimeout: Duration = .seconds(180),
  batchTimeout: Duration = .seconds(180),
  retrying: Retrying = Retrying(attempts: 1),
  onWait: @escaping @Sendable (RetryWait) -> Void = { _ in },
  onExchange: @escaping @Sendable (ExchangeEvent) -> Void = { _ in },
  _ body: (CloudflareAPI) async throws -> Value
) async throws -> Value {
  let connection = APIConnection(
    baseURL: baseURL,
    accountID: "acc",
    credentials: credentials,
    caFile: caFile,
    proxy: proxy,
    userAgent: "postern/test",
    connectTimeout: connectTimeout,
    readTimeout: readTimeout,
    batchTimeout: batchTimeout
  )
  let api = try CloudflareAPI(connection, retrying: retrying, onWait: onWait, onExchange: onExchange)
  do {
    let value = try await body(api)
    await api.shutdown()
    return value
  } catch {
    await api.shutdown()
    throw error
  }
}

/// Gives the problem that something ends with.
func problem(of work: () async throws -> Void) async throws -> Problem {
  let problem = await #expect(throws: Problem.self) { try await work() }
  return try #require(problem)
}

/// A value that several closures share.
final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) {
    mutex = Mutex(value)
  }

  var value: Value {
    get { mutex.withLock { $0 } }
    set { mutex.withLock { $0 = newValue } }
  }

  func change<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result {
    mutex.withLock { value in body(&value) }
  }
}

/// Waits until something holds, for three minutes at the most, as all tests run at once on two cores; gives whether it did.
func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(180)
  while ContinuousClock.now < deadline {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(2))
  }
  return condition()
}

func batch(_ body: String = #"{"deletes":[],"patches":[],"puts":[],"posts":[]}"#) throws -> BatchRequest {
  try BatchRequest(body: Data(body.utf8), account: AccountKey(baseURL: "http://127.0.0.1", accountID: "acc"))
}
