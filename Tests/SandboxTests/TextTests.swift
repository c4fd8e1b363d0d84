import Testing

@testable import Sandbox

@Suite("Texts of the API")
struct TextTests {
  @Test(
    "a string becomes a JSON literal that reads back as itself",
    arguments: ["", "plain", "\"quoted\\\"", "line\nbreak\r\ttab", "\u{1}\u{1f}\u{7f}", "ü 日本 🔒 e\u{301}", "</script>"]
  )
  func literals(text: String) {
    #expect(JSONValue.parse(Array(JSONText.literal(text).utf8)) == .string(text))
  }

  @Test("a control character is escaped")
  func escapes() {
    #expect(JSONText.literal("a\u{1b}\"\n") == #""a\u001b\"\n""#)
    #expect(JSONText.literal(nil) == "null")
  }

  @Test("JSON keeps its types apart")
  func types() {
    let parsed = JSONValue.parse(Array(#"[null,true,1,"1",[],{"a":0.5}]"#.utf8))
    #expect(
      parsed == .array([.null, .bool(true), .number(1), .string("1"), .array([]), .object(["a": .number(0.5)])])
    )
  }

  @Test(
    "numbers, escapes and spaces are read as RFC 8259 has them",
    arguments: [
      ("-0.5e+3", .number(-500)), ("0", .number(0)), ("1E2", .number(100)), (" \r\n\t{ } ", .object([:])),
      (#""\u00e9\ud83d\ude00\/\b\f""#, .string("é😀/\u{8}\u{c}")), (#"{"a":1,"a":2}"#, .object(["a": .number(2)])),
    ] as [(String, JSONValue)]
  )
  func json(text: String, value: JSONValue) {
    #expect(JSONValue.parse(Array(text.utf8)) == value)
  }

  @Test(
    "what is not JSON is not read",
    arguments: [
      "", " ", "[1,]", "[,1]", "[1 2]", "{\"a\":1,}", "{a:1}", "{\"a\"}", "'a'", "\"a", "\"\n\"", "01", "1.", ".5",
      "+1", "1e",
      "-", "tru", "True", "NaN", "\"\\x\"", "\"\\ud83d\"", "\"\\udc00\"", "\"\\u12g4\"", "[1]]", "// x\n1",
      String(repeating: "[", count: 100_000),
    ]
  )
  func notJSON(text: String) {
    #expect(JSONValue.parse(Array(text.utf8)) == nil)
  }

  @Test("bytes that are not UTF-8 are not read")
  func notUTF8() {
    #expect(JSONValue.parse([0x22, 0xFF, 0x22]) == nil)
    #expect(JSONValue.parse([0x22, 0xC3, 0xA9, 0x22]) == .string("é"))
  }

  @Test(
    "a time is written in UTC with as many digits as asked",
    arguments: [
      (0, 0, "1970-01-01T00:00:00Z"), (1_795_132_800_000_000, 6, "2026-11-20T00:00:00.000000Z"),
      (1_709_164_799_123_456, 3, "2024-02-28T23:59:59.123Z"), (1_709_164_800_000_001, 6, "2024-02-29T00:00:00.000001Z"),
      (1_740_787_200_000_000, 0, "2025-03-01T00:00:00Z"), (-1_000_000, 0, "1969-12-31T23:59:59Z"),
      (951_782_400_000_000, 1, "2000-02-29T00:00:00.0Z"), (4_107_542_400_000_000, 0, "2100-03-01T00:00:00Z"),
    ] as [(Int64, Int, String)]
  )
  func times(micros: Int64, digits: Int, text: String) {
    #expect(Timestamp.text(micros, fractionDigits: digits) == text)
    #expect(Timestamp.isWellFormed(text))
  }

  @Test("the clock is in this century")
  func now() {
    #expect(Timestamp.text(Timestamp.now()) > "2026-01-01")
  }

  @Test(
    "what is not RFC 3339 is told apart",
    arguments: [
      "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00ZZ",
      "2026-01-01T00:00:00+1:00", "2026-1-1T00:00:00Z", "2026-01-01T00:00:00.1234567890Z", "٢٠٢٦-01-01T00:00:00Z",
    ]
  )
  func malformedTimes(text: String) {
    #expect(!Timestamp.isWellFormed(text))
  }

  @Test("a query is split and decoded, and a plus is a space")
  func queries() {
    let parameters = Route.parameters(ofQuery: "a=1&b=x%3Dy+z&c&d=&e=%zz&&f=a=b")
    #expect(parameters.map(\.name) == ["a", "b", "c", "d", "e", "f"])
    #expect(parameters.map(\.value) == ["1", "x=y z", "", "", "%zz", "a=b"])
  }
}
