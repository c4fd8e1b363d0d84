import PolicyCore
import Testing

@testable import Configuration
import Values

@Suite("Where files live")
struct PathsTests {
  @Test("is below HOME where nothing else is said")
  func standard() throws {
    let paths = try Paths(environment: ["HOME": "/home/ann"])
    #expect(paths.configurationFile == "/home/ann/.config/postern/config.toml")
    #expect(paths.themesFolder == "/home/ann/.config/postern/themes")
    #expect(paths.stateDatabase == "/home/ann/.local/state/postern/state.sqlite")
    #expect(paths.logFile == "/home/ann/.local/state/postern/postern.log")
    #expect(paths.cacheFolder == "/home/ann/.cache/postern")
  }

  @Test("follows the XDG variables, and then needs no HOME")
  func xdg() throws {
    let paths = try Paths(
      environment: ["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s/", "XDG_CACHE_HOME": "/"]
    )
    #expect(paths.configurationFolder == "/c/postern")
    #expect(paths.stateFolder == "/s/postern")
    #expect(paths.cacheFolder == "/postern")
  }

  @Test("ignores an XDG variable that is empty or relative", arguments: ["", "c", "./c", "~/c"])
  func relative(value: String) throws {
    let paths = try Paths(environment: ["HOME": "/home/ann", "XDG_CONFIG_HOME": value])
    #expect(paths.configurationFolder == "/home/ann/.config/postern")
  }

  @Test("cannot be told without HOME", arguments: [[:], ["HOME": ""], ["HOME": "ann"], ["XDG_CONFIG_HOME": "/c"]])
  func homeless(environment: [String: String]) throws {
    let problem = try #require(throws: Problem.self) { try Paths(environment: environment) }
    #expect(problem.kind == .usage)
    #expect(problem.advice.contains("HOME"))
  }

  @Test(
    "a path in the file is expanded",
    arguments: [
      ("~/a.token", "/home/ann/a.token"), ("~", "/home/ann"), ("/a.token", "/a.token"),
      ("a.token", "/etc/postern/a.token"), ("sub/a.token", "/etc/postern/sub/a.token"),
      ("~ann/a", "/etc/postern/~ann/a"),
    ]
  )
  func expansion(path: String, expected: String) {
    #expect(Paths.expand(path, besides: "/etc/postern/config.toml", home: "/home/ann") == expected)
  }

  @Test("~ means nothing without a home")
  func noHome() {
    #expect(Paths.expand("~/a", besides: "/etc/config.toml", home: nil) == nil)
    #expect(Paths.expand("/a", besides: "/etc/config.toml", home: nil) == "/a")
  }
}
