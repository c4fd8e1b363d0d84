import Patterns
import Testing

@Suite("Ranges that are not public")
struct NonPublicRangeTests {
  @Test(
    "the range is named, with its mapped form",
    arguments: [
      ("10.8.8.8", "it lies inside the private range 10.0.0.0/8"),
      ("172.16.0.1", "it lies inside the private range 172.16.0.0/12"),
      ("172.31.255.255", "it lies inside the private range 172.16.0.0/12"), ("172.32.0.1", nil),
      ("172.15.255.255", nil),
      ("192.168.1.0/24", "it lies inside the private range 192.168.0.0/16"), ("192.169.0.0", nil),
      ("127.0.0.1", "it lies inside the loopback range 127.0.0.0/8"), ("128.0.0.1", nil),
      ("169.254.1.1", "it lies inside the link-local range 169.254.0.0/16"),
      ("0.0.0.0", "it lies inside the unspecified range 0.0.0.0"), ("0.0.0.1", nil),
      ("255.255.255.255", "it lies inside the broadcast range 255.255.255.255"), ("255.255.255.254", nil),
      ("192.0.0.0/8", "it covers the private range 192.168.0.0/16"), ("193.0.0.0/8", nil),
      ("0.0.0.0/0", "it covers the private range 10.0.0.0/8"),
      ("fd00::1", "it lies inside the unique-local range fc00::/7"), ("fe00::1", nil),
      ("fe80::/10", "it lies inside the link-local range fe80::/10"), ("fec0::1", nil),
      ("::1", "it lies inside the loopback range ::1"), ("::", "it lies inside the unspecified range ::"), ("::2", nil),
      ("::ffff:10.0.0.1", "it lies inside the IPv4-mapped private range ::ffff:10.0.0.0/104"),
      ("::ffff:127.0.0.1", "it lies inside the IPv4-mapped loopback range ::ffff:127.0.0.0/104"),
      ("::ffff:203.0.113.9", nil), ("::ffff:0:0/96", "it covers the IPv4-mapped private range ::ffff:10.0.0.0/104"),
      ("2000::/3", nil), ("8000::/1", "it covers the unique-local range fc00::/7"),
      ("::/127", "it covers the loopback range ::1"),
    ] as [(String, String?)]
  )
  func range(text: String, expected: String?) throws {
    #expect(try Network.parse(text).nonPublicRange?.description == expected)
  }

  @Test("a wide network names every range that it covers")
  func wide() throws {
    let kinds = try Network.parse("::/0").nonPublicRanges.map(\.range)
    #expect(kinds.count == NonPublicRange.all.count - 7)
    #expect(kinds.contains { $0.isMapped && $0.kind == .broadcast })
    #expect(try Network.parse("0.0.0.0/0").nonPublicRanges.count == 7)
  }
}
