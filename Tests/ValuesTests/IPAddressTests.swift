import TestSupport
import Glibc
import Patterns
import Testing
import Values

@Suite("IP addresses")
struct IPAddressTests {
  @Test(
    "an address is read and written in canonical form",
    arguments: [
      ("203.0.113.9", "203.0.113.9"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
      ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
      ("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"), ("2001:0:0:1:0:0:2:3", "2001::1:0:0:2:3"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
      ("::ffff:10.0.0.1", "::ffff:10.0.0.1"), ("::ffff:a00:1", "::ffff:10.0.0.1"),
      ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ]
  )
  func canonical(text: String, expected: String) throws {
    let address = try IPAddress.parse(text)
    #expect("\(address)" == expected)
    #expect(try IPAddress.parse(expected) == address)
  }

  @Test(
    "what is no address is refused by name",
    arguments: [
      ("", IPAddressProblem.empty), (" 192.0.2.1", .space), ("192.0.2 .1", .space),
      ("010.8.8.8", .octalLooking("010")), ("8.8.8.08", .octalLooking("08")), ("00.0.0.0", .octalLooking("00")),
      ("256.0.0.1", .octetTooLarge("256")), ("1.2.3.99999", .octetTooLarge("99999")),
      ("10.1", .shorthand(parts: 2)), ("192.0.2", .shorthand(parts: 3)), ("1.2.3.4.5", .tooManyOctets(5)),
      ("1..2.3", .emptyOctet), ("1.2.3.", .emptyOctet), ("3221225985", .notAnAddress), ("0x7f.1", .notAnAddress),
      ("example.com", .notAnAddress), ("１.2.3.4", .notAnAddress),
      ("fe80::1%eth0", .zone("eth0")), ("[::1]", .brackets), ("203.0.113.9:25", .port("25")),
      ("1:2:3:4:5:6:7", .groupCount(7)), ("1:2:3:4:5:6:7:8:9", .groupCount(9)), ("1::2::3", .compressedTwice),
      ("1:2:3:4::5:6:7:8", .nothingCompressed), (":1:2:3:4:5:6:7", .danglingColon), ("1:2:3:4:5:6:7:", .danglingColon),
      (":", .danglingColon), (":::", .compressedTwice), ("1:2:3:4:5:6:7:g", .notHexadecimal("g")),
      ("12345::", .groupTooLong("12345")), ("::ffff:10.1", .shorthand(parts: 2)),
      ("::ffff:010.0.0.1", .octalLooking("010")), ("::1.2.3.4:5", .notHexadecimal("1.2.3.4")),
    ] as [(String, IPAddressProblem)]
  )
  func refused(text: String, expected: IPAddressProblem) {
    #expect(throws: expected) { try IPAddress.parse(text) }
  }

  @Test("every problem says something")
  func words() {
    let problems: [IPAddressProblem] = [
      .octalLooking("010"), .shorthand(parts: 2), .zone("eth0"), .prefixTooLong(33, limit: 32),
    ]
    let words = problems.map(\.description)
    #expect(words[0] == "the part 010 begins with a zero, which some programs read as octal; write it without the zero")
    #expect(words[1] == "an IPv4 address has four parts, this one has 2")
    #expect(words[2].contains("%eth0") && words[3].contains("/33"))
  }

  @Test("the family decides the order first, then the bits")
  func order() throws {
    let sorted = ["0.0.0.1", "10.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2001:db8::", "ffff::"]
    let addresses = try sorted.map { try IPAddress.parse($0) }
    #expect(addresses.reversed().sorted() == addresses)
    #expect(MemoryLayout<IPAddress>.size <= 17)
  }

  @Test("bits are counted from the left")
  func bits() throws {
    let address = try IPAddress.parse("128.0.0.1")
    #expect((0..<33).filter(address.bit) == [0, 31])
    let six = try IPAddress.parse("8000::1")
    #expect((0..<130).filter(six.bit) == [0, 127])
    #expect(try six.commonPrefixLength(with: IPAddress.parse("8000::3")) == 126)
    #expect(six.commonPrefixLength(with: address) == 0)
    #expect(address.commonPrefixLength(with: address) == 32)
  }

  @Test("reading agrees with inet_pton on random texts")
  func agreesWithSystem() {
    var random = SeededGenerator.announced("inet_pton")
    let pieces = [
      "0", "1", "9", "25", "255", "256", "10", "01", "f", "ffff", "0db8", "g", ".", ".", ".", ":", ":", "::", "%", " ",
    ]
    var readable = 0
    for round in 0..<40_000 {
      let text = round % 2 == 0 ? random.text(of: pieces, upTo: 16) : random.nearlyAddress()
      let expected = systemBytes(text)
      let address = try? IPAddress.parse(text)
      #expect(address.map(bytes) == expected, "\(text)")
      if let address {
        readable += 1
        #expect((try? IPAddress.parse("\(address)")) == address, "\(text)")
      }
    }
    #expect(readable > 1_000)
  }

  private func bytes(_ address: IPAddress) -> [UInt8] {
    let all = [address.high, address.low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
    return Array(all.prefix(address.family.bitWidth / 8))
  }

  private func systemBytes(_ text: String) -> [UInt8]? {
    var four = [UInt8](repeating: 0, count: 4)
    if inet_pton(AF_INET, text, &four) == 1 { return four }
    var six = [UInt8](repeating: 0, count: 16)
    return inet_pton(AF_INET6, text, &six) == 1 ? six : nil
  }
}

extension SeededGenerator {
  /// A good address, usually with one character changed, left out or doubled.
  mutating func nearlyAddress() -> String {
    let isFour = Bool.random(using: &self)
    var text: String
    if isFour {
      text = (0..<4).map { _ in String(Int.random(in: 0...260, using: &self)) }.joined(separator: ".")
    } else {
      var groups = (0..<8).map { _ in
        String(UInt16.random(in: 0...0xffff, using: &self) >> UInt16.random(in: 0...16, using: &self), radix: 16)
      }
      if Bool.random(using: &self) { groups.replaceSubrange(2..<Int.random(in: 2...6, using: &self), with: [""]) }
      if Bool.random(using: &self) { groups[groups.count - 1] = "192.0.2.\(Int.random(in: 0...255, using: &self))" }
      text = groups.joined(separator: ":")
    }
    guard Int.random(in: 0..<3, using: &self) > 0, let place = text.indices.randomElement(using: &self) else {
      return text
    }
    text.replaceSubrange(place...place, with: ["", ":", ".", "0", "f", "::", "%"].randomElement(using: &self) ?? "")
    return text
  }
}
