import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Policies
import Values

@Suite("Whether the body left")
struct BodyGateTests {
  struct DiskFull: Error {}

  private func outcome(_ answer: BatchAnswer) -> SubmitTests.Outcome { SubmitTests.Outcome(answer) }

  @Test("willSend runs before the first byte of the body, and after the connection stands")
  func order() async throws {
    let server = try RawServer(reading: .head) { _ in [.stall] }
    defer { server.stop() }
    let asked = Shared(false)
    let stood = Shared(false)
    try await withAPI(server.baseURL) { api in
      let submission = Task {
        await api.submit(try batch()) {
          // The kernel opens a connection before the server's thread has taken it.
          stood.value = await eventually { server.accepted == 1 }
          asked.value = true
          try await Task.sleep(for: .seconds(600))
        }
      }
      #expect(await eventually { asked.value && server.requests.count == 1 })
      // The head is there, and nothing after it.
      #expect(server.requests.first?.method == "POST")
      submission.cancel()
      server.stop()
    }
    #expect(stood.value)
  }

  @Test("if willSend throws, nothing is sent")
  func refusal() async throws {
    let server = try RawServer { _ in [.send(Answers.success("{}"))] }
    defer { server.stop() }
    let full = Problem(.storage, what: "The disk is full.", advice: "Make room.")
    try await withAPI(server.baseURL) { api in
      let answer = await api.submit(try batch()) { throw full }
      #expect(outcome(answer) == .notSent)
      #expect(answer.problem == full)
      let other = await api.submit(try batch()) { throw DiskFull() }
      #expect(outcome(other) == .notSent)
      #expect(other.problem?.kind == .storage)
      #expect(other.problem?.retry == .safe)
    }
    #expect(await eventually { server.requests.count == 2 })
    #expect(server.requests.allSatisfy { $0.body.isEmpty })
  }

  @Test("on a refused connection willSend is never called, and nothing is sent")
  func refusedConnection() async throws {
    let port = try RawServer.refusingPort()
    let answer = try await withAPI("http://127.0.0.1:\(port)") { api in
      await api.submit(try batch()) { Issue.record("the body was asked for") }
    }
    #expect(outcome(answer) == .notSent)
    #expect(answer.problem?.kind == .unreachable)
    #expect(answer.problem?.retry == .safe)
  }

  @Test(
    "what the answer to the head alone means where the body was kept back",
    arguments: [
      (401, Answers.failureBody("no"), SubmitTests.Outcome.refused),
      (200, Answers.failureBody("no"), .refused),
      (429, "slow", .rateLimited),
      (408, Answers.failureBody("time"), .notSent),
      (500, Answers.failureBody("oops"), .notSent),
      (502, "<html>", .notSent),
      (403, "<html>", .notSent),
      (307, "", .notSent),
      (200, Answers.envelope("{}"), .notSent),
    ]
  )
  func keptBack(status: Int, body: String, expected: SubmitTests.Outcome) throws {
    let endpoint = try Endpoint(baseURL: "https://example.com", accountID: "acc")
    let reading = BatchReading(diagnosis: Diagnosis(endpoint: endpoint, secret: Secret(testToken), purpose: .batch))
    let answer = reading.outcome(of: HTTPAnswer(status: status, body: Data(body.utf8)), mayHaveLeft: false)
    #expect(outcome(answer) == expected)
    if expected == .notSent {
      #expect(answer.problem?.what.hasSuffix("The batch was not sent.") == true)
      #expect(answer.problem?.retry != .unsafe)
    }
  }

  @Test("an answer to the head alone is taken, and does not overtake the journal")
  func answerToHead() async throws {
    let server = try RawServer(reading: .head) { _ in [.send(Answers.failure(401, "no")), .stall] }
    defer { server.stop() }
    // An answer may be here before the body is asked for; then there is nothing to be written down.
    let (isAsked, isWritten) = (Shared(false), Shared(false))
    try await withAPI(server.baseURL) { api in
      let answer = await api.submit(try batch()) {
        isAsked.value = true
        _ = await eventually { !server.requests.isEmpty }
        isWritten.value = true
      }
      #expect(outcome(answer) == .refused)
      #expect(isWritten.value == isAsked.value)
    }
  }

