import CPSL
import Foundation
import Languages
import TestSupport
import Testing

/// A few rules, of every kind.
private let someRules = SuffixRules(
  list: """
    // ===BEGIN ICANN DOMAINS===
    com
    net
    org
    ru
    xyz
    br
    com.br
    uk
    co.uk
    *.ck
    !www.ck
    jp
    kobe.jp
    *.kobe.jp
    !city.kobe.jp
    مثال
    // ===END ICANN DOMAINS===
    // ===BEGIN PRIVATE DOMAINS===
    github.io
    s3.amazonaws.com   and a comment
    // ===END PRIVATE DOMAINS===
    """,
  ascii: { $0 == "مثال" ? "xn--mgbh0fb" : nil }
)

@Suite("Public suffix rules")
struct SuffixRulesTests {
  @Test(
    "the registrable domain of a name",
    arguments: [
      ("com", nil), ("example.com", "example.com"), ("b.example.com", "example.com"),
      ("WWW.Example.COM", "example.com"),
      ("uk.com", "uk.com"), ("co.uk", nil), ("a.co.uk", "a.co.uk"), ("b.a.co.uk", "a.co.uk"), ("a.uk", "a.uk"),
      ("ck", nil), ("test.ck", nil), ("b.test.ck", "b.test.ck"), ("a.b.test.ck", "b.test.ck"), ("www.ck", "www.ck"),
      ("www.www.ck", "www.ck"), ("c.kobe.jp", nil), ("b.c.kobe.jp", "b.c.kobe.jp"), ("a.b.c.kobe.jp", "b.c.kobe.jp"),
      ("city.kobe.jp", "city.kobe.jp"), ("www.city.kobe.jp", "city.kobe.jp"), ("kobe.jp", nil), ("local", nil),
      ("a.local", "a.local"), ("b.a.local", "a.local"), ("x.github.io", "x.github.io"), ("", nil), (".com", nil),
      ("a..com", nil), ("x.xn--mgbh0fb", "x.xn--mgbh0fb"), ("xn--mgbh0fb", nil),
      ("a.s3.amazonaws.com", "a.s3.amazonaws.com"),
      ("a.amazonaws.com", "amazonaws.com"),
    ] as [(String, String?)]
  )
  func registrable(name: String, domain: String?) {
    #expect(someRules.registrableDomain(of: name) == domain)
  }

  @Test("the section of a suffix")
  func sections() {
    #expect(someRules.section(of: "com") == .icann)
    #expect(someRules.section(of: "github.io") == .private)
    #expect(someRules.section(of: "test.ck") == .icann)
    #expect(someRules.section(of: "www.ck") == nil)
    #expect(someRules.section(of: "local") == nil)
    #expect(someRules.section(of: "example.com") == nil)
    #expect(someRules.count == 18)
  }

  static let file = "/usr/share/publicsuffix/public_suffix_list.dat"

  @Test("every rule of the system's list is libpsl's", .enabled(if: FileManager.default.fileExists(atPath: file)))
  func everyRule() throws {
    let list = try String(contentsOfFile: Self.file, encoding: .utf8)
    let psl = try #require(psl_load_file(Self.file))
    defer { psl_free(psl) }
    let rules = SuffixRules(list: list) { name in
      var ascii: UnsafeMutablePointer<CChar>?
      guard psl_str_to_utf8lower(name, nil, nil, &ascii) == PSL_SUCCESS, let ascii else { return nil }
      defer { psl_free_string(ascii) }
      return String(cString: ascii)
    }
    #expect(rules.count > 5000)
    for line in list.split(separator: "\n") where !line.hasPrefix("//") && !line.isEmpty {
      let rule = String(line.drop { "!*.".contains($0) })
      guard rule.utf8.allSatisfy({ $0 < 128 }) else { continue }
      for name in [rule, "a.\(rule)", "b.a.\(rule)"] {
        let expected = name.withCString { text in psl_registrable_domain(psl, text).map { String(cString: $0) } }
        #expect(rules.registrableDomain(of: name) == expected, "\(name)")
      }
    }
  }
}

@Suite("Domains that a pattern opens")
struct OpenedDomainsTests {
  private func opened(_ source: String, _ reading: Reading = .anywhere) throws -> OpenedDomains {
    try OpenedDomains(of: Language(source: source, reading), rules: someRules)
  }

  private func few(_ opened: OpenedDomains) -> [String]? {
    guard case .few(let domains) = opened.names else { return nil }
    return domains.map { domain in
      domain.name + (domain.itself == .absent ? "-" : domain.itself == .complete ? "" : "?")
        + (domain.subdomains == .absent ? "" : domain.subdomains == .complete ? " all" : " some")
    }
  }

  private func witness(_ opened: OpenedDomains) -> String? {
    guard case .open(let name, let example) = opened.names else { return nil }
    return "\(name) \(example)"
  }

