import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("The timestamps in a batch request")
struct BatchTimestampTests {
  private func base(created: String?, modified: String?, last: String?) -> AllowPolicy {
    var base = AllowPolicy.sample()
    base.createdAt = created
    base.modifiedAt = modified
    base.lastModified = last
    return base
  }

  @Test(
    "last_modified falls back to modified_at, and then to created_at",
    arguments: [("m", "l", "l"), (nil, "l", "l"), ("m", nil, "m"), (nil, nil, "2025-01-02T03:04:05.123456Z")],
    [false, true]
  )
  func fallback(example: (modified: String?, last: String?, expected: String), whole: Bool) throws {
    let base = base(created: "2025-01-02T03:04:05.123456Z", modified: example.modified, last: example.last)
    let items = try RequestItems(of: [.edit(of: base, PolicyFields(comments: "x"), whole: whole)])
    let item = try #require(items[whole ? "puts" : "patches"].first)
    #expect(item["last_modified"] as? String == example.expected)
    #expect(item["created_at"] as? String == "2025-01-02T03:04:05.123456Z")
    #expect(item["modified_at"] == nil)
  }

  @Test("without created_at the documented form is an error that offers the lean one", arguments: [false, true])
  func missing(whole: Bool) throws {
    let base = base(created: nil, modified: "m", last: "l")
    let operation = DraftOperation.edit(of: base, PolicyFields(comments: "x"), whole: whole)
    let problem = try #require(throws: Problem.self) { try BatchEncoder(.documented).body(for: [operation]) }
    #expect(problem.kind == .invalid)
    #expect(problem.what.contains(base.pattern))
    #expect(problem.advice.contains("lean"))
    let lean = try RequestItems(of: [operation], .lean)[whole ? "puts" : "patches"]
    #expect(lean.first?["comments"] as? String == "x")
  }

  @Test("a delete needs none", arguments: BatchEncoding.allCases)
  func deletion(encoding: BatchEncoding) throws {
    let base = base(created: nil, modified: nil, last: nil)
    let items = try RequestItems(of: [.deletion(of: base)], encoding)["deletes"]
    #expect(items.map { Array($0.keys) } == [["id"]])
  }

  @Test("a post's id and time are those of its queueing, in whichever batch it is sent")
  func frozen() async throws {
    let clock = FakeClock()
    let workspace = Workspace(
      account: .sample(),
      service: FakePolicyService(),
      store: MemoryDraftStore(),
      cache: MemoryPolicyCache(),
      surroundings: clock.surroundings
    )
    let new = await workspace.newPolicy(PolicyFields(pattern: "a.example", patternType: .domain))
    _ = try await workspace.perform(.create([new]))
    let first = try await workspace.review()
    try await clock.surroundings.sleep(3600)
    let second = try await workspace.review()
    #expect(first.request == second.request)
    let item = try #require(try RequestItems(of: second.operations.map(\.operation))["posts"].first)
    #expect(item["id"] as? String == "id-1")
    for name in ["created_at", "last_modified", "modified_at"] {
      #expect(item[name] as? String == "2026-05-06T07:08:09Z")
    }
  }
}
