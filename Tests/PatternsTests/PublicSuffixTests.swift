import Patterns
import Testing

@Suite("Public suffixes")
struct PublicSuffixTests {
  @Test(
    "a name is looked up in both sections of the list",
    arguments: [
      ("com", PublicSuffix.Section.icann), ("COM", .icann), ("co.uk", .icann), ("co.uk.", .icann),
      ("github.io", .private), ("GitHub.IO.", .private),
      ("c.kobe.jp", .icann), ("city.kobe.jp", nil),
      ("xn--p1ai", .icann), ("рф", .icann), ("xn--55qx5d.cn", .icann),
      ("example.com", nil), ("invalid", nil), ("surely-not-a-top-level", nil), ("", nil), (".", nil),
    ] as [(String, PublicSuffix.Section?)]
  )
  func section(name: String, expected: PublicSuffix.Section?) {
    #expect(PublicSuffix.section(of: name) == expected)
  }

  @Test(
    "the registrable domain is one label below the suffix",
    arguments: [
      ("mail.example.co.uk", "example.co.uk"), ("Example.COM.", "example.com"), ("a.b.c.kobe.jp", "b.c.kobe.jp"),
      ("a.city.kobe.jp", "city.kobe.jp"), ("x.github.io", "x.github.io"), ("co.uk", nil), ("com", nil),
      ("a.b.unlisted", "b.unlisted"), ("", nil),
    ] as [(String, String?)]
  )
  func registrable(name: String, expected: String?) {
    #expect(PublicSuffix.registrableDomain(of: name) == expected)
  }

  @Test("a host name is looked up by its ASCII form")
  func hostName() throws {
    #expect(PublicSuffix.section(of: try HostName.parse("公司.cn")) == .icann)
    #expect(PublicSuffix.registrableDomain(of: try HostName.parse("shop.bücher.example")) == "xn--bcher-kva.example")
  }
}
