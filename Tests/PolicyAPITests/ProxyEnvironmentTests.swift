import Values
import PolicyCore
import Testing

@testable import PolicyAPI

@Suite("Which proxy the environment names")
struct ProxyEnvironmentTests {
  private static let password = "Proxy-Password-123"

  private func named(
    _ environment: [String: String],
    for url: String = "https://api.example.com/client/v4"
  ) -> Proxy? {
    Proxy.named(in: environment, for: url)
  }

  @Test(
    "a proxy is a URL, or a host with or without a port",
    arguments: [
      ("http://proxy.example.com:3128", "proxy.example.com:3128"),
      ("http://proxy.example.com:3128/", "proxy.example.com:3128"),
      ("HTTP://proxy", "proxy:1080"),
      ("https://proxy", "proxy:443"),
      ("proxy:8080", "proxy:8080"),
      ("10.1.2.3:8080", "10.1.2.3:8080"),
      ("http://[fd00::1]:8080", "[fd00::1]:8080"),
      ("socks5://proxy", "proxy:1080"),
      ("socks5h://proxy:9", "proxy:9"),
      ("http://user:word@proxy:1", "proxy:1 with a login"),
      ("user:p%40ss%3Aword%25@proxy:1", "proxy:1 with a login"),
      ("http://user@proxy:1", "proxy:1 with a login"),
    ]
  )
  func readable(text: String, expected: String) throws {
    let address = try ProxyAddress(try #require(named(["https_proxy": text])))
    #expect("\(address)\(address.hasLogin ? " with a login" : "")" == expected)
  }

  @Test(
    "anything else is refused by the variable's name when it is needed, and what it holds is not shown",
    arguments: [
      "http://", "http://user:\(password)@", "http://user:\(password)@:1", "http://user:\(password)@proxy:65536",
      "http://user:\(password)@proxy:port", "http://\(password)@proxy:-1", "http://us er:\(password)@proxy:1",
      "gopher://\(password)@proxy:1", "ftp://user:\(password)@proxy", "http://user:\(password)@[fd00::1:1",
      "http://user:\(password)@[proxy]:1", "http://user:\(password)@proxy:1:2",
    ]
  )
  func unreadable(text: String) async throws {
    for variable in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
      let proxy = named([variable: text])
      let problem = try await withAPI("https://api.postern.test", proxy: proxy, connectTimeout: .seconds(1)) { api in
        try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
      }
      #expect(problem.kind == .usage)
      #expect(problem.what.hasPrefix("\(variable) cannot be used: "))
      #expect(!"\(problem)".contains(Self.password))
    }
  }

  @Test("https before all, lower case before upper case, and an empty variable is none")
  func precedence() throws {
    var environment = ["https_proxy": "a:1", "HTTPS_PROXY": "b:1", "all_proxy": "c:1", "ALL_PROXY": "d:1"]
    for (host, variable) in [
      ("a", "https_proxy"), ("b", "HTTPS_PROXY"), ("c", "all_proxy"), ("d", "ALL_PROXY"),
    ] {
      let proxy = try #require(named(environment))
      #expect(try ProxyAddress(proxy).host == host)
      #expect(proxy.variable == variable)
      environment[variable] = ""
    }
    #expect(named(environment) == nil)
    #expect(named(["http_proxy": "a:1", "HTTP_PROXY": "a:1"]) == nil)
  }

  @Test(
    "this machine is never asked for through a proxy",
    arguments: [
      "https://127.0.0.1", "https://127.9.9.9:8443", "https://[::1]", "https://localhost:8443", "http://127.0.0.1:8787",
    ]
  )
  func thisMachine(url: String) {
    #expect(named(["https_proxy": "proxy:1", "http_proxy": "proxy:1", "all_proxy": "proxy:1"], for: url) == nil)
  }

  @Test("nothing that prints or dumps a proxy shows its password")
  func redaction() throws {
    let proxy = try #require(named(["https_proxy": "http://user:\(Self.password)@proxy:1"]))
    let address = try ProxyAddress(proxy)
    var dumped = ""
    dump(proxy, to: &dumped)
    dump(address, to: &dumped)
    for text in ["\(proxy)", String(reflecting: proxy), "\([proxy])", "\(address)", dumped] {
      #expect(!text.contains(Self.password))
    }
  }
}
