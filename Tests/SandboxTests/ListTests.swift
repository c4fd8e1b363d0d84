import Testing

@testable import Sandbox

@Suite("The list of policies")
struct ListTests {
  @Test("pages hold every policy once, in the order of creation, and say where they stand")
  func paging() async throws {
    try await TestAPI.run(SandboxOptions(policies: 57, seed: 3)) { api async throws in
      let expected = try await api.all().map { $0["id"]?.string }
      var ids: [String?] = []
      for page in 1...4 {
        let answer = try await api.send("GET", "?page=\(page)&per_page=15&order=created_at&direction=asc")
        #expect(answer.status == 200)
        let items = answer.json["result"]?.items ?? []
        ids += items.map { $0["id"]?.string }
        let info = answer.json["result_info"]
        #expect(info?["page"]?.number == Double(page))
        #expect(info?["per_page"]?.number == 15)
        #expect(info?["count"]?.number == (page == 4 ? 12 : 15))
        #expect(info?["total_count"]?.number == 57)
        #expect(info?["total_pages"]?.number == 4)
      }
      #expect(ids.count == 57)
      #expect(ids == expected)
    }
  }

  @Test("a page behind the last is empty, and still knows the total")
  func pageBehindTheLast() async throws {
    try await TestAPI.run(SandboxOptions(policies: 5)) { api async throws in
      let answer = try await api.send("GET", "?page=9&per_page=5")
      #expect(answer.json["result"] == .array([]))
      #expect(answer.json["result_info"]?["total_count"]?.number == 5)
      #expect(answer.json["result_info"]?["count"]?.number == 0)
    }
  }

  @Test("an empty account has an empty list", arguments: ["", "?per_page=1000"])
  func emptyList(query: String) async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.send("GET", query)
      #expect(answer.status == 200)
      #expect(answer.json["success"] == .bool(true))
      #expect(answer.json["errors"] == .array([]))
      #expect(answer.json["messages"] == .array([]))
      #expect(answer.json["result"] == .array([]))
    }
  }

  @Test("order and direction are obeyed, for 1,000 on a page as well")
  func order() async throws {
    try await TestAPI.run(SandboxOptions(policies: 1_500, seed: 8)) { api async throws in
      func patterns(_ query: String) async throws -> [String] {
        let answer = try await api.send("GET", query)
        return answer.json["result"]?.items.compactMap { $0["pattern"]?.string } ?? []
      }
      let byTime = try await api.patterns()
      let byPattern = byTime.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      #expect(try await patterns("?per_page=1000&order=created_at&direction=asc") == Array(byTime.prefix(1000)))
      #expect(
        try await patterns("?per_page=1000&order=created_at&direction=desc") == Array(byTime.reversed().prefix(1000))
      )
      #expect(try await patterns("?per_page=1000&order=pattern&direction=asc") == Array(byPattern.prefix(1000)))
      #expect(
        try await patterns("?per_page=1000&order=pattern&direction=desc") == Array(byPattern.reversed().prefix(1000))
      )
    }
  }

  @Test("a time without a fraction sorts before the same second with one")
  func mixedFractions() async throws {
    try await TestAPI.run(SandboxOptions(policies: 400, seed: 12)) { api async throws in
      let times = try await api.all().compactMap { $0["created_at"]?.string }
      // Cut to whole seconds, texts can be compared.
      let seconds = times.map { $0.prefix(19) }
      #expect(seconds == seconds.sorted())
      #expect(times.contains { $0.count == 20 })
      #expect(times.contains { $0.count == 27 })
    }
  }

  @Test(
    "each filter lets through what it names and nothing else",
    arguments: [
      ("pattern_type=IP", "pattern_type", JSONValue.string("IP")),
      ("pattern_type=UNKNOWN", "pattern_type", .string("UNKNOWN")),
      ("is_trusted_sender=true", "is_trusted_sender", .bool(true)),
      ("is_acceptable_sender=false", "is_acceptable_sender", .bool(false)),
      ("is_exempt_recipient=true", "is_exempt_recipient", .bool(true)),
      ("verify_sender=false", "verify_sender", .bool(false)),
    ]
  )
  func filters(query: String, member: String, value: JSONValue) async throws {
    try await TestAPI.run(SandboxOptions(policies: 300, seed: 2)) { api async throws in
      let wanted = try await api.all().filter { $0[member] == value }
      let answer = try await api.send("GET", "?per_page=1000&" + query)
      #expect(!wanted.isEmpty)
      #expect(answer.json["result"]?.items == wanted)
      #expect(answer.json["result_info"]?["total_count"]?.number == Double(wanted.count))
    }
  }

  @Test("filters are joined by and")
  func joinedFilters() async throws {
    try await TestAPI.run(SandboxOptions(policies: 300, seed: 2)) { api async throws in
      let wanted = try await api.all().filter {
        $0["is_acceptable_sender"] == .bool(true) && $0["verify_sender"] == .bool(false)
          && $0["pattern_type"] == .string("DOMAIN")
      }
      let answer = try await api.send(
        "GET",
        "?per_page=1000&is_acceptable_sender=true&verify_sender=false&pattern_type=DOMAIN"
      )
      #expect(!wanted.isEmpty)
      #expect(answer.json["result"]?.items == wanted)
    }
  }

  @Test(
    "pattern is exact, search looks into pattern and comments",
    arguments: [
      ("pattern=billing%40acme1.com", ["billing@acme1.com"]),
      ("pattern=acme1.com", []),
      ("pattern=a%2Bb%40acme1.com", ["a+b@acme1.com"]),
      ("pattern=a+b%40acme1.com", []),
      ("search=ACME1", ["billing@acme1.com", "a+b@acme1.com"]),
      ("search=100%25", ["news@globex.test"]),
      ("search=_", []),
      ("search=%C3%BCller", ["news@globex.test"]),
    ]
  )
  func searching(query: String, expected: [String]) async throws {
    try await TestAPI.run { api async throws in
      _ = try await api.create("billing@acme1.com")
      _ = try await api.create("a+b@acme1.com", comments: "plus")
      _ = try await api.create("news@globex.test", comments: "Müller: 100% sure")
      let answer = try await api.send("GET", "?" + query)
      #expect(answer.json["result"]?.items.compactMap { $0["pattern"]?.string } == expected)
    }
  }

  @Test(
    "a parameter that makes no sense is refused, with its name",
    arguments: [
      ("page=0", "/page"), ("page=x", "/page"), ("per_page=1001", "/per_page"), ("per_page=0", "/per_page"),
      ("order=comments", "/order"), ("direction=up", "/direction"), ("pattern_type=email", "/pattern_type"),
      ("verify_sender=1", "/verify_sender"),
    ]
  )
  func badParameters(query: String, pointer: String) async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.send("GET", "?" + query)
      #expect(answer.status == 400)
      #expect(answer.pointers == [pointer])
    }
  }
}
