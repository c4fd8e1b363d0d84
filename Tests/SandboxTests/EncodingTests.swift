import Testing

@testable import Sandbox

@Suite("The accepted encodings")
struct EncodingTests {
  /// The four kinds in one batch, on three policies that exist.
  private func documented(_ ids: [String]) -> String {
    TestAPI.batch(
      deletes: Item.delete(ids[0]),
      patches: Item.patch(ids[1], #""verify_sender":true"#),
      puts: Item.put(ids[2], #""pattern":"a@b.test","pattern_type":"EMAIL""#),
      posts: Item.post("new@b.test")
    )
  }

  private func lean(_ ids: [String]) -> String {
    TestAPI.batch(
      deletes: Item.delete(ids[0]),
      patches: #"{"id":"\#(ids[1])","verify_sender":true}"#,
      puts: #"{"id":"\#(ids[2])","pattern":"a@b.test","pattern_type":"EMAIL"}"#,
      posts: Item.leanPost("b.test")
    )
  }

  private func answers(_ accept: AcceptedEncoding) async throws -> (documented: WireAnswer, lean: WireAnswer) {
    try await TestAPI.run(SandboxOptions(policies: 6, accept: accept)) { api async throws in
      let ids = try await api.all().compactMap { $0["id"]?.string }
      let first = try await api.send("POST", "/batch", body: documented(Array(ids[..<3])))
      return (first, try await api.send("POST", "/batch", body: lean(Array(ids[3...]))))
    }
  }

  @Test("documented asks for every field that the reference marks as required")
  func documentedOnly() async throws {
    let (documented, lean) = try await answers(.documented)
    #expect(documented.status == 200)
    #expect(lean.status == 400)
    #expect(
      lean.pointers == [
        "/patches/0/created_at", "/patches/0/last_modified", "/puts/0/created_at", "/puts/0/last_modified",
        "/posts/0/created_at", "/posts/0/id", "/posts/0/last_modified",
      ]
    )
    #expect(lean.errors.first?.message == "created_at is required")
  }

  @Test("lean refuses what the server owns")
  func leanOnly() async throws {
    let (documented, lean) = try await answers(.lean)
    #expect(lean.status == 200)
    #expect(documented.status == 400)
    #expect(
      documented.pointers == [
        "/patches/0/created_at", "/patches/0/last_modified", "/puts/0/created_at", "/puts/0/last_modified",
        "/posts/0/created_at", "/posts/0/id", "/posts/0/last_modified",
      ]
    )
  }

  @Test("either takes both")
  func either() async throws {
    let (documented, lean) = try await answers(.either)
    #expect(documented.status == 200)
    #expect(lean.status == 200)
  }

  @Test("modified_at is allowed where documented, and refused where lean")
  func modifiedAt() async throws {
    for (accept, status) in [(AcceptedEncoding.documented, 200), (.lean, 400)] {
      try await TestAPI.run(SandboxOptions(policies: 1, accept: accept)) { api async throws in
        let id = try #require(try await api.all().first?["id"]?.string)
        let times = accept == .documented ? Item.times + "," : ""
        let patch = #"{"id":"\#(id)",\#(times)"modified_at":"2026-01-01T00:00:00+01:00"}"#
        #expect(try await api.batch(patches: patch).status == status)
      }
    }
  }

  @Test("a post in any form needs all that a policy is made of", arguments: AcceptedEncoding.allCases)
  func essentials(accept: AcceptedEncoding) async throws {
    try await TestAPI.run(SandboxOptions(policies: 0, accept: accept)) { api async throws in
      let answer = try await api.batch(posts: accept == .lean ? "{}" : #"{"id":"x",\#(Item.times)}"#)
      #expect(
        answer.pointers == [
          "/posts/0/is_acceptable_sender", "/posts/0/is_exempt_recipient", "/posts/0/is_regex",
          "/posts/0/is_trusted_sender", "/posts/0/pattern", "/posts/0/pattern_type", "/posts/0/verify_sender",
        ]
      )
    }
  }
}
