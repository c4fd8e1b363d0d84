import TOMLText
import TestSupport
import Testing

@Suite("A TOML text")
struct TOMLTextTests {
  private static func mistake(in text: String) -> TOMLMistake? {
    do {
      _ = try TOMLText(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "what the parser would not survive is refused with its place",
    arguments: [
      ("[=]", 1, 2), ("a = 1\n[ é ]", 2, 3), ("a = 1\n  [[ . ]]\n", 2, 6), ("\u{FEFF}[\n]", 1, 3), ("[[[", 1, 3),
      ("a = [}", 1, 6), ("a = [1,\n é]", 2, 2), ("a = [\u{2028}]", 1, 6), ("é = 'é' # é", 1, 1),
      ("a = {b = [1]}}", 1, 14), ("a = 1979-05-27 x", 1, 5), ("a = [07:32]", 1, 6), ("a = {b = 1979-05-27}", 1, 10),
      ("a = [\n  [1],\n]\n[{]", 4, 2), ("a = \"\"\"\n[=]\n\"\"\"\n[=]", 4, 2), ("a = 'x' # [=]\n[#]", 2, 2),
    ]
  )
  func header(text: String, line: Int, column: Int) throws {
    let mistake = try #require(Self.mistake(in: text))
    #expect(mistake.line == line && mistake.column == column, "\(mistake)")
  }

  @Test("an earlier mistake is told first")
  func order() {
    #expect(Self.mistake(in: "a = \n[=]")?.line == 1)
    #expect(Self.mistake(in: "a = 1\na = 2\n[=]")?.line == 2)
  }

  @Test(
    "what may stand in a header, and what only looks like one, is read",
    arguments: [
      "[a]\n[b.\"c d\"]\n[[e]]\n[ 'f' ]\n[-_0]", "[x.2026-01]\n2026-01 = \"07:32\" # 07:32\n",
      "a = [\n[\n1],\n[[2]],\n[{b = 1}],\n['x']\n]",
      "a = \"\"\"\n[=]\n\\\"\"\"\"\"\nb = '''\n[=]'''''\nc = \"\\\"[\"\n", "a = \"#\" # [=]\n", "\u{FEFF}a = 1", "",
    ]
  )
  func fine(text: String) {
    #expect(Self.mistake(in: text) == nil)
  }

  private static let pieces = [
    "[", "[[", "]", "]]", "[=]", "[é]", "[ ", "{", "}", "\"", "'", "\"\"\"", "'''", "\\", "\\\"", "=", ",", ".", "#",
    "\n", "\r\n", "\r", "\t", " ", "a", "b = 1\n", "c = [", "d = {", "e = \"\"\"", "f = '", "[g]\n", "[[h]]\n",
    "\u{FEFF}", "\u{A0}", "é", "\0", "1", "true", "1979-05-27", "07:32:00", "T", "-", "\u{2028}", "\u{B}",
  ]

  @Test("nothing ends the program: it is read, or refused with its place", arguments: 1...20 as ClosedRange<UInt64>)
  func fuzz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for round in 0..<2_000 {
      let text = (0..<Int.random(in: 1...14, using: &generator))
        .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
      guard let mistake = Self.mistake(in: text) else { continue }
      refused += 1
      let lines = text.utf8.count { $0 == 0x0A || $0 == 0x0D } + 2
      let isPlaced = (1...lines).contains(mistake.line) && mistake.column >= 1 && !mistake.what.isEmpty
      try #require(isPlaced, "seed \(seed), round \(round): \(mistake) in \(text.debugDescription)")
    }
    #expect(refused > 500 && refused < 2_000, "seed \(seed): \(refused)")
  }
}
