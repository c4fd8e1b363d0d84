import Patterns
import TestSupport
import Testing
import Values

@Suite("Networks")
struct NetworkTests {
  @Test(
    "a network is read with its length and its host bits",
    arguments: [
      ("192.0.2.0/24", "192.0.2.0/24", 24, false), ("192.0.2.9/24", "192.0.2.0/24", 24, true),
      ("192.0.2.9", "192.0.2.9", 32, false), ("192.0.2.9/32", "192.0.2.9", 32, false),
      ("0.0.0.0/0", "0.0.0.0/0", 0, false),
      ("255.255.255.255/1", "128.0.0.0/1", 1, true), ("2001:DB8::/32", "2001:db8::/32", 32, false),
      ("2001:db8::1/64", "2001:db8::/64", 64, true), ("2001:db8:0:0:1::/65", "2001:db8::/65", 65, true),
      ("::1", "::1", 128, false), ("ffff::/0", "::/0", 0, true),
    ]
  )
  func read(text: String, cleared: String, length: Int, hasHostBits: Bool) throws {
    let network = try Network.parse(text)
    #expect(network.prefixLength == length)
    #expect(network.hasHostBits == hasHostBits)
    #expect("\(network.cleared)" == cleared)
    #expect(!network.cleared.hasHostBits)
    #expect(try Network.parse("\(network)") == network)
  }

  @Test(
    "what is no network is refused by name",
    arguments: [
      ("192.0.2.0/", IPAddressProblem.prefixMissing), ("192.0.2.0/33", .prefixTooLong(33, limit: 32)),
      ("::/129", .prefixTooLong(129, limit: 128)), ("192.0.2.0/024", .prefixNotANumber("024")),
      ("192.0.2.0/-1", .prefixNotANumber("-1")), ("192.0.2.0/ 24", .space), ("192.0.2.0 /24", .space),
      ("192.0.2.0/24/8", .severalSlashes), ("192.0.2.0/255.255.255.0", .netmask("255.255.255.0")),
      ("192.0.2.0/index.html", .path("/index.html")), ("10/8", .notAnAddress), ("10.0/8", .shorthand(parts: 2)),
      ("/24", .empty), ("192.0.2.0/99999999999999999999", .prefixNotANumber("99999999999999999999")),
    ] as [(String, IPAddressProblem)]
  )
  func refused(text: String, expected: IPAddressProblem) {
    #expect(throws: expected) { try Network.parse(text) }
  }

  @Test(
    "containing and overlapping",
    arguments: [
      ("192.0.2.0/24", "192.0.2.255", true, true), ("192.0.2.0/24", "192.0.3.0", false, false),
      ("192.0.2.128/25", "192.0.2.0/24", false, true), ("192.0.2.9/24", "192.0.2.0/24", true, true),
      ("0.0.0.0/0", "::/0", false, false), ("::/0", "2001:db8::/32", true, true),
      ("2001:db8::/64", "2001:db8:0:1::/64", false, false), ("2001:db8::/63", "2001:db8:0:1::/64", true, true),
      ("192.0.2.1", "192.0.2.1/32", true, true),
    ]
  )
  func containing(first: String, second: String, contains: Bool, overlaps: Bool) throws {
    let (one, two) = (try Network.parse(first), try Network.parse(second))
    #expect(one.contains(two) == contains)
    #expect(one.overlaps(two) == overlaps)
    #expect(two.overlaps(one) == overlaps)
  }

  @Test("in sorted order a network stands before what it contains")
  func order() throws {
    let sorted = [
      "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0", "10.0.0.1", "10.1.0.0/16", "11.0.0.0/8", "::/0", "::", "2001::/16",
    ]
    let networks = try sorted.map { try Network.parse($0) }
    #expect(networks.reversed().sorted() == networks)
  }

  @Test("a mapped network stands for an IPv4 one")
  func mapped() throws {
    #expect(try Network.parse("::ffff:192.0.2.0/120").mappedIPv4 == Network.parse("192.0.2.0/24"))
    #expect(try Network.parse("::ffff:192.0.2.0/95").mappedIPv4 == nil)
    #expect(try Network.parse("2001:db8::/120").mappedIPv4 == nil)
    #expect(try IPAddress.parse("::ffff:c000:201").mappedIPv4 == IPAddress.parse("192.0.2.1"))
  }

  @Test("a network agrees with a bit by bit comparison, on random pairs")
  func agreesWithBits() {
    var random = SeededGenerator.announced("networks")
    for _ in 0..<20_000 {
      let isFour = Bool.random(using: &random)
      // Few different bits, so that containing happens often.
      func address() -> IPAddress {
        let bits = random.next() & random.next() & random.next() & random.next()
        return isFour ? IPAddress(v4: UInt32(truncatingIfNeeded: bits)) : IPAddress(v6High: bits, low: random.next())
      }
      let width = isFour ? 32 : 128
      let one = Network(address(), prefixLength: Int.random(in: 0...width, using: &random))
      let two = Network(address(), prefixLength: Int.random(in: 0...width, using: &random))
      let expected =
        one.prefixLength <= two.prefixLength
        && (0..<one.prefixLength).allSatisfy { one.address.bit($0) == two.address.bit($0) }
      #expect(one.contains(two) == expected, "\(one) \(two)")
      #expect((try? Network.parse("\(one)")) == one, "\(one)")
      #expect(one.cleared.contains(one) && one.contains(one.cleared))
      if expected { #expect(one.cleared <= two.cleared) }
    }
  }
}
