import Testing

@testable import PolicyCore
@testable import Values

@Suite("The address of an API")
struct BaseURLTests {
  @Test(
    "is brought to one spelling",
    arguments: [
      ("https://api.cloudflare.com/client/v4", "https://api.cloudflare.com/client/v4", false),
      ("https://api.cloudflare.com/client/v4///", "https://api.cloudflare.com/client/v4", false),
      ("HTTPS://API.Cloudflare.com:443/client/v4", "https://api.cloudflare.com/client/v4", false),
      ("https://proxy.example:8443", "https://proxy.example:8443", false),
      ("https://proxy.example:80/V4", "https://proxy.example:80/V4", false),
      ("https://192.0.2.7/", "https://192.0.2.7", false),
      ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x", false),
      ("http://localhost:8787/client/v4", "http://localhost:8787/client/v4", true),
      ("http://LOCALHOST:80/", "http://localhost", true),
      ("http://127.0.0.1:8787", "http://127.0.0.1:8787", true),
      ("http://127.255.3.4", "http://127.255.3.4", true),
      ("http://[::1]:8787/v4", "http://[::1]:8787/v4", true),
      ("http://[0:0:0:0:0:0:0:1]/v4", "http://[::1]/v4", true),
      ("https://127.0.0.1:8443", "https://127.0.0.1:8443", true),
    ]
  )
  func accepted(text: String, expected: String, isLoopback: Bool) throws {
    let url = try BaseURL(text)
    #expect(url.text == expected)
    #expect(url.isLoopback == isLoopback)
    #expect(try BaseURL(url.text) == url)
  }

  @Test(
    "is refused in plain http to any other machine",
    arguments: [
      "http://api.cloudflare.com/client/v4", "http://10.0.0.1", "http://0.0.0.0:80", "http://127.0.0.1.evil.example",
      "http://localhost.evil.example", "http://localhost.", "http://127.1", "http://127.0.0.01", "http://0177.0.0.1",
      "http://2130706433", "http://128.0.0.1", "http://127.0.0.256", "http://[::2]", "http://[::ffff:127.0.0.1]",
      "http://[2001:db8::1]", "http://xn--lcalhost-n0a",
    ]
  )
  func plain(text: String) throws {
    let refusal = try #require(throws: BaseURL.Refusal.self) { try BaseURL(text) }
    #expect(refusal.what.hasPrefix("Plain http is taken only to this machine"))
  }

  @Test(
    "is refused when it is not an address, or carries more than one",
    arguments: [
      "", "api.cloudflare.com", "//api.cloudflare.com", "ftp://api.cloudflare.com", "https://", "https:///v4",
      "https://:443/v4", "https://user@api.cloudflare.com", "https://user:hunter2@api.cloudflare.com",
      "http://localhost@evil.example", "http://127.0.0.1:80@evil.example/", "http://evil.example\\@localhost",
      "https://api.cloudflare.com/v4?x=1", "https://api.cloudflare.com/v4#x", "https://api.cloudflare.com#@localhost",
      "https://api.cloudflare.com:0", "https://api.cloudflare.com:65536", "https://api.cloudflare.com:+80",
      "https://api.cloudflare.com:", "https://api.cloudflare.com:8:8", "https://[::1", "https://[::1]x", "https://[x]",
      "https://[]", "https://api cloudflare.com", "https://api.cloudflare.com/v4 ", "https://api.cloudflare.com/\nv4",
      "https://äpi.example", "https://api.cloudflare.com/a/../b", "https://api%2ecloudflare.com",
    ]
  )
  func refused(text: String) throws {
    let refusal = try #require(throws: BaseURL.Refusal.self) { try BaseURL(text) }
    #expect(!refusal.what.contains("hunter2"), "what could be a password is not repeated")
  }
}
