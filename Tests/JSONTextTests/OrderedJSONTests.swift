import Foundation
import Synchronization
import PolicyCore
import TestSupport
import Testing
import JSONText

@Suite("Ordered JSON")
struct OrderedJSONTests {
  private func text(_ value: OrderedJSON) -> String { String(decoding: value.data, as: UTF8.self) }

  @Test(
    "escapes the quotation mark, the backslash and controls, and nothing else",
    arguments: [
      ("", #""""#),
      ("plain", #""plain""#),
      (#"say "yes""#, #""say \"yes\"""#),
      (#"C:\path"#, #""C:\\path""#),
      ("a/b", #""a/b""#),
      ("line\nend\rtab\t", #""line\nend\rtab\t""#),
      ("\r\n", #""\r\n""#),
      ("\u{0}\u{8}\u{C}\u{1F}", #""\u0000\u0008\u000c\u001f""#),
      ("\u{7F}\u{2028}é日☂️", "\"\u{7F}\u{2028}é日☂️\""),
    ]
  )
  func escapes(value: String, expected: String) {
    #expect(Array(text(.string(value)).utf8) == Array(expected.utf8))
  }

  @Test(
    "one layout for everything",
    arguments: [
      (.bool(true), "true"), (.bool(false), "false"), (.null, "null"), (.integer(-7), "-7"), (.array([]), "[]"),
      (.object([]), "{}"), (.verbatim(Data("{ \"a\":1}".utf8)), "{ \"a\":1}"),
      (.array([.integer(1), .array([.null])]), "[\n  1,\n  [\n    null\n  ]\n]"),
      (.object([.init("b", .integer(1)), .init("a", .object([]))]), "{\n  \"b\": 1,\n  \"a\": {}\n}"),
    ] as [(OrderedJSON, String)]
  )
  func layout(value: OrderedJSON, expected: String) {
    #expect(text(value) == expected)
  }

  @Test("another reader of JSON gets back what was written", arguments: 1...200 as ClosedRange<UInt64>)
  func readBack(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let texts = (0..<20).map { _ in Self.hostileText(using: &generator) }
    let members = texts.enumerated().map { OrderedJSON.Member("\($0)\($1)", .array([.string($1), .null])) }
    let data = OrderedJSON.object(members).data
    let read = try #require(try JSONSerialization.jsonObject(with: data) as? [String: [Any]], "seed \(seed)")
    try #require(read.count == texts.count, "seed \(seed)")
    for (index, text) in texts.enumerated() {
      let value = try #require(read["\(index)\(text)"], "seed \(seed)")
      let back = try #require(value.first as? String, "seed \(seed)")
      // Bytes, as texts are equal to Swift that differ in their code points.
      try #require(Array(back.utf8) == Array(text.utf8), "seed \(seed), text \(index)")
      try #require(value.last is NSNull, "seed \(seed)")
    }
  }

  @Test("piece by piece the bytes are the same", arguments: [0, 1, 2, 5000], [1, 3, 700])
  func pieces(count: Int, size: Int) {
    func item(_ number: Int) -> OrderedJSON {
      .object([
        .init("number", .integer(number)), .init("text", .string("\"\(number)\\ é\n")), .init("none", .array([])),
      ])
    }
    func pieces(inMember: Bool) -> [JSONWriter] {
      // An empty piece in front, as one without any finding is.
      let items = stride(from: 0, to: count, by: size).map { start in
        var writer = JSONWriter.items(atDepth: JSONArrayOutput.depth(inMember: inMember))
        for number in start..<min(count, start + size) {
          writer.item()
          item(number).write(to: &writer)
        }
        return writer
      }
      return [JSONWriter.items(atDepth: JSONArrayOutput.depth(inMember: inMember))] + items
    }
    let array = OrderedJSON.array((0..<count).map(item))
    let written = Mutex(Data())
    var output = JSONArrayOutput { piece in written.withLock { $0 += piece } }
    for piece in pieces(inMember: false) { output.add(piece) }
    output.finish()
    #expect(written.withLock { $0 } == array.data + Data("\n".utf8))
    written.withLock { $0 = Data() }
    output = JSONArrayOutput(member: "items") { piece in written.withLock { $0 += piece } }
    for piece in pieces(inMember: true) { output.add(piece) }
    output.finish(with: [.init("sum", .object([.init("a", .null)]))])
    let whole = OrderedJSON.object([.init("items", array), .init("sum", .object([.init("a", .null)]))])
    #expect(written.withLock { $0 } == whole.data + Data("\n".utf8))
  }

  private static func hostileText(using generator: inout some RandomNumberGenerator) -> String {
    let pieces = [
      "\"", "\\", "\\u0041", "\\\"", "/", "\n", "\r\n", "\t", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{2028}",
      "e\u{301}", "é", "👩‍👩‍👧", "\u{202E}", "\u{10FFFF}", "{}", "],[", ",", ":", "日", " ", "null",
    ]
    let length = Int.random(in: 0..<12, using: &generator)
    return (0..<length).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }
}
