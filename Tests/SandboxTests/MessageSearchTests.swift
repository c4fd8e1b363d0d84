import Foundation
import Testing

@testable import Sandbox

@Suite("The search for messages", .timeLimit(.minutes(5)))
struct MessageSearchTests {
  private static let path = "/client/v4/accounts/\(SandboxOptions.defaultAccountID)/email-security/investigate"

  private func run(
    _ options: SandboxOptions = SandboxOptions(messages: 3_000, seed: 5),
    _ test: (TestAPI) async throws -> Void
  ) async throws {
    try await TestAPI.run(options, test)
  }

  private func search(_ api: TestAPI, _ query: String) async throws -> WireAnswer {
    try await api.wire.send("GET", Self.path + "?" + query, headers: api.authorization)
  }

  /// Every message that a search finds, page by page.
  private func all(_ api: TestAPI, _ query: String, perPage: Int = 1000) async throws -> [JSONValue] {
    var found: [JSONValue] = []
    var cursor: String?
    repeat {
      let more = cursor.map { "&cursor=\($0)" } ?? ""
      let answer = try await search(api, "\(query)&per_page=\(perPage)\(more)")
      #expect(answer.status == 200, "\(answer.text)")
      let items = answer.json["result"]?.items ?? []
      #expect(answer.json["result_info"]?["count"]?.number == Double(items.count))
      found += items
      cursor = answer.json["result_info"]?["cursor"]?.string
    } while cursor != nil
    return found
  }

  private func ids(_ messages: [JSONValue]) -> [String] { messages.compactMap { $0["id"]?.string } }

  @Test("pages by cursor hold every message of a period once, newest first, however large they are")
  func paging() async throws {
    try await run { api async throws in
      let day = Timestamp.now() / MessageGenerator.microsPerDay - 2
      let start = Timestamp.text(day * MessageGenerator.microsPerDay, fractionDigits: 0)
      let end = Timestamp.text((day + 1) * MessageGenerator.microsPerDay, fractionDigits: 0)
      let query = "start=\(start)&end=\(end)&detections_only=false"
      let expected = try await api.server.allMessages(ofDay: day).reversed().compactMap { text in
        JSONValue.parse(Array(text.utf8))?["id"]?.string
      }
      #expect(expected.count > 20)
      for size in [7, expected.count, 1000] {
        #expect(ids(try await all(api, query, perPage: size)) == expected, "\(size) on a page")
      }
    }
  }

  @Test("the same seed has the same messages, another one has others")
  func seeds() async throws {
    var found: [[String]] = []
    for seed in [5, 5, 6] as [UInt64] {
      try await run(SandboxOptions(messages: 600, seed: seed)) { api async throws in
        let day = Timestamp.now() / MessageGenerator.microsPerDay - 3
        found.append(try await api.server.allMessages(ofDay: day))
      }
    }
    #expect(found[0] == found[1])
    #expect(found[0] != found[2])
  }

  @Test("what policies let through names a policy that is there, and is no detection")
  func letThrough() async throws {
    try await run { api async throws in
      let policies = try await api.all()
      let every = try await all(api, "detections_only=false")
      let passed = every.filter { $0["properties"]?["allowlisted_pattern"]?.string != nil }
      #expect(passed.count > every.count / 10)
      let patterns = Set(policies.compactMap { $0["pattern"]?.string })
      let named = Set(passed.compactMap { $0["properties"]?["allowlisted_pattern"]?.string })
      #expect(named.isSubset(of: patterns))
      #expect(named.count < patterns.count, "some policies are used by nobody")
      let detections = try await all(api, "detections_only=true")
      #expect(!detections.isEmpty)
      #expect(detections.allSatisfy { $0["properties"]?["allowlisted_pattern"]?.string == nil })
      #expect(detections.allSatisfy { $0["final_disposition"]?.string != "NONE" })
      #expect(Set(ids(detections)).isSubset(of: Set(ids(every))))
      let phishing = passed.filter { message in
        let properties = message["properties"]
        let type = properties?["allowlisted_pattern_type"] ?? properties?["whitelisted_pattern_type"]
        return message["final_disposition"]?.string == "MALICIOUS" && type?.string == "allowed_sender"
      }
      let holes = Set(phishing.compactMap { $0["properties"]?["allowlisted_pattern"]?.string })
      #expect(holes.count == 1)
    }
  }

  @Test(
    "a filter keeps what it names and nothing else",
    arguments: [
      ("final_disposition=SPAM", "final_disposition", "SPAM"),
      ("sender=bounce", "none", ""),
    ]
  )
  func filters(query: String, member: String, value: String) async throws {
    try await run { api async throws in
      let every = try await all(api, "detections_only=false")
      let kept = try await all(api, "detections_only=false&" + query)
      let wanted = every.filter { $0[member]?.string == value }
      #expect(ids(kept) == ids(wanted))
    }
  }

