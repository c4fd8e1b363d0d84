import Patterns
import TestSupport
import Testing

@Suite("Host names")
struct HostNameTests {
  @Test(
    "a name is read into both of its forms",
    arguments: [
      ("example.com", "example.com", "example.com"), ("Mail.Example.COM.", "mail.example.com", "mail.example.com"),
      ("3com.com", "3com.com", "3com.com"), ("a-b.co", "a-b.co", "a-b.co"),
      ("r3---sn.example", "r3---sn.example", "r3---sn.example"),
      ("bücher.example", "xn--bcher-kva.example", "bücher.example"),
      ("BÜCHER.Example", "xn--bcher-kva.example", "bücher.example"),
      ("xn--bcher-kva.example", "xn--bcher-kva.example", "bücher.example"),
      ("XN--BCHER-KVA.example", "xn--bcher-kva.example", "bücher.example"),
      ("faß.de", "xn--fa-hia.de", "faß.de"), ("例え.テスト", "xn--r8jz45g.xn--zckzah", "例え.テスト"),
      ("xn--i-7iq.ws", "xn--i-7iq.ws", "xn--i-7iq.ws"), ("ａｂ.example", "ab.example", "ab.example"),
    ]
  )
  func read(text: String, ascii: String, unicode: String) throws {
    let name = try HostName.parse(text)
    #expect(name.ascii == ascii)
    #expect(name.unicode == unicode)
    #expect(try HostName.parse(name.ascii) == name)
    #expect(try HostName.parse(name.unicode) == name)
  }

  @Test(
    "what is no host name is refused by name",
    arguments: [
      ("", HostNameProblem.empty), (".", .empty), ("exa mple.com", .space), (" example.com", .space),
      ("a.com\n", .space),
      ("https://example.com/", .scheme("https")), ("@example.com", .leadingAt), ("*.example.com", .wildcard),
      (".example.com", .leadingDot), ("bob@example.com", .mailbox), ("example.com:25", .port("25")),
      ("example.com/path", .path("/path")), ("example.com?q", .path("?q")), ("a..b", .emptyLabel),
      ("a.b..", .emptyLabel), ("\u{200b}.org", .emptyLabel),
      ("localhost", .singleLabel("localhost")), ("com.", .singleLabel("com")), ("192.0.2.1", .numericTopLevel("1")),
      ("-a.com", .hyphen("-a")), ("a-.com", .hyphen("a-")), ("a.xn--", .hyphen("xn--")),
      ("a_b.com", .forbidden("_", label: "a_b")), ("ü_x.com", .forbidden("_", label: "ü_x")),
      ("a*.com", .forbidden("*", label: "a*")), ("a。com", .fullStop("。")),
      ("℀.com", .forbidden("/", label: "℀")),
    ] as [(String, HostNameProblem)]
  )
  func refused(text: String, expected: HostNameProblem) {
    #expect(throws: expected) { try HostName.parse(text) }
  }

  @Test("lengths are those of DNS")
  func lengths() throws {
    let label = String(repeating: "a", count: 63)
    #expect(try HostName.parse("\(label).com").labels.first?.count == 63)
    #expect(throws: HostNameProblem.labelTooLong("\(String(repeating: "a", count: 40))…", octets: 64)) {
      try HostName.parse("a\(label).com")
    }
    let longest = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
    #expect(try HostName.parse(longest).ascii.utf8.count == 253)
    #expect(try HostName.parse(longest + ".").ascii.utf8.count == 253)
    #expect(throws: HostNameProblem.nameTooLong(octets: 254)) { try HostName.parse(longest + "b") }
    #expect(throws: HostNameProblem.self) { try HostName.parse(String(repeating: "ü", count: 63) + ".com") }
  }

  @Test("a label that IDNA refuses says why")
  func international() throws {
    let problem = #expect(throws: HostNameProblem.self) { try HostName.parse("i❤.ws") }
    guard case .international("i❤", _) = problem else {
      Issue.record("another problem: \(String(describing: problem))")
      return
    }
    #expect(problem?.description.contains("i❤") == true)
  }

  @Test("labels come in both orders, and parents nearest first")
  func labels() throws {
    let name = try HostName.parse("a.b.example.com")
    #expect(name.labels == ["a", "b", "example", "com"])
    #expect(name.reversedLabels == ["com", "example", "b", "a"])
    #expect(name.parents == ["b.example.com", "example.com"])
    #expect(name.topLevel == "com")
    #expect(try HostName.parse("example.com").parents == [])
  }

  @Test(
    "being below a name",
    arguments: [
      ("a.x.org", "x.org", true), ("x.org", "x.org", false), ("ax.org", "x.org", false), ("x.org", "a.x.org", false),
      ("a.b.X.org", "x.ORG", true), ("a.bücher.example", "xn--bcher-kva.example", true),
    ]
  )
  func below(name: String, parent: String, expected: Bool) throws {
    #expect(try HostName.parse(name).isSubdomain(of: HostName.parse(parent)) == expected)
  }

  @Test("any text is read or refused, and the canonical form is read as the same name")
  func random() {
    var random = SeededGenerator.announced("host names")
    let pieces = [
      "a", "b", "xn--", "bcher-kva", "example", "com", "1", "-", ".", ".", ".", "ü", "ß", "ж", "。", "\u{200d}",
      "\u{202e}", "\0",
      "@", "*", ":", "/", " ", "_", "A", "É", "e\u{301}", "क्", "\u{10fffe}", "日",
    ]
    var readable = 0
    for round in 0..<20_000 {
      // Every second text has the look of a name, so that many can be read.
      let text = round % 2 == 0 ? random.text(of: pieces, upTo: 9) : random.text(of: pieces, upTo: 2) + ".example"
      guard let name = try? HostName.parse(text) else { continue }
      readable += 1
      #expect((try? HostName.parse("\(name)"))?.ascii == name.ascii, "\(text.debugDescription)")
      #expect((try? HostName.parse(name.unicode)) == name, "\(text.debugDescription)")
      #expect(name.ascii.utf8.allSatisfy { $0 < 0x80 }, "\(text.debugDescription)")
    }
    #expect(readable > 1_000)
  }
}
