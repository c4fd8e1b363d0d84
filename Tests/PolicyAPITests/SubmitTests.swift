import Policies
import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

@Suite("Submitting a batch")
struct SubmitTests {
  /// The cases of ``BatchAnswer``, without what they carry.
  enum Outcome: Sendable {
    case applied
    case refused
    case rateLimited
    case notSent
    case unknown

    init(_ answer: BatchAnswer) {
      self =
        switch answer {
        case .applied: .applied
        case .refused: .refused
        case .rateLimited: .rateLimited
        case .notSent: .notSent
        case .unknown: .unknown
        }
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var steps: [RawServer.Step]
    var outcome: Outcome
    var kind: Problem.Kind?
    var isSlow: Bool

    init(
      _ name: String,
      _ steps: RawServer.Step...,
      gives outcome: Outcome,
      kind: Problem.Kind? = nil,
      isSlow: Bool = false
    ) {
      (self.name, self.steps, self.outcome, self.kind, self.isSlow) = (name, steps, outcome, kind, isSlow)
    }

    var testDescription: String { name }
  }

  static let created = #"{"deletes":[],"posts":[{"id":"x"},{"id":7},{"id":"z"}]}"#

  /// What a server may do once it has read the whole request.
  static let afterBody: [Case] = [
    Case("200 with a result", .send(Answers.success(created)), gives: .applied),
    Case("200 without a result", .send(Answers.http(200, #"{"success":true}"#)), gives: .applied),
    Case("200 with a result of another shape", .send(Answers.success("[1,2]")), gives: .applied),
    Case("201", .send(Answers.http(201, Answers.envelope("{}"))), gives: .applied),
    Case("200 with failure", .send(Answers.http(200, Answers.failureBody("no"))), gives: .refused, kind: .refused),
    Case("400 of the API", .send(Answers.failure(400, "id is missing")), gives: .refused, kind: .refused),
    Case("401 of the API", .send(Answers.failure(401, "no")), gives: .refused, kind: .unauthorized),
    Case("403 of the API", .send(Answers.failure(403, "no")), gives: .refused, kind: .unauthorized),
    Case("404 of the API", .send(Answers.failure(404, "no account")), gives: .refused, kind: .notFound),
    Case("409 of the API", .send(Answers.failure(409, "changed")), gives: .refused, kind: .conflict),
    Case("413 of the API", .send(Answers.failure(413, "too large")), gives: .refused, kind: .refused),
    Case("422 of the API", .send(Answers.failure(422, "no")), gives: .refused, kind: .refused),
    Case("429 of the API", .send(Answers.failure(429, "slow")), gives: .rateLimited, kind: .rateLimited),
    Case("429 of anybody", .send(Answers.html(429, title: "slow")), gives: .rateLimited, kind: .rateLimited),
    Case("429, cut", .send(Answers.cut(429, after: "{")), .close, gives: .rateLimited, kind: .rateLimited),
    Case("403 of a proxy", .send(Answers.html(403, title: "Blocked")), gives: .unknown, kind: .outcomeUnknown),
    Case("400, cut", .send(Answers.cut(400, after: "{")), .close, gives: .unknown, kind: .outcomeUnknown),
    Case("400 with success", .send(Answers.http(400, Answers.envelope("{}"))), gives: .unknown, kind: .outcomeUnknown),
    Case("408 of the API", .send(Answers.failure(408, "time")), gives: .unknown, kind: .outcomeUnknown),
    Case("500 of the API", .send(Answers.failure(500, "oops")), gives: .unknown, kind: .outcomeUnknown),
    Case("502 of a proxy", .send(Answers.html(502, title: "Bad Gateway")), gives: .unknown, kind: .outcomeUnknown),
    Case("522", .send(Answers.html(522, title: "timed out")), gives: .unknown, kind: .outcomeUnknown),
    Case("503 with a pause", .send(Answers.failure(503, "x", headers: ["retry-after: 1"])), gives: .unknown),
    Case("200 with half the JSON", .send(Answers.http(200, #"{"success":tr"#)), gives: .unknown, kind: .outcomeUnknown),
    Case("200 with a page", .send(Answers.html(200, title: "Welcome")), gives: .unknown, kind: .outcomeUnknown),
    Case("200 with nothing", .send(Answers.http(200, "")), gives: .unknown, kind: .outcomeUnknown),
    Case("200, cut", .send(Answers.cut(200, after: #"{"success":true}"#)), .close, gives: .unknown),
    Case("200, reset", .send(Answers.cut(200, after: #"{"success":true}"#)), .reset, gives: .unknown),
    Case("200, never finished", .send(Answers.cut(200, after: "{")), .stall, gives: .unknown, isSlow: true),
    Case("no HTTP", .send("hello\r\n\r\n"), gives: .unknown, kind: .outcomeUnknown),
    Case("closed", .close, gives: .unknown, kind: .outcomeUnknown),
    Case("reset", .reset, gives: .unknown, kind: .outcomeUnknown),
    Case("no answer", .stall, gives: .unknown, kind: .outcomeUnknown, isSlow: true),
  ]

  @Test("each answer after the whole body has one meaning, and the batch goes out once", arguments: afterBody)
  func answers(example: Case) async throws {
    let server = try RawServer { _ in example.steps }
    defer { server.stop() }
    let journal = Shared(0)
    var answer: BatchAnswer?
    // Where nothing but the time limit ends it: a longer one, should the machine be too busy to get as far as the body.
    for limit in example.isSlow ? [Duration.seconds(4), .seconds(60)] : [.seconds(60)]
    where answer == nil || example.isSlow && !server.requests.contains(where: { !$0.body.isEmpty }) {
      journal.value = 0
      // Reads would be tried again, and quickly: a batch never is.
      answer = try await withAPI(server.baseURL, batchTimeout: limit, retrying: Retrying(firstPause: .zero)) { api in
        await api.submit(try batch()) { journal.change { $0 += 1 } }
      }
    }
    let told = try #require(answer)
    #expect(Outcome(told) == example.outcome, "\(told)")
    if let kind = example.kind { #expect(told.problem?.kind == kind, "\(told)") }
    if example.outcome == .unknown {
      #expect(told.problem?.retry == .unsafe)
      #expect(told.problem?.advice.contains("Do not send it again") == true)
    }
    #expect(journal.value == 1)
    #expect(await eventually { server.requests.filter { !$0.body.isEmpty }.count == 1 })
    if !example.isSlow { #expect(server.accepted == 1) }
  }

  @Test("the request is the frozen bytes, with their length, to the batch's address")
  func request() async throws {
    let server = try RawServer { _ in [.send(Answers.success("{}"))] }
    defer { server.stop() }
    let body = #"{"deletes":[{"id":"ä\/1"}],"patches":[],"puts":[],"posts":[]}"#
    _ = try await withAPI(server.baseURL) { api in await api.submit(try batch(body)) {} }
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /client/v4/accounts/acc/email-security/settings/allow_policies/batch HTTP/1.1")
    #expect(request.body == body)
    #expect(request.headers["content-length"] == "\(body.utf8.count)")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["transfer-encoding"] == nil)
    #expect(request.headers["authorization"] == "Bearer \(testToken)")
  }

  @Test("created ids come in the order of the posts, up to the first that cannot be read")
  func createdIDs() async throws {
    let results: [(String, [String])] = [
      (Self.created, ["x", "7", "z"]),
      (#"{"posts":[{"id":"x"},{"pattern":"no id"},{"id":"z"}]}"#, ["x"]),
      (#"{"posts":[{"id":"x"},null]}"#, ["x"]),
      (#"{"posts":null}"#, []), ("{}", []), ("null", []), ("[]", []), (#"{"posts":"none"}"#, []),
    ]
    for (result, ids) in results {
      let server = try RawServer { _ in [.send(Answers.success(result))] }
      defer { server.stop() }
      let answer = try await withAPI(server.baseURL) { api in await api.submit(try batch()) {} }
      guard case .applied(let created, let body, let rayID) = answer else {
        Issue.record("\(result): \(answer)")
        continue
      }
      #expect(created.map(\.text) == ids)
      #expect(String(decoding: body, as: UTF8.self) == Answers.envelope(result))
      #expect(rayID == "8f-TEST")
    }
  }

  @Test("a 429 carries the pause that was asked for")
  func pause() async throws {
    let server = try RawServer { _ in [.send(Answers.failure(429, "slow", headers: ["retry-after: 12"]))] }
    defer { server.stop() }
    let answer = try await withAPI(server.baseURL) { api in await api.submit(try batch()) {} }
    guard case .rateLimited(let problem, let pause) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(pause == 12)
    #expect(problem.retry == .safeAfter(seconds: 12))
  }

  @Test("a redirect is not followed, and neither body nor token goes elsewhere", arguments: [301, 302, 303, 307, 308])
  func redirect(status: Int) async throws {
    let other = try RawServer { _ in [.send(Answers.success("{}"))] }
    let server = try RawServer { _ in [.send(Answers.http(status, "", headers: ["Location: \(other.baseURL)/x"]))] }
    defer {
      other.stop()
      server.stop()
    }
    let answer = try await withAPI(server.baseURL) { api in await api.submit(try batch()) {} }
    #expect(Outcome(answer) == .unknown)
    #expect(answer.problem?.what.contains("redirects to \(other.baseURL)/x") == true)
    #expect(other.accepted == 0)
    #expect(server.requests.count == 1)
  }

  @Test("a token that the server repeats is blanked in the body that is kept")
  func echo() async throws {
    let server = try RawServer { _ in [.send(Answers.failure(400, "token \(testToken) \(testToken)"))] }
    defer { server.stop() }
    let answer = try await withAPI(server.baseURL) { api in await api.submit(try batch()) {} }
    guard case .refused(let problem, let body?) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(!"\(problem)".contains(testToken))
    #expect(!String(decoding: body, as: UTF8.self).contains(testToken))
  }

  @Test("a large batch leaves whole")
  func large() async throws {
    let server = try RawServer { _ in [.send(Answers.success("{}"))] }
    defer { server.stop() }
    let body = String(repeating: "0123456789", count: 800_000)
    let answer = try await withAPI(server.baseURL) { api in await api.submit(try batch(body)) {} }
    #expect(Outcome(answer) == .applied)
    #expect(server.requests.first?.body == body)
  }
}

extension BatchAnswer {
  var problem: Problem? {
    switch self {
    case .applied: nil
    case .refused(let problem, _), .rateLimited(let problem, _), .notSent(let problem), .unknown(let problem, _):
      problem
    }
  }
}