  @Test(
    "a whole public suffix",
    arguments: [
      (#".*@.*\.xyz$"#, ["xyz"]), (#".*@.*\.com\.br$"#, ["com.br"]), (#"@[^.]+\.com$"#, ["com"]),
      (#"@.*\.test\.ck$"#, ["test.ck"]), (#"@.*\.github\.io$"#, ["github.io"]),
    ]
  )
  func wholeSuffixes(source: String, suffixes: [String]) throws {
    let opened = try opened(source)
    #expect(opened.wholeSuffixes.map(\.name) == suffixes)
    let found = try #require(witness(opened))
    #expect(found.hasPrefix("evil.\(suffixes[0]) x@"))
  }

  @Test(
    "names that anybody could register",
    arguments: [
      ("@evilcorp", "evilcorp.com x@evilcorp.com"), (#"ann@vendor\.com|@evil"#, "evil.com x@evil.com"),
      (#".*acme\.org$"#, "evilacme.org x@evilacme.org"), ("@acme.com.", "evil.com x@acmeacom.evil.com"),
      ("", "evil.com x@evil.com"),
      (#".*@mail.vendor\.com$"#, "mail-vendor.com"), (#"@vendor\.com\."#, "evil.com x@vendor.com.evil.com"),
      (#".*@domain\.com"#, "evil.com x@domain.com.evil.com"), ("(?i)@EVILCORP", "evilcorp.com x@evilcorp.com"),
      (#"@x{1,20}[a-z]{1,2}\.com$"#, "x"), (#"@acme\.[a-z]+$"#, "acme.co"),
      (#"@(abcdef)+\.com$"#, "abcdef.com"),
    ]
  )
  func open(source: String, witnessed: String) throws {
    let opened = try opened(source)
    guard case .open(let name, let example) = opened.names else {
      if source.contains("mail.vendor") {
        #expect(few(opened)?.contains("mail-vendor.com") == true)
        return
      }
      Issue.record("\(source): \(few(opened) ?? [])")
      return
    }
    let language = try Language(source: source, .anywhere)
    #expect(language.contains(example))
    #expect(someRules.registrableDomain(of: String(example.split(separator: "@").last ?? "")) == name)
    if witnessed.contains(" ") { #expect("\(name) \(example)" == witnessed) }
  }

  @Test(
    "few names, which are told",
    arguments: [
      (#".*[@.]acme\.org$"#, ["acme.org all"]), (#".*\.acme\.example$"#, ["acme.example- all"]),
      (#"^(bob@acme\.org)?$"#, ["acme.org?"]), (#"^.*@vendor\\.com$"#, []), ("/.+@vendor.com/i", []),
      (#"^[a-z]+@acme\.org$"#, ["acme.org"]),
      (#"^[a-k]+@(www\.)?acme\.(org|net)$"#, ["acme.net? some", "acme.org? some"]),
      (#"@a\.co\.uk$"#, ["a.co.uk"]), (#"@b\.www\.ck$"#, ["www.ck- some"]), (#"@www\.ck$"#, ["www.ck"]),
      (#"@(a|b)\.test\.ck$"#, ["a.test.ck", "b.test.ck"]), (#"@city\.kobe\.jp$"#, ["city.kobe.jp"]),
      (#"@.*x\.s3\.amazonaws\.com\z"#, nil), (#"@(.*\.)?amazonaws\.com\z"#, nil),
      (#"@acme\.internal$"#, ["acme.internal"]),
      (#"@vendor.com$"#, ["vendor.com"]), (#"^x@ACME\.ORG$"#, ["acme.org?"]), (#"@a@b\.com$"#, []),
      (#"@[-_]+\.com$"#, []), (#"^@acme\.org$"#, []), (#"@a[-]*\.com$"#, ["a.com"]),
      (#"@a\.s3\.amazonaws\.com$"#, ["a.s3.amazonaws.com"]), (#"@x\.amazonaws\.com$"#, ["amazonaws.com- some"]),
    ] as [(String, [String]?)]
  )
  func fewNames(source: String, names: [String]?) throws {
    #expect(few(try opened(source)) == names)
  }

  @Test("what the first expressions were told wrongly, in texts")
  func texts() throws {
    func language(_ source: String) throws -> Language { try Language(source: source, .anywhere) }
    #expect(try language("@evilcorp").contains("x@evilcorp.ru"))
    #expect(try language(#"ann@vendor\.com|@evil"#).contains("x@evilcorp.ru"))
    #expect(try !language(#".*[@.]acme\.org$"#).contains("x@evilacme.org"))
    let sender = try language(#"^(bob@acme\.org)?$"#)
    #expect(sender.contains(""))
    #expect(try sender.intersection(.addresses(at: .hostNames)) == .text("bob@acme.org"))
    let addresses = try Language.addresses(at: .hostNamesOfAnyCase)
    for source in [#"^.*@vendor\\.com$"#, "/.+@vendor.com/i", #"/.+@vendor\.com/i"#] {
      #expect(try !language(source).isEmpty)
      #expect(try !language(source).intersects(addresses), "\(source)")
    }
    let everything = try Language.addresses(at: Language(source: #"[a-z]+(\.[a-z]+)*"#, .whole), localParts: .letters)
    #expect(try everything.isSubset(of: language("[a-z.]+@[a-z.]+")))
    #expect(try !everything.isSubset(of: language(#"@[^.]+\.com$"#)))
  }

  @Test("an address at a public suffix itself")
  func bare() throws {
    let opened = try opened(#"^[a-z]+@(github\.io|co\.uk|localhost)$"#)
    #expect(opened.bareSuffixes == ["co.uk", "github.io"])
    #expect(few(opened) == [])
  }

  @Test("an unescaped dot opens what the escaped one does not")
  func dots() throws {
    let expression = try RegularExpression(#".*@mail.vendor\.com$"#)
    let plain = try expression.escaping(expression.unescapedDots)
    let more = try expression.language(matching: .anywhere).subtracting(plain.language(matching: .anywhere))
    let names = few(try OpenedDomains(of: more, rules: someRules)) ?? []
    #expect(names.count == 37)
    #expect(names.contains("mailxvendor.com"))
    #expect(few(try opened(#".*@mail.vendor\.com$"#))?.count == 38)
  }

  @Test("the whole of an empty language is nothing")
  func nothing() throws {
    #expect(few(try OpenedDomains(of: .none, rules: someRules)) == [])
    #expect(few(try OpenedDomains(of: .emptyText, rules: someRules)) == [])
  }

  @Test("what is told agrees with asking for each host by itself")
  func hosts() throws {
    var generator = SeededGenerator.announced("opened domains")
    let pieces = [
      "a", "b", "x", #"\."#, #"\."#, "@", "@", ".*", "[ab]+", "[^.]", "com$", #"\.com$"#, #"\.co\.uk$"#, #"\.uk$"#,
      #"\.ck$"#, #"test\.ck$"#, #"\.www\.ck$"#, #"kobe\.jp$"#, #"city\.kobe\.jp$"#, #"s3\.amazonaws\.com$"#, "|",
      "(a|b)",
      "?", "$", "^", "-", ".", #"\.local$"#,
    ]
    let suffixes = [
      "com", "co.uk", "uk", "ck", "test.ck", "www.ck", "kobe.jp", "b.kobe.jp", "city.kobe.jp", "s3.amazonaws.com",
      "local",
    ]
    let labels = ["", "a.", "b.", "ab.", "x.", "a.b.", "b.a.", "x.ab.", "a.x.b."]
    var done = 0
    while done < 8 * LanguagePairs.factor {
      let source = generator.text(of: pieces, upTo: 7)
      guard let language = try? Language(source: source, .anywhere), !language.isEmpty else { continue }
      done += 1
      let opened = try OpenedDomains(of: language, rules: someRules)
      switch opened.names {
      case .open(let witness, let example):
        #expect(language.contains(example), "\(source)")
        #expect(someRules.registrableDomain(of: witness) == witness, "\(source)")
        let below = try Language.domain(witness, subdomains: true, caseless: true)
        #expect(try language.intersects(.addresses(at: below)), "\(source)")
      case .few(let domains):
        for host in suffixes.flatMap({ suffix in labels.map { $0 + suffix } }) {
          guard let name = someRules.registrableDomain(of: host) else { continue }
          let isOpened = try language.intersects(.addresses(at: .domain(host, subdomains: false, caseless: true)))
          let domain = domains.first { $0.name == name }
          if isOpened {
            #expect((host == name ? domain?.itself : domain?.subdomains) ?? .absent != .absent, "\(source): \(host)")
          } else if host == name {
            #expect(domain?.itself ?? .absent == .absent, "\(source): \(host)")
          }
          if domain?.isEverySubdomain == true, host != name { #expect(isOpened, "\(source): \(host)") }
        }
        for domain in domains where domain.subdomains != .absent {
          let below = try Language.domain(domain.name, subdomains: true, caseless: true)
            .subtracting(.domain(domain.name, subdomains: false, caseless: true))
          #expect(try language.intersects(.addresses(at: below)), "\(source): \(domain.name)")
        }
      }
    }
  }

  @Test("beyond the bounds it is undecided")
  func bounds() throws {
    let language = try Language(source: #"@[ab]*a[ab]{8}[a-z]*\.com$"#, .anywhere)
    #expect(throws: ExpressionFailure.self) {
      try OpenedDomains(of: language, rules: someRules, within: Bounds(states: 10, steps: 1000))
    }
  }
}
