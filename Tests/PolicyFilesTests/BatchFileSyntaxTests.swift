import Foundation
import Testing

@testable import PolicyCore
@testable import JSONText

@Suite("The JSON of a batch file")
struct BatchFileSyntaxTests {
  /// All steps but the last; throws where the text is not JSON.
  private func steps(_ bytes: some Sequence<UInt8>) throws(JSONSyntaxError) -> [JSONToken] {
    var tokens = try JSONTokens(Array(bytes))
    var steps: [JSONToken] = []
    while true {
      let token = try tokens.next()
      if token == .end { return steps }
      steps.append(token)
    }
  }

  @Test(
    "is read step by step, members in their order and as often as they are there",
    arguments: [
      ("null", [.null]),
      (" \t\r\n true \n", [.bool(true)]),
      ("[]", [.beginArray, .endArray]),
      ("{ }", [.beginObject, .endObject]),
      ("[false,[null]]", [.beginArray, .bool(false), .beginArray, .null, .endArray, .endArray]),
      (
        #"{"b":1,"a":{},"b":"x"}"#,
        [
          .beginObject, .name("b"), .number("1"), .name("a"), .beginObject, .endObject, .name("b"), .string("x"),
          .endObject,
        ]
      ),
      (#""""#, [.string("")]),
      (#""a/b\/\"\\\b\f\n\r\t""#, [.string("a/b/\"\\\u{8}\u{C}\n\r\t")]),
      (#""\u0000\u00e9\uD83D\uDE00\u65e5""#, [.string("\u{0}\u{E9}😀日")]),
      ("\"\u{7F}\u{FEFF}e\u{301}😀\"", [.string("\u{7F}\u{FEFF}e\u{301}😀")]),
      (#"{"\u0069d":0}"#, [.beginObject, .name("id"), .number("0"), .endObject]),
      (
        "[0,-0,-1.50,2E3,1e-9,1e+99999,123456789012345678901234567890]",
        [
          .beginArray, .number("0"), .number("-0"), .number("-1.50"), .number("2E3"), .number("1e-9"),
          .number("1e+99999"), .number("123456789012345678901234567890"), .endArray,
        ]
      ),
    ] as [(String, [JSONToken])]
  )
  func steps(text: String, expected: [JSONToken]) throws {
    let steps = try steps(text.utf8)
    #expect(steps == expected)
    // Bytes, as texts are equal to Swift that differ in their code points.
    #expect(steps.map { Array("\($0)".utf8) } == expected.map { Array("\($0)".utf8) })
  }

  @Test(
    "is refused where it is none, and the error says where",
    arguments: [
      ("", 0), (" \n", 2), ("{", 1), ("[", 1), ("[1", 2), ("[1,", 3), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":1", 6),
      ("[1,]", 3), ("{\"a\":1,}", 7), ("[,1]", 1), ("{,}", 1), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":1 \"b\":2}", 7),
      ("{a:1}", 1), ("{'a':1}", 1), ("{1:1}", 1), ("{null:1}", 1), ("[1}", 2), ("{\"a\":1]", 6), ("]", 0), ("}", 0),
      ("1 2", 2), ("{}{}", 2), ("[] x", 3), ("{} // end", 3), ("/* */ {}", 0),
      ("True", 0), ("nul", 0), ("nulll", 4), ("NaN", 0), ("Infinity", 0), ("undefined", 0),
      ("01", 1), ("-", 1), ("+1", 0), (".5", 0), ("1.", 2), ("1.e3", 2), ("1e", 2), ("1e+", 3), ("0x10", 1), ("-a", 1),
      ("\"abc", 0), ("\"abc\\\"", 0), ("\"a\nb\"", 2), ("\"a\u{0}b\"", 2), ("\"a\tb\"", 2), ("\"a\u{1F}b\"", 2),
      (#""\x41""#, 1), (#""\'""#, 1), (#""\U0041""#, 1), (#""\u12""#, 5), (#""\u12g4""#, 5), ("\"\\", 2),
      (#""\uD800""#, 1), (#""\uDC00""#, 1), (#""\uD800\uD800""#, 1), (#""\uD800\u0041""#, 1), (#""\uD800\n""#, 1),
      (#""\uDC00\uD800""#, 1), (#""ab\uD83Dx""#, 3),
      ("\u{FEFF}{}", 0), ("[\u{A0}1]", 1), ("\u{2028}{}", 0), ("“a”", 0),
    ]
  )
  func mistakes(text: String, offset: Int) {
    #expect { try steps(text.utf8) } throws: { ($0 as? JSONSyntaxError)?.offset == offset }
  }

  @Test(
    "must be UTF-8",
    arguments: [
      ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC3, 0xA9, 0x80, 0x22], 3), ([0x22, 0xC0, 0x80, 0x22], 1),
      ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1), ([0x22, 0xE2, 0x82, 0x22], 1),
      ([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], 0), ([0x7B, 0x7D, 0xE9], 2), ([0x5B, 0x80, 0x5D], 1),
    ] as [([UInt8], Int)]
  )
  func encoding(bytes: [UInt8], offset: Int) {
    #expect { try steps(bytes) } throws: { error in
      (error as? JSONSyntaxError) == JSONSyntaxError(what: "this byte is not UTF-8", offset: offset)
    }
  }

  @Test("may be nested to a limit, and no deeper", arguments: [("[", "]"), ("{\"a\":", "}")])
  func depth(opening: String, closing: String) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "0" + String(repeating: closing, count: depth)
    }
    let limit = JSONTokens.maximumDepth
    #expect(try steps(nested(limit).utf8).contains(.number("0")))
    for depth in [limit + 1, 500_000] {
      #expect { try steps(nested(depth).utf8) } throws: { error in
        (error as? JSONSyntaxError)?.offset == limit * opening.utf8.count
      }
    }
  }

  @Test("goes past a value as a whole")
  func skip() throws {
    var tokens = try JSONTokens(Array(#"[{"a":[1,{"b":[]}],"c":{}},"x",2]"#.utf8))
    #expect(try tokens.next() == .beginArray)
    for _ in 0..<3 { try tokens.skip(try tokens.next()) }
    #expect(try tokens.next() == .endArray)
    #expect(try tokens.next() == .end)
    #expect(try tokens.next() == .end)
  }
}
