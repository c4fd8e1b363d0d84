import Testing

@testable import Sandbox

@Suite("The batch")
struct BatchTests {
  @Test("carries out all four kinds, and answers with what became of each")
  func fourKinds() async throws {
    try await TestAPI.run { api async throws in
      let doomed = try await api.create("old@acme1.com")
      let patched = try await api.create("billing@acme1.com", comments: "kept")
      let replaced = try await api.create("news@acme1.com", comments: "gone")
      let answer = try await api.batch(
        deletes: Item.delete(doomed),
        patches: Item.patch(patched, #""verify_sender":false"#),
        puts: Item.put(replaced, #""pattern":"acme1.com","pattern_type":"DOMAIN","is_trusted_sender":true"#),
        posts: Item.post("one@globex2.net") + "," + Item.post("two@globex2.net", comments: "ticket \"SEC-1\"")
      )
      #expect(answer.status == 200)
      #expect(answer.json["success"] == .bool(true))
      let result = answer.json["result"]
      #expect(result?["deletes"] == .array([.object(["id": .string(doomed)])]))
      #expect(result?["patches"]?.items.map { $0["verify_sender"] } == [.bool(false)])
      #expect(result?["patches"]?.items.map { $0["comments"] } == [.string("kept")])
      #expect(result?["puts"]?.items.map { $0["pattern"] } == [.string("acme1.com")])
      #expect(
        result?["posts"]?.items.map { $0["pattern"] } == [.string("one@globex2.net"), .string("two@globex2.net")]
      )
      #expect(
        try await api.patterns() == ["billing@acme1.com", "acme1.com", "one@globex2.net", "two@globex2.net"]
      )
      let served = try await api.all()
      #expect(result?["patches"]?.items.first == served.first)
      #expect(result?["posts"]?.items == Array(served.suffix(2)))
    }
  }

