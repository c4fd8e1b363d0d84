import Patterns
import TestSupport
import Testing

@Suite("The text that an expression demands")
struct RegexRequiredTextTests {
  @Test(
    "the longest piece that stands in everything that is taken",
    arguments: [
      (#".*@x\.org"#, "@x.org"), (#"^billing@acme\.com$"#, "billing@acme.com"), ("bob", "bob"), (#"\Qa.b\E"#, "a.b"),
      (#".*@[a-z]+\.mail\.x\.org"#, ".mail.x.org"), ("(?:abc)def", "abcdef"), ("(abc)def", "abcdef"),
      ("a+bcd", "bcd"), ("bob.*@x", "bob"), ("abcd.efghi", "efghi"),
      // Compared in lower case.
      (#".*@X\.Org"#, "@x.org"), ("(?i)BOB", "bob"),
      // Of two that are as long, the first.
      ("ab.cd", "ab"),
      // Near misses: what may be left out, or be something else, is not demanded.
      (#".*@x.org"#, "org"), ("abc?", "ab"), ("abc*d", "ab"), ("abc{2}", "ab"), ("(abc)+de", "de"), ("(abc)?", ""),
      ("[xX]yz", "yz"), (#"\wyz"#, "yz"), ("mail|news", ""), ("(mail|news)@x", "@x"), ("abc(?=def)", "abc"),
      ("(?>abc)d", "d"), (#"a\bb"#, "a"),
      // Only ASCII is the same in both cases everywhere.
      ("müller", "ller"), ("日本", ""), ("", ""), (".*", ""), ("^$", ""),
    ]
  )
  func longest(expression: String, expected: String) throws {
    let regex = try #require(PatternRegex.read(expression).regex)
    #expect(regex.shape.requiredText == expected)
  }

  @Test("whatever the engine matches has it, on random expressions")
  func demanded() throws {
    var random = SeededGenerator.announced("required texts")
    let pieces = [
      "bob", "B", "o?", "(bo|b)", "(?:ob)", "[bo]", ".", ".*", "b{2}", "o+", "@", "@x", #"\."#, #"\w"#, "(b)?", "|",
      "(?i)", "(?=b)", #"\b"#, "^", "$", #"\Qo.b\E"#,
    ]
    let letters = ["b", "o", "B", "O", "@", "x", ".", "bob", "@x"]
    var matched = 0
    for _ in 0..<6_000 {
      let expression = random.text(of: pieces, upTo: 6)
      guard let regex = PatternRegex.read(expression).regex, !regex.shape.requiredText.isEmpty else { continue }
      for _ in 0..<8 {
        let text = random.text(of: letters, upTo: 8)
        guard regex.match(text) == .matched else { continue }
        matched += 1
        #expect(text.lowercased().contains(regex.shape.requiredText), "\(expression) takes \(text)")
      }
    }
    #expect(matched > 300)
  }
}
