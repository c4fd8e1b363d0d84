import Testing
import Values

@testable import Mail

@Suite("What a trusted server wrote")
struct TrustTests {
  private let servers = TrustedServers(["MX.acme.example.", "mx2.acme.example"])

  private func read(_ header: String, trusting servers: TrustedServers? = nil) -> MailMessage {
    MailMessage(header: Array(header.utf8)[...], trusting: servers ?? self.servers)
  }

  @Test(
    "one of DMARC, SPF and DKIM that passed is enough; that none did needs all three",
    arguments: [
      ("dmarc=pass", true), ("spf=pass smtp.mailfrom=x.example; dmarc=fail; dkim=fail", true),
      ("dkim=fail; dkim=pass; spf=none; dmarc=fail", true), ("DKIM/1 = PASS", true), ("dmarc = (why) pass (so)", true),
      ("dmarc=fail; spf=softfail; dkim=none", false), ("dmarc=none; spf=temperror; dkim=permerror", false),
      ("dmarc=fail", nil), ("none", nil), ("arc=pass; dmarc=fail; spf=fail", nil), ("x-dmarc=pass", nil),
      ("dmarc=bestguesspass", nil), ("spf=fail reason=\"dmarc=pass; dkim=pass\"", nil), ("spf=fail (; dkim=pass)", nil),
      ("", nil),
    ] as [(String, Bool?)]
  )
  func authentication(results: String, passes: Bool?) {
    let message = read("Authentication-Results: mx.acme.example; \(results)\n")
    #expect(message.passesAuthentication.value == passes)
    #expect((message.passesAuthentication.reason == nil) == (passes != nil))
  }

  @Test("what is missing is named")
  func missing() {
    #expect(
      read("Authentication-Results: mx.acme.example 1; spf=fail\n").passesAuthentication
        == .untold("mx.acme.example does not say whether DMARC and DKIM passed.")
    )
  }

  @Test("only the topmost of a trusted server counts")
  func topmost() {
    let pass = "Authentication-Results: mx.acme.example; dmarc=pass\n"
    let fail = "Authentication-Results: Mx.Acme.Example; dmarc=fail; spf=fail; dkim=fail\n"
    let other = "Authentication-Results: mx.evil.example; dmarc=pass\n"
    #expect(read(fail + pass).passesAuthentication == .given(false))
    #expect(read(other + fail + pass).passesAuthentication == .given(false))
    #expect(read(other).passesAuthentication.value == nil)
    #expect(read("ARC-Authentication-Results: i=1; mx.acme.example; dmarc=pass\n").passesAuthentication.value == nil)
    #expect(
      read("Authentication-Results: mx.acme.example.evil.example; dmarc=pass\n").passesAuthentication.value == nil
    )
    #expect(read("Authentication-Results: (mx.acme.example) x; dmarc=pass\n").passesAuthentication.value == nil)
  }

  @Test("where nobody is trusted, nobody is believed, and it is said why")
  func nobody() {
    let header =
      "Authentication-Results: mx.acme.example; dmarc=pass\nReceived: from a (b [198.51.100.7]) by mx.acme.example\n"
    let message = read(header, trusting: TrustedServers([]))
    for field in [MailMessage.Field.ip, .helo, .authentication] {
      #expect(message.reason(for: field)?.contains("trusted_servers") == true)
    }
  }

  @Test(
    "address and name come from the topmost line of a trusted server, in the forms that servers write",
    arguments: [
      (
        "from mail.vendor.example (mail.vendor.example [198.51.100.7]) by mx.acme.example (Postfix) with ESMTP id 1; x",
        "mail.vendor.example", "198.51.100.7"
      ),
      (
        "from MAIL.vendor.example. (unknown [IPv6:2001:DB8::7])\r\n\tby MX.ACME.EXAMPLE; x", "mail.vendor.example",
        "2001:db8::7"
      ),
      ("from [203.0.113.9] (port=25 helo=[198.51.100.1]) by mx2.acme.example; x", nil, "203.0.113.9"),
      (
        "from host.x.example ([203.0.113.9]:2525 helo=claimed.example) by mx.acme.example; x", "claimed.example",
        "203.0.113.9"
      ),
      ("from unknown (HELO claimed.example) (203.0.113.9) by mx.acme.example; x", "claimed.example", "203.0.113.9"),
      ("from [198.51.100.1] (unknown [203.0.113.9]) by mx.acme.example; x", nil, "203.0.113.9"),
      (
        "from a.example (x[198.51.100.1]@a.example [203.0.113.9] (may be forged)) by mx.acme.example; x", "a.example",
        "203.0.113.9"
      ),
      (
        "from A.EXAMPLE (2001:db8::1) by mx.acme.example (2001:db8::2) with Microsoft SMTP; x", "a.example",
        "2001:db8::1"
      ),
      ("from by (by [::ffff:203.0.113.9]) by mx.acme.example; x", "by", "203.0.113.9"),
      ("from a.example by mx.acme.example; x", "a.example", nil),
      ("by mx.acme.example with SMTP id 7; x", nil, nil),
    ] as [(String, String?, String?)]
  )
  func received(line: String, name: String?, address: String?) {
    let others = "Received: from x.example ([192.0.2.1]) by mx.acme.example.evil.example; x\n"
    let forged = "Received: from y.example ([192.0.2.2]) by mx.acme.example; x\n"
    let message = read(others + "Received: \(line)\r\n" + forged)
    #expect(message.serverName.value == name)
    #expect(message.ip.value.map { "\($0)" } == address)
    #expect((message.ip.reason == nil) == (address != nil))
  }

  @Test(
    "a line that only names a trusted server was not written by it",
    arguments: [
      "from x ([192.0.2.1]) by evil.example (by mx.acme.example); x", "from x by evil.example; by mx.acme.example",
      "from mx.acme.example ([192.0.2.1]) by evil.example; x",
      "from x ([192.0.2.1]) (by mx.acme.example) by evil.example",
      "(from x) by \"mx.acme.example\"", "",
    ]
  )
  func notTheWriter(line: String) {
    #expect(read("Received: \(line)\n").ip == .untold("It has no Received line that a trusted server wrote."))
  }
}
