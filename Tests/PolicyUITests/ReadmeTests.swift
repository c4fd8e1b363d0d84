import Canvas
import Foundation
import PolicyUI
import Testing

@Suite("The README")
struct ReadmeTests {
  /// The table of keys as the README has to show it.
  private var expected: String {
    let rows = CommandCatalogue.all.map { command in
      let keys = command.keys.map { "`\($0.description.replacing("|", with: "\\|"))`" }.joined(separator: " ")
      let places = CommandContext.allCases.filter { command.contexts.contains($0) }.map { $0.title.lowercased() }
      return "| \(keys) | \(command.summary) | \(places.joined(separator: ", ")) |"
    }
    return (["| key | does | where |", "|---|---|---|"] + rows).joined(separator: "\n")
  }

  @Test("shows exactly the keys of the catalogue")
  func keys() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let parts = readme.components(separatedBy: "<!-- keys -->\n")
    #expect(parts.count == 2)
    let table = parts.last?.components(separatedBy: "\n<!-- /keys -->").first
    #expect(table == expected, "Put this between the marks in README.md:\n\(expected)")
  }
}
