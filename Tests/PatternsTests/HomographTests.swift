import Patterns
import Testing

@Suite("Names that look like others")
struct HomographTests {
  @Test(
    "a name of look-alike letters reads like an ASCII name",
    arguments: [
      ("аррӏе.com", "apple.com"), ("xn--80ak6aa92e.com", "apple.com"), ("раураӏ.com", "paypal.com"),
      ("gοοgle.com", "google.com"),
      ("bücher.example", nil), ("почта.рф", nil), ("example.com", nil), ("xn--i-7iq.ws", nil), ("日本.jp", nil),
      ("axn--80ak6aa92e.com", nil), ("x.n--80ak6aa92e.com", nil),
    ] as [(String, String?)]
  )
  func skeleton(text: String, expected: String?) throws {
    #expect(try HostName.parse(text).confusableASCIISkeleton == expected)
  }

  @Test(
    "scripts are told apart, and unusual mixtures named",
    arguments: [
      ("рaypal.com", [.cyrillic, .latin], true), ("почта.com", [.cyrillic], false), ("bücher.com", [.latin], false),
      ("gοοgle.com", [.greek, .latin], true), ("日本語の名.jp", [.han, .hiragana], false),
      ("東京tokyoラ.jp", [.han, .latin, .katakana], false),
      ("한국abc.kr", [.hangul, .latin], false), ("שלום1.il", [.hebrew], false), ("ラー.jp", [.katakana], false),
    ] as [(String, Set<WritingSystem>, Bool)]
  )
  func scripts(text: String, scripts: Set<WritingSystem>, isMixed: Bool) throws {
    let label = try #require(try HostName.parse(text).internationalLabels.first)
    #expect(label.scripts == scripts)
    #expect(label.mixesScripts == isMixed)
    #expect(label.ascii.hasPrefix("xn--") && label.unicode != label.ascii && !label.isUndecodable)
  }

  @Test("plain names have no labels to explain, and an undecodable one says so")
  func plain() throws {
    #expect(try HostName.parse("example.com").internationalLabels.isEmpty)
    let label = try #require(try HostName.parse("mail.xn--i-7iq.ws").internationalLabels.first)
    #expect(label.isUndecodable && label.unicode == "xn--i-7iq" && label.confusableASCIISkeleton == nil)
  }
}
