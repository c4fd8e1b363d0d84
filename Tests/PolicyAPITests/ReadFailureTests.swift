import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

@Suite("What a failed read is told as")
struct ReadFailureTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var steps: [RawServer.Step]
    var kind: Problem.Kind
    var retry: Problem.Retry
    /// What the two sentences have to mention.
    var mentions: [String]

    init(
      _ name: String,
      _ steps: RawServer.Step...,
      kind: Problem.Kind,
      retry: Problem.Retry = .pointless,
      mentions: String...
    ) {
      (self.name, self.steps, self.kind, self.retry, self.mentions) = (name, steps, kind, retry, mentions)
    }

    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      "400 with the API's errors",
      .send(Answers.failure(400, "order is invalid.")),
      kind: .refused,
      mentions: "(400): order is invalid [1003]."
    ),
    Case(
      "400 about the token's form",
      .send(
        Answers.http(
          400,
          #"{"success":false,"errors":[{"code":6003,"message":"Invalid request headers","#
            + #""error_chain":[{"code":6111,"message":"Invalid format for Authorization header"}]}]}"#
        )
      ),
      kind: .unauthorized,
      mentions: "Invalid request headers: Invalid format for Authorization header",
      "token is complete"
    ),
    Case(
      "401",
      .send(Answers.failure(401, code: 10_000, "Authentication error")),
      kind: .unauthorized,
      mentions: "(401)",
      "Authentication error"
    ),
    Case(
      "403",
      .send(Answers.failure(403, code: 10_000, "Authentication error")),
      kind: .unauthorized,
      mentions: "Cloud Email Security: Read",
      "acc"
    ),
    Case(
      "403 without a subscription",
      .send(Answers.failure(403, "This feature is not available in the current subscription")),
      kind: .refused,
      mentions: "has no Email Security",
      "subscription"
    ),
    Case("404", .send(Answers.failure(404, code: 7003, "no route")), kind: .notFound, mentions: "acc", "base URL"),
    Case("409", .send(Answers.failure(409, "busy")), kind: .conflict, mentions: "(409): busy", "Load"),
    Case("413", .send(Answers.failure(413, "too large")), kind: .refused, mentions: "(413)", "smaller"),
    Case("422", .send(Answers.failure(422, "unprocessable")), kind: .refused, mentions: "(422): unprocessable"),
    Case(
      "429 with seconds",
      .send(Answers.failure(429, "slow down", headers: ["retry-after: 17"])),
      kind: .rateLimited,
      retry: .safeAfter(seconds: 17),
      mentions: "17 s"
    ),
    Case(
      "429 without",
      .send(Answers.failure(429, "slow down")),
      kind: .rateLimited,
      retry: .safe,
      mentions: "minutes"
    ),
    Case("500", .send(Answers.failure(500, "oops")), kind: .badAnswer, retry: .safe, mentions: "(500): oops"),
    Case(
      "502 with a proxy's page",
      .send(Answers.html(502, title: "502 Bad\n  Gateway")),
      kind: .badAnswer,
      retry: .safe,
      mentions: "(502)",
      "“502 Bad Gateway”"
    ),
    Case(
      "522",
      .send(Answers.html(522, title: "Connection timed out")),
      kind: .badAnswer,
      retry: .safe,
      mentions: "front",
      "(522)",
      "Connection timed out"
    ),
    Case(
      "200 with success false",
      .send(Answers.http(200, Answers.failureBody("not today"))),
      kind: .refused,
      retry: .safe,
      mentions: "200",
      "not today"
    ),
    Case("200 with null", .send(Answers.success("null")), kind: .badAnswer, retry: .safe, mentions: "no result"),
    Case(
      "200 with a page",
      .send(Answers.html(200, title: "Log in to the WLAN")),
      kind: .badAnswer,
      retry: .safe,
      mentions: "Log in to the WLAN"
    ),
    Case(
      "200 with half the JSON",
      .send(Answers.http(200, #"{"success":true,"result":[{"id":"#)),
      kind: .badAnswer,
      retry: .safe,
      mentions: "no whole JSON"
    ),
    Case(
      "200 with a wrong shape",
      .send(Answers.success(#"{"policies":[{"id":"a"}]}"#)),
      kind: .badAnswer,
      retry: .safe,
      mentions: "it holds no result"
    ),
    Case(
      "200 with two results",
      .send(Answers.success(#"[],"result":[]"#)),
      kind: .badAnswer,
      retry: .safe,
      mentions: "result is not what the API's description says"
    ),
    Case("200 with an array", .send(Answers.http(200, "[]")), kind: .badAnswer, retry: .safe, mentions: "its body"),
    Case("200 with nothing", .send(Answers.http(200, "")), kind: .badAnswer, retry: .safe, mentions: "empty"),
    Case(
      "cut in mid-body",
      .send(Answers.cut(200, after: "{\"suc")),
      .close,
      kind: .badAnswer,
      retry: .safe,
      mentions: "closed"
    ),
    Case(
      "reset in mid-body",
      .send(Answers.cut(200, after: "{")),
      .reset,
      kind: .badAnswer,
      retry: .safe,
      mentions: "closed"
    ),
    Case("closed without an answer", .close, kind: .badAnswer, retry: .safe, mentions: "closed the connection"),
    Case("reset without an answer", .reset, kind: .badAnswer, retry: .safe, mentions: "closed the connection"),
    Case("no answer in time", .stall, kind: .badAnswer, retry: .safe, mentions: "within 300 ms"),
    Case(
      "no whole answer in time",
      .send(Answers.cut(200, after: "{")),
      .stall,
      kind: .badAnswer,
      retry: .safe,
      mentions: "within 300 ms"
    ),
    Case("no HTTP", .send("220 mail.example.com ESMTP\r\n\r\n"), kind: .badAnswer, retry: .safe, mentions: "not HTTP"),
  ]

  @Test("each says what happened, what to do, and whether trying again is safe", arguments: cases)
  func wire(example: Case) async throws {
    let server = try RawServer { _ in example.steps }
    defer { server.stop() }
    let limit: Duration = example.mentions.contains("within 300 ms") ? .milliseconds(300) : .seconds(20)
    try await withAPI(server.baseURL, readTimeout: limit) { api in
      let told = try await problem { _ = try await api.policies { _ in } }
      #expect(told.kind == example.kind, "\(told)")
      #expect(told.retry == example.retry, "\(told)")
      for text in example.mentions {
        #expect("\(told.what) \(told.advice)".contains(text), "\(told)")
      }
      #expect(told.what.hasSuffix("."))
      #expect(told.advice.hasSuffix("."))
      // A machine that is busy enough lets the limit pass before the request is even read.
      if limit > .seconds(1) { #expect(server.requests.count == 1) }
    }
  }

  @Test("the server's own words, the status and the ray come along")
  func details() async throws {
    let server = try RawServer { _ in [.send(Answers.failure(400, code: 1004, "id is missing"))] }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      let told = try await problem { _ = try await api.policies { _ in } }
      #expect(told.serverErrors == [ServerError(code: 1004, message: "id is missing", pointer: "/posts/0/id")])
      #expect(told.httpStatus == 400)
      #expect(told.rayID == "8f-TEST")
    }
  }

  @Test("a server that repeats the token does not get it into a message")
  func echo() async throws {
    let echoes = [
      Answers.failure(401, "no such token: \(testToken)"),
      Answers.html(502, title: "bad \(testToken)"),
      Answers.http(200, "Bearer \(testToken)"),
      Answers.http(302, "", headers: ["Location: http://127.0.0.1/?t=\(testToken)"]),
    ]
    for text in echoes {
      let server = try RawServer { _ in [.send(text)] }
      defer { server.stop() }
      try await withAPI(server.baseURL) { api in
        let told = try await problem { _ = try await api.policies { _ in } }
        #expect(!"\(told)".contains(testToken))
        #expect("\(told)".contains("•••"))
      }
    }
  }

  @Test("a redirect is told and not followed", arguments: [301, 302, 303, 307, 308])
  func redirect(status: Int) async throws {
    let other = try RawServer { _ in [.close] }
    let server = try RawServer { _ in [.send(Answers.http(status, "", headers: ["Location: \(other.baseURL)/x"]))] }
    defer {
      other.stop()
      server.stop()
    }
    try await withAPI(server.baseURL) { api in
      let told = try await problem { _ = try await api.policies { _ in } }
      #expect(told.kind == .badAnswer)
      #expect(told.retry == .pointless)
      #expect(told.what.contains("redirects to \(other.baseURL)/x (\(status))"))
    }
    #expect(other.accepted == 0)
    #expect(server.requests.count == 1)
  }
}
