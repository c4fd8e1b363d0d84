import Canvas
import Foundation
import Testing

@testable import Theming

@Suite("A folder with themes of the user's")
struct ThemeFolderTests {
  @Test("is not missed where there is none")
  func absent() {
    let library = library(of: "/nonexistent/themes")
    #expect(library.names == ShippedThemes.names)
    #expect(library.problems == [])
  }

  @Test("adds its themes after the program's own, and they may inherit from those and from each other")
  func themes() throws {
    let folder = try Folder([
      "b.toml": "name = \"grandchild\"\ninherits = \"child\"\n[palette]\nsky = \"#0000ff\"",
      "a.toml": "name = \"child\"\ninherits = \"nord\"\n[palette]\nsky = \"#00ff00\"\ncoral = \"#ff0000\"",
    ])
    defer { folder.remove() }
    let library = library(of: folder.path)
    #expect(library.problems == [])
    #expect(library.names == ShippedThemes.names + ["child", "grandchild"])
    let theme = try library.theme(named: "grandchild")
    #expect(theme[.accent].foreground == .rgb(0, 0, 255))
    #expect(theme[.diffRemove].foreground == .rgb(255, 0, 0))
    #expect(theme[.text] == (try library.theme(named: "nord")[.text]))
  }

  @Test("takes only files that are themes by their names")
  func others() throws {
    let folder = try Folder([
      "notes.txt": "name = \"notes\"", ".#a.toml": "name = \"lock\"", "a.toml~": "name = \"old\"",
    ])
    defer { folder.remove() }
    #expect(library(of: folder.path).names == ShippedThemes.names)
    #expect(library(of: folder.path).problems == [])
  }

  @Test(
    "tells a file that cannot be used with its path, its key and its line, and takes the others",
    arguments: [
      ("name = \"broken\"\ninherits =", nil, 2, "This is not TOML"),
      ("variant = \"dark\"", "name", nil, "The theme has no name."),
      ("variant = \"dark\"\nname = \"dracula\"", "name", 2, "There is a theme “dracula” already."),
      ("name = \"auto\"", "name", 1, "No theme can be called “auto”"),
      ("name = \"\u{FFFD}\"", nil, nil, "This file is not UTF-8 text."),
      (String(repeating: "# ", count: ThemeFolder.limit), nil, nil, "This file has more than 256 KB"),
    ] as [(String, String?, Int?, String)]
  )
  func unusable(text: String, key: String?, line: Int?, what: String) throws {
    let folder = try Folder(["whole.toml": "name = \"whole\""])
    defer { folder.remove() }
    // U+FFFD stands here for a byte that is no UTF-8.
    let bytes = Data(text.utf8).split(separator: Data("\u{FFFD}".utf8)).joined(separator: [0xFF])
    try folder.write(Data(bytes), to: "broken.toml")
    let library = library(of: folder.path)
    #expect(library.names == ShippedThemes.names + ["whole"])
    let problem = try #require(library.problems.first)
    #expect(library.problems.count == 1)
    #expect(problem.file == "\(folder.path)/broken.toml")
    #expect(problem.key == key)
    #expect(problem.line == line)
    #expect(problem.what.hasPrefix(what), "\(problem.what)")
    #expect(!problem.advice.isEmpty)
  }

  @Test("whoever asks for a theme whose file cannot be used is told what is wrong with the file")
  func asked() throws {
    let folder = try Folder([
      "night.toml": "name = \"night\"\nvariant =", "child.toml": "name = \"c\"\ninherits = \"night\"",
    ])
    defer { folder.remove() }
    let library = library(of: folder.path)
    for name in ["night", "c"] {
      let problem = try #require(throws: ThemeProblem.self) { try library.theme(named: name) }
      #expect(problem.description.hasPrefix("\(folder.path)/night.toml:2:"), "\(problem)")
    }
  }

  @Test("a mistake that leaves the theme usable is a warning with path, line and key")
  func mistake() throws {
    let folder = try Folder([
      "night.toml": "name = \"night\"\ninherits = \"nord\"\n[roles]\n\"diff.ad\" = \"leaf\"\n\"diff.add\" = \"laef\""
    ])
    defer { folder.remove() }
    let library = library(of: folder.path)
    #expect(library.problems == [])
    let path = "\(folder.path)/night.toml"
    #expect(
      try library.warnings(for: "night").map(\.description) == [
        "\(path):4: roles.diff.ad: There is no role “diff.ad”. It was left out of account.",
        "\(path):5: roles.diff.add: The palette has no colour “laef”. Name one of the palette, or write \"#rrggbb\".",
      ]
    )
  }

  @Test("a pipe, a folder and a link to nowhere are told, and nobody waits for them")
  func strangers() throws {
    let folder = try Folder([:])
    defer { folder.remove() }
    try #require(mkfifo("\(folder.path)/a.toml", 0o600) == 0)
    try FileManager.default.createDirectory(atPath: "\(folder.path)/b.toml", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/c.toml", withDestinationPath: "nowhere")
    let problems = library(of: folder.path).problems
    #expect(problems.map(\.file) == ["a", "b", "c"].map { "\(folder.path)/\($0).toml" })
    #expect(Set(problems.map(\.what)) == ["This file cannot be read."])
  }

  @Test("a link to a theme is a theme")
  func link() throws {
    let folder = try Folder(["original.txt": "name = \"linked\""])
    defer { folder.remove() }
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/a.toml", withDestinationPath: "original.txt")
    #expect(library(of: folder.path).names.last == "linked")
  }

  @Test("that is a file is told")
  func file() throws {
    let folder = try Folder(["themes": ""])
    defer { folder.remove() }
    let problems = library(of: "\(folder.path)/themes").problems
    #expect(problems.map(\.file) == ["\(folder.path)/themes"])
  }

  private func library(of folder: String) -> ThemeLibrary {
    var library = ThemeLibrary.shipped
    library.addThemes(in: ThemeFolder(folder))
    return library
  }

  /// A folder of its own for one test.
  private struct Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)").path

    init(_ files: [String: String]) throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      for (name, text) in files { try write(Data(text.utf8), to: name) }
    }

    func write(_ data: Data, to name: String) throws {
      try data.write(to: URL(filePath: "\(path)/\(name)"))
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
  }
}
