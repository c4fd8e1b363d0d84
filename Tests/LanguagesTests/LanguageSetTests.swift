import Languages
import TestSupport
import Testing

@Suite("Languages as sets")
struct LanguageSetTests {
  /// All texts over a few letters up to a length, the shorter ones first.
  static let texts: [String] = {
    var all = [""]
    var last = [""]
    for _ in 0..<5 {
      last = last.flatMap { text in ["a", "b", "."].map { text + $0 } }
      all += last
    }
    return all
  }()

  /// The texts of the sample that a language has.
  private func sample(_ language: Language) -> Set<String> { Set(Self.texts.filter(language.contains)) }

  /// Only texts of the sample, so that a plain set is all there is to it.
  private static let universe = (try? Language(source: "[ab.]{0,5}", .whole)) ?? .none

  @Test("every operation is what it is with plain sets")
  func operations() throws {
    var random = RandomExpressions(SeededGenerator.announced("languages as sets"))
    var done = 0
    while done < 30 * LanguagePairs.factor {
      guard let left = try? Language(source: random.expression(depth: 2).source, .whole).intersection(Self.universe),
        let right = try? Language(source: random.expression(depth: 2).source, .whole).intersection(Self.universe)
      else { continue }
      done += 1
      let (a, b) = (sample(left), sample(right))
      #expect(try sample(left.union(right)) == a.union(b))
      #expect(try sample(left.intersection(right)) == a.intersection(b))
      #expect(try sample(left.subtracting(right)) == a.subtracting(b))
      #expect(sample(left.complement) == Set(Self.texts).subtracting(a))
      #expect(try sample(left.reversed()) == Set(a.map { String($0.reversed()) }))
      #expect(try left.isSubset(of: right) == a.isSubset(of: b))
      #expect(try left.intersects(right) == !a.isDisjoint(with: b))
      #expect(left.count == a.count)
      #expect((left == right) == (a == b))
      #expect(left.isEmpty == a.isEmpty)
      #expect(left.witness == best(a))
      #expect(try left.text(notIn: right) == best(a.subtracting(b)))
      #expect(try left.commonText(with: right) == best(a.intersection(b)))
      #expect(try left.relation(to: right) == relation(a, b))
      #expect(left.complement.complement == left)
      #expect(try left.reversed().reversed() == left)

      let short = try left.intersection(Language(source: "..?", .whole))
      let others = try right.intersection(Language(source: ".{0,2}", .whole))
      let joined = Set(sample(short).flatMap { first in sample(others).map { first + $0 } })
      #expect(try sample(short.followed(by: others)) == joined)
      var repeated: Set<String> = [""]
      for _ in 0..<5 {
        repeated.formUnion(repeated.flatMap { text in sample(short).map { text + $0 }.filter { $0.count <= 5 } })
      }
      #expect(try sample(short.repeated()) == repeated)
      #expect(try sample(left.caseless()) == a)
    }
  }

  /// The shortest, and of those the first where letters come before signs.
  private func best(_ texts: Set<String>) -> String? {
    texts.min { left, right in
      left.count != right.count
        ? left.count < right.count
        : left.map { $0 == "." ? "z" : $0 }.lexicographicallyPrecedes(right.map { $0 == "." ? "z" : $0 })
    }
  }

  private func relation(_ a: Set<String>, _ b: Set<String>) -> Language.Relation {
    a == b
      ? .equal
      : a.isSubset(of: b) ? .subset : b.isSubset(of: a) ? .superset : a.isDisjoint(with: b) ? .disjoint : .overlapping
  }

  @Test(
    "how many texts there are",
    arguments: [
      ("", 1), ("[a-z]{1,2}", 26 + 26 * 26), ("a*", nil), ("(?!)", 0), (".{9}", Int.max), ("a{3,5}|aaaa", 3),
      (".", 1_112_064 - 65 - 2), ("(?s).", 1_112_064 - 65),
    ] as [(String, Int?)]
  )
  func counts(expression: String, count: Int?) throws {
    #expect(try Language(source: expression, .whole).count == count)
  }

  @Test(
    "the witness is the shortest text, of those the most readable",
    arguments: [
      ("[0-9a]", "a"), ("[^a-z]", "A"), ("[^a-zA-Z]", "0"), (#"\W"#, "."), ("[@+.]{2}", ".."), ("日|é", "é"),
      (#"aaa|b1|b\."#, "b1"), (#".*@acme\.org"#, "@acme.org"), ("[^ -~]", "à"), ("(?!)", nil), ("x*", ""),
    ] as [(String, String?)]
  )
  func witnesses(expression: String, witness: String?) throws {
    #expect(try Language(source: expression, .whole).witness == witness)
  }

  @Test("addresses, host names, and texts with a beginning, an end or a part")
  func builders() throws {
    #expect(Language.texts(["a", "b", ""]).count == 3)
    #expect(try Language.prefixed(by: "ab").contains("abc"))
    #expect(try !Language.prefixed(by: "ab").contains("cab"))
    #expect(try Language.suffixed(by: "ab").contains("cab"))
    #expect(try !Language.suffixed(by: "ab").contains("abc"))
    #expect(try Language.containing("aab").contains("aaab"))
    #expect(try !Language.containing("aab").contains("abab"))
    #expect(Language.characters("a"..."c", "x"..."x").count == 4)
    let alone = try Language.domain("acme.org", subdomains: false)
    #expect(alone.count == 1)
    let below = try Language.domain("acme.org", subdomains: true)
    for (name, isIn) in [
      ("acme.org", true), ("a.acme.org", true), ("a.b.acme.org", true), ("xacme.org", false),
      (".acme.org", false), ("ACME.org", false),
    ] { #expect(below.contains(name) == isIn, "\(name)") }
    #expect(try Language.domain("acme.org", subdomains: true, caseless: true).contains("A.Acme.ORG"))
    let addresses = try Language.addresses(at: below)
    #expect(addresses.contains("ann@acme.org"))
    #expect(addresses.contains(#""a b"@x.acme.org"#))
    #expect(!addresses.contains("a@b@acme.org"))
    #expect(!addresses.contains("@acme.org"))
    #expect(try Language.addresses(at: alone, localParts: .letters).isSubset(of: addresses))
    #expect(Language.hostNames.contains("mail.acme.org"))
    #expect(!Language.hostNames.contains("mail..org"))
  }

  @Test("an operation beyond its bounds says so")
  func bounds() throws {
    let left = try Language(source: "(a|b)*a(a|b){6}", .whole)
    let right = try Language(source: "(a|b)*b(a|b){5}", .whole)
    let tight = Bounds(states: 20, steps: 1_000_000)
    #expect(throws: ExpressionFailure.undecided(.states(20), nil)) { try left.union(right, within: tight) }
    #expect(throws: ExpressionFailure.undecided(.states(20), nil)) { try left.followed(by: right, within: tight) }
    #expect(throws: ExpressionFailure.undecided(.steps(100), nil)) {
      try Language.all.isSubset(of: Language(source: "(?s).{0,400}", .whole), within: Bounds(states: 10, steps: 100))
    }
  }
}
