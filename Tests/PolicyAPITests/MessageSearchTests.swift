import Foundation
import Mail
import MailLog
import PolicyCore
import Sandbox
import Synchronization
import Testing
import Values

@testable import PolicyAPI

@Suite("Searching for messages")
struct MessageSearchTests {
  private static let day = MailDay.day(of: Int(Date().timeIntervalSince1970)) - 2

  private func withSandbox(
    _ options: SandboxOptions,
    retrying: Retrying = Retrying(attempts: 3, sleep: { _ in }),
    _ body: (CloudflareAPI, SandboxServer) async throws -> Void
  ) async throws {
    let sandbox = try await SandboxServer.start(options)
    let connection = APIConnection(
      baseURL: sandbox.baseURL,
      accountID: sandbox.accountID,
      credentials: .token(sandbox.token),
      readTimeout: .seconds(180)
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

  private func all(_ api: CloudflareAPI, _ search: MessageSearch) async throws -> [LoggedMessage] {
    var found: [LoggedMessage] = []
    var cursor: String?
    repeat {
      let page = try await api.messages(search, after: cursor)
      found += page.messages
      cursor = page.cursor
    } while cursor != nil
    return found
  }

  private var search: MessageSearch { MessageSearch(.all, MailDay.times(of: Self.day)) }

  /// The members of the messages that the sandbox has, as another reader sees them.
  private func served(_ sandbox: SandboxServer) async throws -> [[String: any Sendable]] {
    try await sandbox.allMessages(ofDay: Int64(Self.day)).map { text in
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: any Sendable] ?? [:]
    }
  }

  @Test("a day comes whole, over several pages, with what the server says of each message")
  func day() async throws {
    try await withSandbox(SandboxOptions(messages: 80_000, seed: 3)) { api, sandbox in
      let messages = try await all(api, search)
      let served = try await served(sandbox)
      #expect(messages.count == served.count && served.count > 1000)
      for (message, told) in zip(messages.reversed(), served) {
        #expect(message.verdict.rawValue == told["final_disposition"] as? String)
        let properties = told["properties"] as? [String: any Sendable]
        #expect(message.allowance?.pattern == properties?["allowlisted_pattern"] as? String)
        if let from = told["from"] as? String, !from.contains("<") {
          #expect(message.message.from.value?.first?.lowercased() == from.lowercased())
        }
        #expect((told["envelope_from"] as? String == "") == (message.message.envelopeFrom.value == ""))
      }
    }
  }

  @Test("detections are asked for as such, and a sender's mail by its name")
  func queries() async throws {
    try await withSandbox(SandboxOptions(messages: 3000, seed: 3)) { api, sandbox in
      let every = try await all(api, search)
      let detections = try await all(api, MessageSearch(.detections, search.times))
      #expect(!detections.isEmpty && detections.count < every.count)
      #expect(detections.allSatisfy { $0.allowance == nil })
      let sender = try #require(every.first?.message.from.value?.first)
      let own = try await all(api, MessageSearch(.sender(sender), search.times))
      #expect(
        !own.isEmpty && own.allSatisfy { $0.message.from.value == [sender] || $0.message.envelopeFrom.value == sender }
      )
      #expect(sandbox.requests.allSatisfy { $0.path.contains("detections_only=") })
    }
  }

  @Test("a search that takes long is asked for until it is done, and what passes is tried again")
  func polling() async throws {
    let faults = try ["202:3", "429:0,on=messages,first=1", "500,on=messages,first=1,after=3"].map {
      try Fault(text: $0)
    }
    try await withSandbox(SandboxOptions(messages: 600, seed: 3, faults: faults)) { api, sandbox in
      let expected = try await served(sandbox).count
      #expect(try await all(api, search).count == expected)
      #expect(sandbox.requests.count { $0.path.contains("/searches/") } >= 3)
    }
  }

  @Test("a token that may not search says so, and may list policies all the same")
  func forbidden() async throws {
    try await withSandbox(SandboxOptions(policies: 2, faults: [Fault(.forbidden)])) { api, _ in
      let problem = await #expect(throws: Problem.self) { _ = try await api.messages(search, after: nil) }
      #expect(problem?.kind == .unauthorized)
      #expect(problem?.what.contains("may not search for mail") == true)
      #expect(problem?.advice.contains("Everything else goes on without it") == true)
      let listing = try await api.policies { _ in }
      #expect(listing.policies.count == 2)
    }
  }

