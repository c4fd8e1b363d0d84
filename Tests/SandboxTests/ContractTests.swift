import Testing

@testable import Sandbox

@Suite("The contract")
struct ContractTests {
  struct Refused: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var body: String
    var pointers: [String]

    init(_ description: String, _ body: String, _ pointers: String...) {
      self.testDescription = description
      self.body = body
      self.pointers = pointers
    }
  }

  static let patch = #""id":"x",\#(Item.times)"#

  @Test(
    "is kept: a body that breaks it is refused, with a pointer to the place",
    arguments: [
      Refused("not JSON", "{", ""),
      Refused("text after the end", TestAPI.batch() + "x", ""),
      Refused("not an object", "[]", ""),
      Refused("an array missing", #"{"deletes":[],"patches":[],"puts":[]}"#, "/posts"),
      Refused("all arrays missing", "{}", "/deletes", "/patches", "/puts", "/posts"),
      Refused("null for an array", #"{"deletes":null,"patches":[],"puts":[],"posts":[]}"#, "/deletes"),
      Refused("a fifth array", #"{"deletes":[],"patches":[],"puts":[],"posts":[],"gets":[]}"#, "/gets"),
      Refused("an item that is no object", TestAPI.batch(deletes: #""id""#), "/deletes/0"),
      Refused("a delete without id", TestAPI.batch(deletes: "{}"), "/deletes/0/id"),
      Refused("an empty id", TestAPI.batch(deletes: Item.delete("")), "/deletes/0/id"),
      Refused("a number for an id", TestAPI.batch(deletes: #"{"id":7}"#), "/deletes/0/id"),
      Refused(
        "more than an id in a delete",
        TestAPI.batch(deletes: #"{"id":"x","pattern":"y"}"#),
        "/deletes/0/pattern"
      ),
      Refused(
        "a text for a flag",
        TestAPI.batch(patches: "{\(patch),\"verify_sender\":\"true\"}"),
        "/patches/0/verify_sender"
      ),
      Refused("a number for a flag", TestAPI.batch(patches: "{\(patch),\"is_regex\":1}"), "/patches/0/is_regex"),
      Refused("null for a pattern", TestAPI.batch(patches: "{\(patch),\"pattern\":null}"), "/patches/0/pattern"),
      Refused("an empty pattern", TestAPI.batch(patches: "{\(patch),\"pattern\":\"\"}"), "/patches/0/pattern"),
      Refused(
        "a pattern of 1,025 characters",
        TestAPI.batch(posts: Item.post(String(repeating: "é", count: 1_025))),
        "/posts/0/pattern"
      ),
      Refused(
        "comments of 1,025 characters",
        TestAPI.batch(posts: Item.post("a@b.test", comments: String(repeating: "x", count: 1_025))),
        "/posts/0/comments"
      ),
      Refused(
        "type UNKNOWN in a post",
        TestAPI.batch(posts: Item.post("a@b.test", type: "UNKNOWN")),
        "/posts/0/pattern_type"
      ),
      Refused(
        "type UNKNOWN in a patch",
        TestAPI.batch(patches: "{\(patch),\"pattern_type\":\"UNKNOWN\"}"),
        "/patches/0/pattern_type"
      ),
      Refused(
        "type UNKNOWN in a put",
        TestAPI.batch(puts: "{\(patch),\"pattern_type\":\"UNKNOWN\"}"),
        "/puts/0/pattern_type"
      ),
      Refused(
        "a type in lower case",
        TestAPI.batch(posts: Item.post("a@b.test", type: "email")),
        "/posts/0/pattern_type"
      ),
      Refused("is_sender", TestAPI.batch(patches: "{\(patch),\"is_sender\":true}"), "/patches/0/is_sender"),
      Refused("is_recipient", TestAPI.batch(patches: "{\(patch),\"is_recipient\":true}"), "/patches/0/is_recipient"),
      Refused("is_spoof", TestAPI.batch(puts: "{\(patch),\"is_spoof\":false}"), "/puts/0/is_spoof"),
      Refused("an unknown field", TestAPI.batch(patches: "{\(patch),\"a/b~c\":1}"), "/patches/0/a~1b~0c"),
      Refused(
        "a time that is none",
        TestAPI.batch(patches: #"{"id":"x","created_at":"yesterday","last_modified":"2026-01-01T00:00:00Z"}"#),
        "/patches/0/created_at"
      ),
      Refused(
        "several faults, each with its place",
        TestAPI.batch(deletes: "{}", posts: Item.post("a@b.test") + "," + Item.post("", type: "X")),
        "/deletes/0/id",
        "/posts/1/pattern",
        "/posts/1/pattern_type"
      ),
    ]
  )
  func refused(_ example: Refused) async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.send("POST", "/batch", body: example.body)
      #expect(answer.status == 400)
      #expect(answer.json["success"] == .bool(false))
      #expect(answer.json["result"] == .null)
      #expect(answer.pointers == example.pointers)
      #expect(answer.errors.allSatisfy { $0.code >= 1000 && !$0.message.isEmpty })
      #expect(try await api.server.policyCount() == 0)
    }
  }

  @Test("limits are counted in characters, and the longest are taken")
  func longest() async throws {
    try await TestAPI.run { api async throws in
      let long = String(repeating: "é", count: 1_024)
      #expect(try await api.batch(posts: Item.post(long, comments: long)).status == 200)
    }
  }

  @Test(
    "an operation on a policy that is not there is refused at its id",
    arguments: [
      (TestAPI.batch(deletes: Item.delete("nobody")), "/deletes/0/id"),
      (TestAPI.batch(patches: Item.patch("nobody", #""verify_sender":true"#)), "/patches/0/id"),
      (TestAPI.batch(puts: Item.put("nobody", #""pattern":"x""#)), "/puts/0/id"),
    ]
  )
  func missing(body: String, pointer: String) async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.send("POST", "/batch", body: body)
      #expect(answer.status == 404)
      #expect(answer.pointers == [pointer])
    }
  }

  @Test("an address that is not public is refused, also when a patch only turns the type into IP")
  func addresses() async throws {
    try await TestAPI.run { api async throws in
      let id = try await api.create("10.0.0.1", type: "DOMAIN")
      let answer = try await api.batch(patches: Item.patch(id, #""pattern_type":"IP""#))
      #expect(answer.status == 400)
      #expect(answer.pointers == ["/patches/0/pattern"])
      #expect(try await api.batch(posts: Item.post("2001:db8::/32", type: "IP")).status == 200)
    }
  }

  @Test("a policy of type UNKNOWN can be patched in its other fields")
  func unknownType() async throws {
    try await TestAPI.run(SandboxOptions(policies: 300)) { api async throws in
      let unknown = try await api.all().first { $0["pattern_type"] == .string("UNKNOWN") }
      let id = try #require(unknown?["id"]?.string)
      let answer = try await api.batch(patches: Item.patch(id, #""comments":"still unknown""#))
      #expect(answer.status == 200)
      #expect(answer.json["result"]?["patches"]?.items.first?["pattern_type"] == .string("UNKNOWN"))
    }
  }
}