  @Test("a sender's mail is found by the address and by the domain, a server's by its address")
  func senders() async throws {
    try await run { api async throws in
      let every = try await all(api, "detections_only=false")
      let example = try #require(every.first { $0["from"]?.string?.contains("<") == false })
      let address = try #require(example["from"]?.string?.lowercased())
      let domain = try #require(address.split(separator: "@").last.map(String.init))
      let ip = try #require(example["smtp_helo_server_ip"]?.string)
      for query in ["sender=\(address)", "sender=\(domain)", "domain=\(domain)", "smtp_helo_ip=\(ip)"] {
        let found = try await all(api, "detections_only=false&" + query)
        #expect(ids(found).contains(ids([example])[0]), "\(query)")
        #expect(found.count < every.count, "\(query)")
      }
    }
  }

  @Test("a search that takes long is asked for where Location says, until it is done")
  func polling() async throws {
    try await run(SandboxOptions(messages: 300, faults: [try Fault(text: "202:2")])) { api async throws in
      let first = try await search(api, "detections_only=false")
      #expect(first.status == 202)
      #expect(first.json["result"] == .null)
      let location = try #require(first.headers["location"])
      #expect(location.hasPrefix(Self.path + "/"))
      var statuses: [Int] = []
      for _ in 0..<2 {
        statuses.append(try await api.wire.send("GET", location, headers: api.authorization).status)
      }
      #expect(statuses == [202, 200])
      let unknown = try await api.wire.send("GET", Self.path + "/searches/none", headers: api.authorization)
      #expect(unknown.status == 404)
    }
  }

  @Test("a cursor can come twice, or for ever")
  func cursors() async throws {
    try await run(SandboxOptions(messages: 300, faults: [Fault(.repeatedCursor)])) { api async throws in
      let query = "detections_only=false&per_page=10"
      let first = try #require(try await search(api, query).json["result_info"]?["cursor"]?.string)
      let second = try await search(api, query + "&cursor=" + first).json["result_info"]?["cursor"]?.string
      #expect(second == first)
    }
    try await run(SandboxOptions(messages: 300, faults: [Fault(.endlessCursor)])) { api async throws in
      var cursors: Set<String> = []
      var cursor: String?
      for _ in 0..<5 {
        let answer = try await search(
          api,
          "detections_only=false&per_page=1000" + (cursor.map { "&cursor=\($0)" } ?? "")
        )
        cursor = answer.json["result_info"]?["cursor"]?.string
        cursors.insert(try #require(cursor))
      }
      #expect(cursors.count == 5)
    }
  }

  @Test("a token that may not read mail is refused there alone")
  func forbidden() async throws {
    try await run(SandboxOptions(policies: 3, faults: [Fault(.forbidden)])) { api async throws in
      #expect(try await search(api, "detections_only=false").status == 403)
      #expect(try await api.send("GET").status == 200)
    }
  }

  @Test(
    "what no search can be is refused with the parameter's name",
    arguments: [
      "start=yesterday", "end=2026-11-01", "detections_only=1", "final_disposition=GOOD", "per_page=1001", "per_page=0",
      "cursor=abc", "page=2", "start=2999-01-01T00:00:00Z",
    ]
  )
  func refusals(query: String) async throws {
    try await run(SandboxOptions(messages: 10)) { api async throws in
      let answer = try await search(api, query)
      #expect(answer.status == 400)
      let name = query.split(separator: "=").first.map(String.init) ?? ""
      #expect(answer.pointers == ["/" + name])
    }
  }

  @Test("a cursor holds for its own search alone")
  func foreignCursor() async throws {
    try await run { api async throws in
      let cursor = try await search(api, "detections_only=false&per_page=10").json["result_info"]?["cursor"]?.string
      let answer = try await search(api, "detections_only=true&per_page=10&cursor=" + (try #require(cursor)))
      #expect(answer.status == 400)
    }
  }

  @Test("times are read back as they are written", arguments: [0, 1, 951_782_400_000_000, 1_795_132_799_123_456])
  func times(micros: Int64) {
    #expect(Timestamp.micros(of: Timestamp.text(micros)) == micros)
    #expect(Timestamp.micros(of: "2026-11-20T02:00:00+02:00") == Timestamp.micros(of: "2026-11-20T00:00:00Z"))
    #expect(Timestamp.micros(of: "2026-11-20T00:00:00.5Z") == 1_795_132_800_500_000)
  }
}