  @Test("cancelled before the body was asked for, nothing is sent")
  func cancelledBefore() async throws {
    let server = try RawServer { _ in [.send(Answers.success("{}"))] }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      let submission = Task {
        while !Task.isCancelled { await Task.yield() }
        return await api.submit(try batch()) { Issue.record("the body was asked for") }
      }
      submission.cancel()
      let answer = try await submission.value
      #expect(outcome(answer) == .notSent)
      #expect(answer.problem?.kind == .interrupted)
    }
    // The head may have left, which is no request without its body.
    #expect(server.requests.allSatisfy { $0.body.isEmpty })
  }

  @Test("cancelled while it is written down, nothing is sent, and the answer waits for the writing to end")
  func cancelledMeanwhile() async throws {
    let server = try RawServer { _ in [.send(Answers.success("{}"))] }
    defer { server.stop() }
    let isWriting = Shared(false)
    let mayEnd = Shared(false)
    let isWritten = Shared(false)
    try await withAPI(server.baseURL) { api in
      let submission = Task {
        let answer = await api.submit(try batch()) {
          isWriting.value = true
          _ = await eventually { mayEnd.value }
          isWritten.value = true
        }
        return (answer, isWritten.value)
      }
      #expect(await eventually { isWriting.value })
      submission.cancel()
      mayEnd.value = true
      let (answer, wasWritten) = try await submission.value
      #expect(outcome(answer) == .notSent)
      #expect(answer.problem?.kind == .interrupted)
      #expect(wasWritten)
    }
    #expect(server.requests.allSatisfy { $0.body.isEmpty })
  }

  @Test("cancelled after the body left, the answer is waited for")
  func cancelledAfter() async throws {
    let mayAnswer = Shared(false)
    let server = try RawServer { _ in
      while !mayAnswer.value { usleep(1000) }
      return [.send(Answers.success(#"{"posts":[{"id":"x"}]}"#))]
    }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      let submission = Task { await api.submit(try batch()) {} }
      #expect(await eventually { server.requests.count == 1 })
      submission.cancel()
      mayAnswer.value = true
      guard case .applied(let created, _, _) = try await submission.value else {
        Issue.record("the answer was not waited for")
        return
      }
      #expect(created == [PolicyID("x")])
    }
  }

  @Test("a batch never rides on a connection that the server may have closed meanwhile")
  func freshConnection() async throws {
    let server = try RawServer { request in
      request.method == "GET" ? [.send(Answers.page(request, of: 1)), .close] : [.send(Answers.success("{}"))]
    }
    defer { server.stop() }
    // A read may well meet a connection that has just been closed, and is then simply asked again.
    try await withAPI(server.baseURL, retrying: Retrying(firstPause: .milliseconds(1))) { api in
      for _ in 0..<20 {
        _ = try await api.policies { _ in }
        let answer = await api.submit(try batch()) {}
        #expect(outcome(answer) == .applied, "\(answer)")
      }
    }
    let posts = server.requests.filter { $0.method == "POST" }
    #expect(posts.count == 20)
    #expect(Set(posts.map(\.connection)).count == 20)
  }

  @Test("a server that takes the connection and closes it at once leaves no doubt about a body that was kept back")
  func closedAtOnce() async throws {
    let server = try RawServer(reading: .nothing) { _ in [.close] }
    defer { server.stop() }
    let entered = Shared(0)
    for _ in 0..<20 {
      let before = entered.value
      let answer = try await withAPI(server.baseURL) { api in
        await api.submit(try batch()) { entered.change { $0 += 1 } }
      }
      let wasAsked = entered.value > before
      if !wasAsked { #expect(outcome(answer) == .notSent) }
      #expect([.notSent, .unknown].contains(outcome(answer)))
    }
    #expect(server.accepted == 20)
  }

  // MARK: - The gate by itself

  @Test("a gate opens once, and not after it was closed")
  func once() async throws {
    let gate = BodyGate {}
    try await gate.open()
    #expect(!gate.close())
    await #expect(throws: CancellationError.self) { try await gate.open() }

    let closed = BodyGate { Issue.record("nothing will be sent") }
    #expect(closed.close())
    await #expect(throws: CancellationError.self) { try await closed.open() }
    #expect(await closed.settled() == nil)
  }

  @Test("whichever way a race between opening and closing ends, both sides agree")
  func race() async throws {
    for _ in 0..<500 {
      let gate = BodyGate { await Task.yield() }
      async let opened = (try? await gate.open()) != nil
      async let closed = {
        await Task.yield(); return gate.close()
      }()
      let (didOpen, didClose) = await (opened, closed)
      #expect(didOpen != didClose)
    }
  }
}