  @Test(
    "an answer that is cut, or is none, is a problem and no page",
    arguments: ["truncated,on=messages", "bad-json:shape,on=messages", "html-502,on=messages"]
  )
  func broken(fault: String) async throws {
    try await withSandbox(SandboxOptions(messages: 600, faults: [try Fault(text: fault)])) { api, _ in
      await #expect(throws: Problem.self) { _ = try await api.messages(search, after: nil) }
    }
  }

  // MARK: - Where a search is asked for

  private static let endpoint = try? Endpoint(baseURL: "https://api.example/client/v4", accountID: "a1")

  @Test(
    "only the same server and the same account's path are followed",
    arguments: [
      ("/client/v4/accounts/a1/email-security/investigate/x?y=1", true),
      ("https://api.example/client/v4/accounts/a1/x", true),
      ("https://evil.example/client/v4/accounts/a1/x", false), ("//evil.example/client/v4/accounts/a1/x", false),
      ("http://api.example/client/v4/accounts/a1/x", false), ("https://api.example:444/client/v4/accounts/a1/x", false),
      ("https://api.example@evil.example/client/v4/accounts/a1/x", false),
      ("/client/v4/accounts/a2/x", false), ("/client/v4/accounts/a1", false), ("/client/v4/accounts/a1/", false),
      ("/client/v4/accounts/a1/../a2/x", false), ("/client/v4/accounts/a1/%2E%2e/a2", false),
      ("/client/v4/accounts/a1/./x", false), ("/client/v4/accounts/a1//x", false),
      ("/client/v4/accounts/a1/x#y", false), ("/client/v4/accounts/a1/x\\y", false), ("x", false), ("", false),
      ("/client/v4/accounts/a1/x y", false), ("/client/v4/accounts/a1/é", false),
    ]
  )
  func locations(text: String, isFollowed: Bool) throws {
    let found = try #require(Self.endpoint).location(text)
    #expect((found != nil) == isFollowed)
    if let found { #expect(found.hasPrefix("https://api.example/client/v4/accounts/a1/")) }
  }

  @Test("a 202 that leads elsewhere is no page, and is not followed")
  func elsewhere() async throws {
    let server = try RawServer { _ in
      [.send(Answers.http(202, Answers.envelope("null"), headers: ["Location: https://evil.example/x"]))]
    }
    defer { server.stop() }
    let connection = APIConnection(baseURL: "http://127.0.0.1:\(server.port)", accountID: "a", credentials: .token("t"))
    let api = try CloudflareAPI(connection, retrying: Retrying(attempts: 1))
    let problem = await #expect(throws: Problem.self) { _ = try await api.messages(search, after: nil) }
    #expect(problem?.kind == .badAnswer)
    #expect(server.requests.count == 1)
    await api.shutdown()
  }

  @Test("a search that never ends is given up")
  func endless() async throws {
    let slept = Mutex(0.0)
    let retrying = Retrying(attempts: 1, sleep: { pause in slept.withLock { $0 += Double(pause.components.seconds) } })
    try await withSandbox(SandboxOptions(faults: [try Fault(text: "202:100000")]), retrying: retrying) { api, _ in
      let problem = await #expect(throws: Problem.self) { _ = try await api.messages(search, after: nil) }
      #expect(problem?.what.contains("did not finish its search") == true)
      #expect(slept.withLock { $0 } <= SearchPatience.longest)
    }
  }

  @Test("a long reading leaves a quarter of what a user may ask for to everything else")
  func pace() {
    let pace = RequestPace()
    let start = Date(timeIntervalSince1970: 1_000_000)
    for number in 0..<RequestPace.share { pace.count(at: start + Double(number) / 10) }
    let now = start + 100
    #expect(pace.pause(at: now) == RequestPace.window - 100)
    #expect(pace.pause(at: start + RequestPace.window) == 0)
    #expect(RequestPace().pause(at: now) == 0)
  }
}
