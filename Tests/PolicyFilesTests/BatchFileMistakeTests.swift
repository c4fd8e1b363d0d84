import PolicyFiles
import Foundation
import PolicyCore
import Testing
import Values

@Suite("The mistakes in a batch file")
struct BatchFileMistakeTests {
  private static let post =
    #""pattern":"a@b.example","pattern_type":"EMAIL","is_regex":false,"is_trusted_sender":false"#
    + #","is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true"#

  private func mistakes(in text: String) -> [String] {
    BatchFile.mistakes(in: Data(text.utf8)).map(\.description)
  }

  @Test(
    "the file must be an object with the four arrays",
    arguments: [
      ("[]", ["The file must be an object with the arrays deletes, patches, puts, posts, not an array"]),
      ("7", ["The file must be an object with the arrays deletes, patches, puts, posts, not the number 7"]),
      (
        #"{"deletes":[],"puts":[],"posts":[]}"#,
        [
          "/patches (line 1) is missing: all four arrays must be there, empty where unused"
        ]
      ),
      (
        #"{"deletes":[],"patches":[],"puts":{},"posts":null}"#,
        [
          "/puts (line 1) must be an array, not an object", "/posts (line 1) must be an array, not null",
        ]
      ),
      (
        #"{"deletes":[],"patches":[],"puts":[],"post":[{"x":[1]}],"posts":[],"a/b~":{"c":{}}}"#,
        [
          "/post (line 1) is no array of a batch (did you mean posts?)", "/a~1b~0 (line 1) is no array of a batch",
        ]
      ),
      (
        #"{"deletes":[],"patches":[],"puts":[],"posts":[],"deletes":[{}]}"#,
        [
          "/deletes (line 1) stands here a second time, and readers differ in which of the two they take"
        ]
      ),
      (
        #"{"deletes":[7,{"id":"a"},[{"id":"b"}]],"patches":[],"puts":[],"posts":["x"]}"#,
        [
          "/deletes/0 (line 1) must be an object, not the number 7",
          "/deletes/2 (line 1) must be an object, not an array",
          "/posts/0 (line 1) must be an object, not the text \"x\"",
        ]
      ),
    ]
  )
  func file(text: String, expected: [String]) {
    #expect(mistakes(in: text) == expected)
  }

