import Testing

@testable import Sandbox

@Suite("Which IP patterns are taken")
struct AddressRulesTests {
  @Test(
    "public addresses and networks are",
    arguments: [
      "8.8.8.8", "192.0.2.1", "198.51.100.0/24", "203.0.113.77/24", "172.32.0.1", "11.0.0.0/8", "1.1.1.1/32",
      "2001:db8::1", "2001:db8::/32", "2606:4700::1111", "::ffff:8.8.8.8", "fec0::1", "223.255.255.255",
    ]
  )
  func taken(pattern: String) {
    #expect(AddressRules.objection(to: pattern) == nil)
  }

  @Test(
    "addresses that are not public are not",
    arguments: [
      "10.0.0.1", "10.0.0.0/8", "172.16.0.1", "172.31.255.255", "192.168.1.0/24", "127.0.0.1", "127.255.0.0/16",
      "169.254.1.1", "0.0.0.0", "255.255.255.255", "fc00::1", "fdff::/16", "::1", "::", "fe80::1", "febf::/16",
      "::ffff:10.0.0.1", "::ffff:192.168.0.0/112", "::ffff:7f00:1", "::ffff:0.0.0.0",
      "0.0.0.0/0", "8.0.0.0/5", "::/0", "240.0.0.0/4",
    ]
  )
  func notPublic(pattern: String) {
    #expect(AddressRules.objection(to: pattern) == .notPublic)
  }

  @Test(
    "what is no address or network is not",
    arguments: [
      "", "8.8.8", "8.8.8.8.8", "8.8.8.256", "08.8.8.8", "8.8.8.8/33", "8.8.8.8/", "8.8.8.8/-1", "8.8.8.8/+8",
      "2001:db8::/129", "2001:db8:::1", "fe80::1%eth0", "8.8.8.8 ", "8.8.8.0-8.8.8.9", "host.example",
      "::ffff:8.8.8.8/x",
    ]
  )
  func malformed(pattern: String) {
    #expect(AddressRules.objection(to: pattern) == .malformed)
  }
}
