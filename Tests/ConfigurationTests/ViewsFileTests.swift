import Configuration
import TestSupport
import Testing
import Values

@Suite("Saved filters")
struct ViewsFileTests {
  private static let text = """
    # ours
    "dangers of ours" = "finding:danger \\"acme corp\\""   # every Monday

    old = 'opens:old.example'
    """

  private func file(_ text: String) throws -> ViewsFile { try ViewsFile(text: text, path: "views.toml") }

  @Test("are a name and a filter each")
  func read() throws {
    let views = try file(Self.text).views
    #expect(views.map(\.name) == ["dangers of ours", "old"])
    #expect(views.map(\.filter) == [#"finding:danger "acme corp""#, "opens:old.example"])
    #expect(try file("").views.isEmpty)
    #expect(ViewsFile.empty.views.isEmpty)
  }

  @Test("come and go without a touch on other lines")
  func set() throws {
    let file = try file(Self.text)
    let more = try file.setting("a \"b\"\u{1}\\", to: "x\\y", path: "views.toml")
    #expect(more.text.hasPrefix(Self.text + "\n"))
    #expect(more.views.first { $0.name == "a \"b\"\u{1}\\" }?.filter == "x\\y")
    let other = try more.setting("dangers of ours", to: "rule:stale", path: "views.toml")
    #expect(other.text.hasPrefix("# ours\n\"dangers of ours\" = \"rule:stale\"\n\nold = "))
    let less = try other.setting("old", to: nil, path: "views.toml")
    #expect(less.views.map(\.name) == ["a \"b\"\u{1}\\", "dangers of ours"])
    #expect(!less.text.contains("old"))
    #expect(try less.setting("nobody", to: nil, path: "views.toml") == less)
    #expect(try ViewsFile.empty.setting("x", to: "y", path: "views.toml").text.hasPrefix("# "))
  }

  @Test("any name and any filter come back as they were")
  func random() throws {
    var generator = SeededGenerator.announced("names and filters of views")
    let letters = Array("ab\"'\\\t\n =#.[]é📮\u{7F}\u{0}{}").map(String.init)
    var file = ViewsFile.empty
    var expected: [String: String] = [:]
    for _ in 0..<300 {
      func text() -> String {
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "" }
          .joined()
      }
      let name =
        Bool.random(using: &generator) ? text() : expected.keys.sorted().randomElement(using: &generator) ?? "x"
      let filter = Int.random(in: 0..<3, using: &generator) == 0 ? nil : text()
      // A NUL is not kept by any reader of TOML.
      guard !name.contains("\0"), filter?.contains("\0") != true else { continue }
      file = try file.setting(name, to: filter, path: "views.toml")
      expected[name] = filter
      #expect(Dictionary(uniqueKeysWithValues: file.views.map { ($0.name, $0.filter) }) == expected)
    }
  }

  @Test(
    "what is no file of views is refused, and never overwritten",
    arguments: ["x", "x = 1", "[t]\nx = \"y\"", "x = [\"y\"]", "x = \"y"]
  )
  func refused(text: String) {
    let problem = #expect(throws: Problem.self) { try file(text) }
    #expect(problem?.what.contains("views.toml") == true)
  }

  @Test("a view that stands over several lines has to be changed by hand")
  func byHand() throws {
    let file = try file("x = \"\"\"\na\nb\"\"\"\n")
    #expect(throws: Problem.self) { try file.setting("x", to: "y", path: "views.toml") }
    #expect(throws: Problem.self) { try file.setting("x", to: nil, path: "views.toml") }
  }
}