  @Test(
    "an item must be what the contract has",
    arguments: [
      ("deletes", "", ["/id (line 2) is missing: it says which policy to delete"]),
      ("deletes", #""id":"""#, ["/id (line 2) must be a text that is not empty, not an empty text"]),
      ("deletes", #""id":7"#, ["/id (line 2) must be a text that is not empty, not the number 7"]),
      ("deletes", #""id":"a","pattern":"x""#, ["/pattern (line 2) is no member of a delete, which has only id"]),
      ("deletes", #""id":"a","is_sender":true"#, ["/is_sender (line 2) is no member of a delete, which has only id"]),
      ("patches", #""comments":"x""#, ["/id (line 2) is missing: it says which policy to change"]),
      ("patches", #""id":null"#, ["/id (line 2) must be a text that is not empty, not null"]),
      ("patches", #""id":"a","created_at":7"#, ["/created_at (line 2) must be a text, not the number 7"]),
      ("patches", #""id":"a","last_modified":null"#, ["/last_modified (line 2) must be a text, not null"]),
      ("patches", #""id":"a","modified_at":{}"#, ["/modified_at (line 2) must be a text, not an object"]),
      ("patches", #""id":"a","pattern":null"#, ["/pattern (line 2) must be a text, not null"]),
      ("patches", #""id":"a","comments":[]"#, ["/comments (line 2) must be a text, or null for none, not an array"]),
      (
        "patches", #""id":"a","verify_sender":"true""#,
        [
          "/verify_sender (line 2) must be true or false, not the text \"true\""
        ]
      ),
      ("patches", #""id":"a","is_regex":1"#, ["/is_regex (line 2) must be true or false, not the number 1"]),
      (
        "patches", #""id":"a","is_trusted_sender":null"#,
        [
          "/is_trusted_sender (line 2) must be true or false, not null"
        ]
      ),
      (
        "patches", #""id":"a","pattern_type":"email""#,
        [
          "/pattern_type (line 2) must be one of EMAIL, DOMAIN, IP, not the text \"email\""
        ]
      ),
      (
        "patches", #""id":"a","pattern_type":"UN\u212ANOWN""#,
        [
          "/pattern_type (line 2) must be one of EMAIL, DOMAIN, IP, not the text \"UN\u{212A}NOWN\""
        ]
      ),
      (
        "patches", #""id":"a","pattern_type":false"#,
        [
          "/pattern_type (line 2) must be one of EMAIL, DOMAIN, IP, not false"
        ]
      ),
      (
        "patches", #""id":"a","is_sender":true"#,
        [
          "/is_sender (line 2) is past its end of life: use is_trusted_sender"
        ]
      ),
      (
        "patches", #""id":"a","is_recipient":false"#,
        [
          "/is_recipient (line 2) is past its end of life: use is_exempt_recipient"
        ]
      ),
      (
        "patches", #""id":"a","is_spoof":false"#,
        [
          "/is_spoof (line 2) is past its end of life: use is_acceptable_sender"
        ]
      ),
      (
        "patches", #""id":"a","verifySender":false"#,
        [
          "/verifySender (line 2) is no member of a patch (did you mean verify_sender?)"
        ]
      ),
      (
        "patches", #""id":"a","Comments":"x""#,
        [
          "/Comments (line 2) is no member of a patch (did you mean comments?)"
        ]
      ),
      ("patches", #""id":"a","note":{"deep":[{}]},"comments":"x""#, ["/note (line 2) is no member of a patch"]),
      (
        "patches", #""id":"a","comments":"x","\u0069d":"b""#,
        [
          "/id (line 2) stands here a second time, and readers differ in which of the two they take"
        ]
      ),
      (
        "puts", post,
        [
          "/id (line 2) is missing: a put replaces the whole policy, and may blank what it leaves out",
          "/comments (line 2) is missing: a put replaces the whole policy, and may blank what it leaves out",
        ]
      ),
      (
        "posts", #""comments":null,"verify_sender":true,"is_regex":true"#,
        [
          "/pattern (line 2) is missing: the API demands it of a new policy",
          "/pattern_type (line 2) is missing: the API demands it of a new policy",
          "/is_trusted_sender (line 2) is missing: the API demands it of a new policy",
          "/is_acceptable_sender (line 2) is missing: the API demands it of a new policy",
          "/is_exempt_recipient (line 2) is missing: the API demands it of a new policy",
        ]
      ),
      ("posts", post + #","id":"""#, ["/id (line 2) must be a text that is not empty, not an empty text"]),
    ]
  )
  func items(array: String, members: String, expected: [String]) {
    let arrays = OperationKind.allCases.map { kind in
      "\"\(kind.arrayName)\":[" + (kind.arrayName == array ? "\n{\(members)}" : "") + "]"
    }
    #expect(mistakes(in: "{\(arrays.joined(separator: ","))}") == expected.map { "/\(array)/0\($0)" })
  }

  @Test(
    "where it is not JSON, line and column are said",
    arguments: [
      ("", 1, 1, "the file ends where a value must stand"),
      ("\u{FEFF}{}", 1, 1, "JSON that is sent must not begin with a byte order mark"),
      ("{\n  \"deletes\": [],\n}", 3, 1, "a member's name in double quotation marks must stand here"),
      ("{\r\n\r\n  \"日é😀\" 7}", 3, 9, "a colon must stand here"),
      ("{\r\r  x", 3, 3, "a member's name in double quotation marks must stand here"),
      ("{\"deletes\":[{\"id\":\"a\"}\n\n\t{\"id\":\"b\"}]}", 3, 2, "a comma or ] must stand here"),
      ("{\n\"deletes\":[7],\"x\":1\r", 3, 1, "the file ends where a comma or } must stand"),
    ]
  )
  func syntax(text: String, line: Int, column: Int, what: String) throws {
    // The mistake of shape before it is not said: what stands there may not be what was meant.
    let mistake = try #require(BatchFile.mistakes(in: Data(text.utf8)).first)
    #expect(BatchFile.mistakes(in: Data(text.utf8)).count == 1)
    #expect(mistake.pointer == nil)
    #expect((mistake.line, mistake.column, mistake.what) == (line, column, what))
    #expect(mistake.description == "The file is not JSON at line \(line), column \(column): \(what)")
  }

  @Test("a byte that is not UTF-8 is said with its line and column")
  func encoding() {
    let mistakes = BatchFile.mistakes(in: Data("{\n\"é".utf8) + [0xFF] + Data("\":1}".utf8))
    #expect(mistakes.map(\.description) == ["The file is not JSON at line 2, column 3: this byte is not UTF-8"])
  }

  // MARK: - The problem

  @Test("the first is named, the others counted, and it is said that nothing was sent")
  func problem() throws {
    let text = "{\"deletes\":[],\n\"patches\":[{\"id\":\"a\",\n\"is_regex\":0,\"x\":1}],\"puts\":[]"
    func problem(_ text: String) -> Problem? {
      #expect(throws: Problem.self) { try BatchFile(Data(text.utf8)) }
    }
    let three = try #require(problem(text + "}"))
    #expect(three.kind == .invalid)
    #expect(
      three.what
        == "/patches/0/is_regex (line 3) must be true or false, not the number 0 (and 2 more mistakes); nothing was sent."
    )
    #expect(three.retry == .pointless)
    #expect(problem(text + ",\"posts\":[]}")?.what.contains("(and 1 more mistake); nothing was sent.") == true)
    let syntax = problem(text)?.what
    #expect(
      syntax
        == "The file is not JSON at line 3, column 31: the file ends where a comma or } must stand; nothing was sent."
    )
  }

  @Test("twenty are told, the rest only counted")
  func many() throws {
    let items = String(repeating: "7,", count: 999) + "7"
    let data = Data(#"{"deletes":[\#(items)],"patches":[],"puts":[],"posts":[]}"#.utf8)
    let mistakes = BatchFile.mistakes(in: data)
    #expect(mistakes.map(\.pointer) == (0..<20).map { "/deletes/\($0)" })
    #expect(mistakes.map(\.column) == (0..<20).map { 13 + 2 * $0 })
    let problem = #expect(throws: Problem.self) { try BatchFile(data) }
    #expect(problem?.what.contains("(and 999 more mistakes)") == true)
  }

  @Test("what stands there is quoted only as far as a line can hold")
  func excerpts() {
    // One character to a person, and megabytes of code points.
    let long = "e" + String(repeating: "\u{301}", count: 1_000_000)
    let found = mistakes(in: #"{"deletes":[{"id":"a","\#(long)":1}],"patches":"\#(long)","puts":[],"posts":[]}"#)
    #expect(found.count == 2)
    #expect(found.allSatisfy { $0.unicodeScalars.count < 150 })
  }

  @Test("a file that is too large for a batch is not read")
  func size() {
    let data = Data(repeating: UInt8(ascii: " "), count: BatchFile.maximumSize + 1)
    #expect(BatchFile.mistakes(in: data).map(\.what) == ["has 67108865 bytes, and no batch is larger than 67108864"])
    #expect(throws: Problem.self) { try BatchFile(data) }
  }
}