  @Test("a failure in the last operation leaves nothing of it behind")
  func atomicity() async throws {
    try await TestAPI.run(SandboxOptions(policies: 20)) { api async throws in
      let before = try await api.server.allPolicies()
      let ids = try await api.all().compactMap { $0["id"]?.string }
      let answer = try await api.batch(
        deletes: Item.delete(ids[0]) + "," + Item.delete(ids[1]),
        patches: Item.patch(ids[2], #""verify_sender":true,"comments":"changed""#),
        puts: Item.put(ids[3], #""pattern":"other@acme1.com","pattern_type":"EMAIL""#),
        posts: Item.post("new@acme1.com") + "," + Item.post("10.1.2.3", type: "IP")
      )
      #expect(answer.status == 400)
      #expect(answer.json["success"] == .bool(false))
      #expect(answer.pointers == ["/posts/1/pattern"])
      #expect(try await api.server.allPolicies() == before)
    }
  }

  @Test("deletes come before patches, so a patch of a deleted policy is refused, and the delete undone")
  func deleteThenPatch() async throws {
    try await TestAPI.run { api async throws in
      let id = try await api.create("billing@acme1.com")
      let answer = try await api.batch(deletes: Item.delete(id), patches: Item.patch(id, #""verify_sender":false"#))
      #expect(answer.status == 404)
      #expect(answer.pointers == ["/patches/0/id"])
      #expect(try await api.server.policyCount() == 1)
    }
  }

  @Test("patches come before puts, so the put of the same policy has the last word")
  func patchThenPut() async throws {
    try await TestAPI.run { api async throws in
      let id = try await api.create("billing@acme1.com")
      let answer = try await api.batch(
        patches: Item.patch(id, #""comments":"from the patch""#),
        puts: Item.put(id, #""pattern":"put@acme1.com","pattern_type":"EMAIL","comments":"from the put""#)
      )
      #expect(answer.json["result"]?["patches"]?.items.first?["comments"] == .string("from the patch"))
      let policy = try #require(try await api.all().first)
      #expect(policy["comments"] == .string("from the put"))
      #expect(policy["pattern"] == .string("put@acme1.com"))
    }
  }

  @Test("a patch changes the fields that it names and no other")
  func patchTouchesOnlyItsFields() async throws {
    try await TestAPI.run { api async throws in
      let id = try await api.create("billing@acme1.com", comments: "kept")
      guard case .object(var expected) = try #require(try await api.all().first) else { return }
      _ = try await api.batch(patches: Item.patch(id, #""is_trusted_sender":true"#))
      guard case .object(let policy) = try #require(try await api.all().first) else { return }
      #expect(policy["modified_at"] != expected["modified_at"])
      #expect(policy["last_modified"] == policy["modified_at"])
      expected["is_trusted_sender"] = .bool(true)
      expected["modified_at"] = policy["modified_at"]
      expected["last_modified"] = policy["last_modified"]
      #expect(policy == expected)
    }
  }

  @Test("null takes the comments away, and an empty text empties them")
  func nullComments() async throws {
    try await TestAPI.run { api async throws in
      let id = try await api.create("billing@acme1.com", comments: "text")
      _ = try await api.batch(patches: Item.patch(id, #""comments":null"#))
      #expect(try await api.all().first?["comments"] == .null)
      _ = try await api.batch(patches: Item.patch(id, #""comments":"""#))
      #expect(try await api.all().first?["comments"] == .string(""))
    }
  }

  @Test("a put blanks what it leaves out, and keeps id and time of creation")
  func putBlanks() async throws {
    try await TestAPI.run { api async throws in
      let id = try await api.create("billing@acme1.com", comments: "text")
      let before = try #require(try await api.all().first)
      _ = try await api.batch(puts: Item.put(id, #""pattern":"billing@acme1.com""#))
      let after = try #require(try await api.all().first)
      #expect(after["id"] == .string(id))
      #expect(after["created_at"] == before["created_at"])
      #expect(after["pattern_type"] == .string("UNKNOWN"))
      #expect(after["comments"] == .string(""))
      for flag in ["is_regex", "is_trusted_sender", "is_acceptable_sender", "is_exempt_recipient", "verify_sender"] {
        #expect(after[flag] == .bool(false), "\(flag)")
      }
    }
  }

  @Test("a post gets an id and times from the server, whatever the client sent")
  func postGetsItsOwnID() async throws {
    try await TestAPI.run { api async throws in
      let first = try await api.create("billing@acme1.com")
      let second = try await api.create("billing@acme1.com")
      #expect(first != "client-made")
      #expect(first != second, "duplicates are taken")
      for policy in try await api.all() {
        #expect(policy["created_at"]?.string?.hasPrefix("2026-01-01T00:00:00Z") == false)
        #expect(policy["modified_at"] == policy["created_at"])
      }
    }
  }

  @Test("an empty batch is carried out, and changes nothing")
  func emptyBatch() async throws {
    try await TestAPI.run(SandboxOptions(policies: 3)) { api async throws in
      let before = try await api.server.allPolicies()
      let answer = try await api.batch()
      #expect(answer.status == 200)
      #expect(answer.json["result"]?["posts"] == .array([]))
      #expect(try await api.server.allPolicies() == before)
    }
  }

  @Test("a thousand operations of a kind are taken, one more is refused")
  func limits() async throws {
    try await TestAPI.run { api async throws in
      let posts = (0..<1_000).map { Item.post("user\($0)@acme1.com") }
      let answer = try await api.batch(posts: posts.joined(separator: ","))
      #expect(answer.status == 200)
      #expect(answer.json["result"]?["posts"]?.items.count == 1_000)
      let tooMany = try await api.batch(posts: (posts + [Item.post("last@acme1.com")]).joined(separator: ","))
      #expect(tooMany.status == 400)
      #expect(tooMany.pointers == ["/posts"])
      #expect(try await api.server.policyCount() == 1_000)
      #expect(try await api.patterns().prefix(3) == ["user0@acme1.com", "user1@acme1.com", "user2@acme1.com"])
    }
  }

  @Test("a body of several megabytes is taken")
  func bigBody() async throws {
    try await TestAPI.run { api async throws in
      let comments = String(repeating: "日", count: 1_024)
      let posts = (0..<1_000).map { Item.post("user\($0)@acme1.com", comments: comments) }.joined(separator: ",")
      #expect(posts.utf8.count > 3_000_000)
      #expect(try await api.batch(posts: posts).status == 200)
      #expect(try await api.server.policyCount() == 1_000)
    }
  }

  @Test("a body beyond the bound is refused")
  func oversizedBody() async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.send("POST", "/batch", body: String(repeating: " ", count: 17 << 20))
      #expect(answer.status == 413)
      #expect(answer.errors.first?.code == 1009)
    }
  }
}
