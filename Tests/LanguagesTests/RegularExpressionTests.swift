import Languages
import Testing

@Suite("Expressions as trees")
struct RegularExpressionTests {
  @Test(
    "a dot that was probably meant literally",
    arguments: [
      (#".*@mail.vendor\.com$"#, [7]), (#".*@vendor.com$"#, [9]), (#".*@vendor\.com$"#, []), ("a.b.c", [1, 3]),
      (".*@.*.com", [5]), ("a..b", []), ("^.@acme", []), ("x.+y", []), ("[a-z]+.com", [6]), ("(foo|bar).com", [9]),
      (#"\Qa.b\E"#, []), ("a[.]b", []), ("(vendor.com|x)", [7]), ("vendor.(com|net)", [6]), (#"\w.com"#, [2]),
      ("[^@]+.com", [5]), ("@.com", []), ("a.", []),
    ] as [(String, [Int])]
  )
  func dots(source: String, places: [Int]) throws {
    let expression = try RegularExpression(source)
    #expect(expression.unescapedDots == places.map { $0..<$0 + 1 })
    let escaped = try expression.escaping(expression.unescapedDots)
    #expect(escaped.unescapedDots.isEmpty)
    #expect(try escaped.language(matching: .whole).isSubset(of: expression.language(matching: .whole)))
  }

  @Test(
    "anchors are put at each branch",
    arguments: [
      ("a", "^a$"), ("a|b", "^a$|^b$"), ("^a|b$", "^a$|^b$"), ("(a|b)", "^(a|b)$"), ("", "^$"), ("a|", "^a$|^$"),
      (#"\Aa\z"#, #"\Aa\z"#), (#"\Qa.b\E"#, #"^\Qa.b\E$"#), (#"\Qa"#, #"^\Qa\E$\Q"#), ("(?i)a", "(?i)^a$"),
      (#"a\$"#, #"^a\$$"#), ("a$|b", "^a$|^b$"), ("(?x) a # b", "^(?:(?x) a # b\n)$"), ("日|本", "^日$|^本$"),
    ]
  )
  func held(source: String, result: String) throws {
    let expression = try RegularExpression(source)
    let held = try expression.held(atStart: true, atEnd: true)
    if !source.hasPrefix("(?") { #expect(held.source == result) }
    guard !source.contains("(?x)") else {
      #expect(try held.language(matching: .anywhere) == Language(source: "^a$", .anywhere))
      return
    }
    let texts = ["a", "b", "", "ab", "xa", "bx", "a.b", "日", "A", "a$"]
    for text in texts {
      let expected = try expression.language(matching: .whole).contains(text)
      #expect(try held.language(matching: .anywhere).contains(text) == expected, "\(text)")
    }
  }

  @Test("one end at a time")
  func ends() throws {
    let expression = try RegularExpression(#".*@domain\.com|x"#)
    #expect(try expression.held(atEnd: true).source == #".*@domain\.com$|x$"#)
    #expect(try expression.held(atStart: true).source == #"^.*@domain\.com|^x"#)
  }

  @Test("nodes know their places in the source")
  func places() throws {
    let expression = try RegularExpression("日(a|bc)+$")
    let pieces = expression.root.pieces
    #expect(pieces.map { expression.text(of: $0.range) } == ["日", "(a|bc)+", "$"])
    #expect(expression.undecided == nil)
    let undecided = try #require(try RegularExpression(#"x(a)\1"#).undecided)
    #expect(undecided.reason == .backReference)
    #expect(undecided.range == 4..<6)
  }
}
