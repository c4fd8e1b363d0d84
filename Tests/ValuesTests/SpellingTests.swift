import Testing

@testable import PolicyCore
@testable import Values

@Suite("What was probably meant")
struct SpellingTests {
  @Test(
    "the distance is the number of slips",
    arguments: [
      ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("theme", "thme", 1), ("ab", "ba", 1), ("acme", "amce", 1),
      ("abc", "cab", 2),
    ]
  )
  func distance(one: String, other: String, expected: Int) {
    #expect(Spelling.distance(Array(one), Array(other)) == expected)
    #expect(Spelling.distance(Array(other), Array(one)) == expected)
  }

  @Test(
    "only what is near is suggested",
    arguments: [
      ("color", "colour"), ("acount_id", "account_id"), ("x", nil), ("encodings", "encoding"), ("proxy", nil),
    ]
  )
  func nearest(name: String, expected: String?) {
    #expect(Spelling.nearest(to: name, among: ["account_id", "colour", "encoding", "name"]) == expected)
  }
}
