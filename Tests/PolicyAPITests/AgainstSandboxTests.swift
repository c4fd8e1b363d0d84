import Foundation
import PolicyCore
import Sandbox
import Testing

@testable import PolicyAPI
import Policies
import Values

/// The client against the server that Postern ships for trying things out; the two share no type.
@Suite("Against the sandbox")
struct AgainstSandboxTests {
  private func withSandbox(
    policies: Int = 20,
    faults: [Fault] = [],
    link: Link = .none,
    batchTimeout: Duration = .seconds(180),
    retrying: Retrying = Retrying(attempts: 1),
    _ body: (CloudflareAPI, SandboxServer) async throws -> Void
  ) async throws {
    let sandbox = try await SandboxServer.start(SandboxOptions(policies: policies, faults: faults, link: link))
    let connection = APIConnection(
      baseURL: sandbox.baseURL,
      accountID: sandbox.accountID,
      credentials: .token(sandbox.token),
      readTimeout: .seconds(180),
      batchTimeout: batchTimeout
    )
    let api = try CloudflareAPI(connection, retrying: retrying)
    do {
      try await body(api, sandbox)
    } catch {
      await api.shutdown()
      await sandbox.stop()
      throw error
    }
    await api.shutdown()
    await sandbox.stop()
  }

  private func post(_ pattern: String) -> String {
    """
    {"id":"\(UUID().uuidString.lowercased())","created_at":"2026-01-02T03:04:05Z",\
    "last_modified":"2026-01-02T03:04:05Z","pattern":"\(pattern)","pattern_type":"EMAIL","is_regex":false,\
    "is_trusted_sender":false,"is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true}
    """
  }

  @Test("the whole list comes, also over several pages")
  func list() async throws {
    try await withSandbox(policies: 2345) { api, sandbox in
      let listing = try await api.policies { _ in }
      #expect(listing.isComplete)
      #expect(listing.policies.count == 2345)
      #expect(Set(listing.policies.map(\.id)).count == 2345)
    }
  }

  @Test("over a slow line the whole list comes packed, and is the same")
  func slowLine() async throws {
    try await withSandbox(policies: 2345, link: Link(latency: .milliseconds(20), bandwidth: 20_000)) { api, sandbox in
      let listing = try await api.policies { _ in }
      #expect(listing.isComplete && listing.policies.count == 2345)
      #expect(try await sandbox.policyIDs().sorted() == listing.policies.map(\.id.text).sorted())
    }
  }

  @Test("access is checked with one policy, and the server tells how many there are")
  func access() async throws {
    try await withSandbox(policies: 2345) { api, sandbox in
      let count = try await api.checkAccess()
      #expect(count == 2345)
      #expect(sandbox.requests.map(\.method) == ["GET"])
      #expect(sandbox.requests.first?.path.contains("per_page=1&") == true)
    }
    try await withSandbox(faults: [Fault(.html502, on: .list)]) { api, sandbox in
      let problem = await #expect(throws: Problem.self) { _ = try await api.checkAccess() }
      #expect(problem?.kind == .badAnswer && problem?.httpStatus == 502)
      #expect(sandbox.requests.count == 1)
    }
  }

  @Test("one policy is read, and one that does not exist is nil")
  func onePolicy() async throws {
    try await withSandbox { api, _ in
      let known = try #require(try await api.policies { _ in }.policies.first)
      let again = try await api.policy(known.id)
      #expect(again == known)
      let missing = try await api.policy(PolicyID("00000000-0000-4000-8000-00000000dead"))
      #expect(missing == nil)
    }
  }

  @Test("a batch is applied, and the ids of what it created can be read")
  func submit() async throws {
    try await withSandbox { api, sandbox in
      let gone = try #require(try await api.policies { _ in }.policies.first)
      let posts = [post("one@example.com"), post("two@example.com")].joined(separator: ",")
      let body = #"{"deletes":[{"id":"\#(gone.id)"}],"patches":[],"puts":[],"posts":[\#(posts)]}"#
      guard case .applied(let created, _, _) = await api.submit(try batch(body), willSend: {}) else {
        Issue.record("not applied")
        return
      }
      var patterns: [String?] = []
      for id in created { patterns.append(try await api.policy(id)?.pattern) }
      #expect(patterns == ["one@example.com", "two@example.com"])
      let deleted = try await api.policy(gone.id)
      #expect(deleted == nil)
    }
  }

  @Test("a refused batch says why, and changes nothing")
  func refusal() async throws {
    try await withSandbox { api, sandbox in
      let answer = await api.submit(try batch(#"{"deletes":[{"id":"nobody"}],"patches":[],"puts":[],"posts":[]}"#)) {}
      #expect(SubmitTests.Outcome(answer) == .refused)
      #expect(answer.problem?.serverErrors.isEmpty == false)
      let count = try await sandbox.policyCount()
      #expect(count == 20)
    }
  }

  @Test(
    "whether an answer that was spoilt hides a commit cannot be told from it, and nothing is sent twice",
    arguments: [
      Fault(.applyThenCut), Fault(.cutBeforeApply), Fault(.html502, on: .batch), Fault(.truncated, on: .batch),
      Fault(.html502, on: .batch, commits: true), Fault(.neverAnswers, on: .batch),
    ]
  )
  func unknown(fault: Fault) async throws {
    // Where nothing but the time limit ends it: a longer one, should the machine be too busy to get as far as the body.
    var outcome = SubmitTests.Outcome.notSent
    for limit in fault.kind == .neverAnswers ? [Duration.seconds(2), .seconds(60)] : [.seconds(180)]
    where outcome == .notSent {
      try await withSandbox(faults: [fault], batchTimeout: limit) { api, sandbox in
        let body = #"{"deletes":[],"patches":[],"puts":[],"posts":[\#(post("one@example.com"))]}"#
        outcome = SubmitTests.Outcome(await api.submit(try batch(body)) {})
        let count = try await sandbox.policyCount()
        #expect(count == (fault.commits ? 21 : 20))
        let posts = sandbox.requests.filter { $0.method == "POST" }.count
        #expect(posts <= 1)
      }
    }
    #expect(outcome == .unknown)
  }

  @Test("a load gets past a rate limit and a proxy's page")
  func retries() async throws {
    let faults = [Fault(.rateLimited, on: .list, first: 1), Fault(.html502, on: .list, first: 1)]
    let retrying = Retrying(sleep: { _ in })
    try await withSandbox(faults: faults, retrying: retrying) { api, _ in
      let listing = try await api.policies { _ in }
      #expect(listing.policies.count == 20)
    }
  }
}
