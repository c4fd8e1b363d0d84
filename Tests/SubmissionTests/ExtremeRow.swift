import TestSupport

/// A policy as no sane server says it: each member may be missing, null, of another type, at the end of its range, or
/// there twice.
enum ExtremeRow {
  private static let numbers = [
    "0", "-0", "1", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e400", "1.5",
    "123456789012345678901234567890123456789012345678901234567890",
  ]
  private static let times = [
    "2026-08-14T09:12:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-08-14T09:12:60+23:59", "",
    "2026-08-14 09:12:00Z", "999999-01-01T00:00:00Z", "-001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "yesterday",
  ]
  private static let patterns = [
    "a@x.org", "x.org", "192.0.2.0/24", "::/0", "0.0.0.0/0", #"^.*@x\\.org$"#, #"(a+)+$"#, "*", "", " ", "com",
    #"\u0000"#, #"\u202e\u200b"#, "日本.example", #"\ud83d\ude00@x.org"#, #"\ud800"#, "xn--a.example", "[", "@", ".",
    String(repeating: "a", count: 1025), String(repeating: "(", count: 300), "a@" + String(repeating: "b.", count: 130),
  ]
  private static let comments = [
    "why", "", "expires:2026-12-31", "expires:999999-1-1", "expires:0000-00-00", "expires:2024-02-30", #"\u001b[2J"#,
    #"line\r\nline"#, "=1+1", String(repeating: "é", count: 1100), #"\udc00\ud800"#, "expires:9999-12-31",
  ]
  private static let types = ["EMAIL", "DOMAIN", "IP", "UNKNOWN", "HASH", "email", ""]

  static func json(id: String, using generator: inout SeededGenerator) -> String {
    var members: [String] = []
    func add(_ name: String, _ value: String) { members.append("\"\(name)\":\(value)") }
    func text(_ texts: [String]) -> String { "\"\(texts.randomElement(using: &generator) ?? "")\"" }
    func odd() -> String {
      (numbers + ["null", "[]", "{}", #"{"a":[[]]}"#, "true", "false", #""true""#, #""""#])
        .randomElement(using: &generator) ?? "null"
    }
    func member(_ name: String, _ value: () -> String) {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: return
      case 1: add(name, odd())
      case 2:
        add(name, value())
        add(name, value())
      default: add(name, value())
      }
    }
    func flag() -> String { Bool.random(using: &generator) ? "true" : "false" }
    // Most keep their id, so that something can be done with them.
    if Int.random(in: 0..<8, using: &generator) > 0 { add("id", "\"\(id)\"") } else { member("id") { odd() } }
    member("pattern") { text(patterns) }
    member("pattern_type") { text(types) }
    for name in ["is_regex", "is_trusted_sender", "is_acceptable_sender", "is_exempt_recipient", "verify_sender"] {
      member(name, flag)
    }
    for name in ["is_sender", "is_recipient", "is_spoof"] where Bool.random(using: &generator) { member(name, flag) }
    member("comments") { text(comments) }
    for name in ["created_at", "modified_at", "last_modified"] { member(name) { text(times) } }
    return "{\(members.shuffled(using: &generator).joined(separator: ","))}"
  }
}
