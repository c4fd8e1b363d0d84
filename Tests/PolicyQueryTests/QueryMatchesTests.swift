import Testing

@testable import PolicyCore
@testable import PolicyQuery

struct QueryMatchesTests {
  @Test(arguments: [
    ("acme", "billing@ACME1.example", [8..<12]),
    ("a", "banana", [1..<2, 3..<4, 5..<6]),
    ("an na", "banana", [1..<6]),
    ("ana", "banana", [1..<4]),
    ("\"two words\"", "two\nwords", [0..<9]),
    ("-acme", "acme", []),
    ("type:ip", "type:ip", []),
    ("", "acme", []),
    ("acme", "", []),
    ("long", "lon", []),
    ("éclair", "X-E\u{301}CLAIR!", [2..<8]),
    ("b", "👩‍👧b日b", [1..<2, 3..<4]),
    ("/acme[0-9]/", "billing@ACME1.example", [8..<13]),
    ("/^a|x/", "aax", [0..<1, 2..<3]),
    ("/a*/", "baab", [1..<3]),
    ("/日+/ bc", "日日abc", [0..<2, 3..<5]),
    ("-/a/", "a", []),
    ("日", "日本日", [0..<1, 2..<3]),
  ])
  func `the words stand at these characters`(typed: String, text: String, ranges: [Range<Int>]) {
    #expect(Query(parsing: typed).matches(in: text) == ranges)
  }
}
