import PolicyCore
import Testing

@testable import PolicyAPI

@Suite("Which proxy the environment names")
struct ProxyEnvironmentTests {
  private static let password = "Proxy-Password-123"

  private func chosen(
    _ environment: [String: String],
    for url: String = "https://api.example.com/client/v4"
  )
    throws -> Proxy?
  {
    try Proxy.chosen(for: url, environment: environment)
  }

  @Test(
    "a proxy is a URL, or a host with or without a port",
    arguments: [
      ("http://proxy.example.com:3128", "http proxy.example.com:3128"),
      ("http://Proxy.Example.com:3128/", "http proxy.example.com:3128"),
      ("HTTP://proxy", "http proxy:80"),
      ("proxy:8080", "http proxy:8080"),
      (" proxy:8080 ", "http proxy:8080"),
      ("10.1.2.3:8080", "http 10.1.2.3:8080"),
      ("http://[fd00::1]:8080", "http [fd00::1]:8080"),
      ("socks5://proxy", "socks5 proxy:1080"),
      ("socks5h://proxy:9", "socks5 proxy:9"),
      ("http://user:word@proxy:1", "http user word proxy:1"),
      ("user:p%40ss%3Aword%25@proxy:1", "http user p@ss:word% proxy:1"),
      ("http://user:p@ss@proxy:1", "http user p@ss proxy:1"),
      ("http://user@proxy:1", "http user  proxy:1"),
    ]
  )
  func readable(text: String, expected: String) throws {
    let proxy = try #require(try chosen(["https_proxy": text]))
    let login = proxy.login.map { "\($0.user) \($0.password.revealed) " } ?? ""
    #expect("\(proxy.kind) \(login)\(proxy)" == expected)
  }

  @Test(
    "anything else is refused by the variable's name, and what it holds is not shown",
    arguments: [
      "http://", "http://user:\(password)@", "http://user:\(password)@:1", "http://user:\(password)@proxy:0",
      "http://user:\(password)@proxy:65536", "http://user:\(password)@proxy:port", "http://\(password)@proxy:-1",
      "http://user:\(password)/x@proxy:1", "http://user:\(password)#x@proxy:1", "http://proxy:1/\(password)",
      "http://user:\(password)%4@proxy:1", "http://us er:\(password)@proxy:1", "http://u%3Aser:\(password)@proxy:1",
      "https://user:\(password)@proxy:1", "socks4://\(password)@proxy:1", "ftp://user:\(password)@proxy",
      "socks5://user:\(password)@proxy:1", "http://pröxy:1", "http://[fd00::1:1", "http://[proxy]:1",
      "http://[10.1.2.3]x", "http://pro<xy:1", "http://proxy:1:2",
    ]
  )
  func unreadable(text: String) throws {
    for variable in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
      let problem = try #require(#expect(throws: Problem.self) { try chosen([variable: text]) })
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
      let proxy = try chosen(environment)
      #expect(proxy?.host == host)
      #expect(proxy?.variable == variable)
      environment[variable] = ""
    }
    #expect(try chosen(environment) == nil)
    #expect(try chosen(["http_proxy": "a:1", "HTTP_PROXY": "a:1"]) == nil)
  }

  @Test(
    "the way is direct to what NO_PROXY names, and through the proxy to all else",
    arguments: [
      // list, host with or without a port, whether the way is direct
      ("", "api.example.com", false),
      ("*", "api.example.com", true),
      ("example.org,*", "api.example.com", true),
      ("api.example.com", "api.example.com", true),
      ("API.Example.com", "Api.example.COM", true),
      ("example.com", "api.example.com", true),
      (".example.com", "api.example.com", true),
      (".example.com", "example.com", true),
      ("*.example.com", "api.example.com", false),
      ("ample.com", "api.example.com", false),
      ("api.example.com", "example.com", false),
      ("example.com.", "api.example.com", true),
      ("example.com", "api.example.com.", true),
      ("com", "api.example.com", true),
      (".", "api.example.com", false),
      ("example.org, example.com", "api.example.com", true),
      ("example.org example.com", "api.example.com", true),
      (",,", "api.example.com", false),
      ("example.com:443", "api.example.com", true),
      ("example.com:8443", "api.example.com", false),
      ("example.com:8443", "api.example.com:8443", true),
      ("example.com", "api.example.com:8443", true),
      ("example.com:x", "api.example.com", false),
      ("10.1.2.3", "10.1.2.3", true),
      ("1.2.3", "10.1.2.3", false),
      ("2.3", "10.1.2.3", false),
      ("10.1.2.3:8443", "10.1.2.3", false),
      ("10.1.2.3:8443", "10.1.2.3:8443", true),
      ("10.0.0.0/8", "10.1.2.3", true),
      ("10.1.2.0/23", "10.1.3.255", true),
      ("10.1.2.0/23", "10.1.4.0", false),
      ("0.0.0.0/0", "10.1.2.3", true),
      ("10.1.2.3/32", "10.1.2.4", false),
      ("10.0.0.0/33", "10.1.2.3", false),
      ("10.0.0.0/8", "api.example.com", false),
      ("fd00::1", "[fd00::1]", true),
      ("[FD00:0::1]", "[fd00::1]", true),
      ("[fd00::1]:8443", "[fd00::1]", false),
      ("[fd00::1]:8443", "[fd00::1]:8443", true),
      ("fd00::/8", "[fdff::1]", true),
      ("fd00::/8", "[fe80::1]", false),
      ("fd00::/8", "10.1.2.3", false),
      ("", "127.0.0.1", true),
      ("", "127.9.9.9:8443", true),
      ("", "[::1]", true),
      ("", "[0:0::1]", true),
      ("", "localhost:8443", true),
      ("", "api.localhost", true),
      ("", "localhost.example.com", false),
    ]
  )
  func exceptions(list: String, host: String, isDirect: Bool) throws {
    for variable in ["no_proxy", "NO_PROXY"] {
      let proxy = try chosen(["https_proxy": "proxy:1", variable: list], for: "https://\(host)/client/v4")
      #expect((proxy == nil) == isDirect)
    }
  }

  @Test("a proxy that is not needed is not judged, and plain http to this machine needs none")
  func unneeded() throws {
    #expect(try chosen(["https_proxy": "nonsense://", "no_proxy": "example.com"]) == nil)
    #expect(try chosen(["http_proxy": "proxy:1", "all_proxy": "proxy:1"], for: "http://127.0.0.1:8787") == nil)
  }

  @Test("nothing that prints or dumps a proxy shows its password")
  func redaction() throws {
    let proxy = try #require(try chosen(["https_proxy": "http://user:\(Self.password)@proxy:1"]))
    var dumped = ""
    dump(proxy, to: &dumped)
    for text in ["\(proxy)", String(reflecting: proxy), "\([proxy])", "\(proxy.login as Any)", dumped] {
      #expect(!text.contains(Self.password))
    }
  }
}
