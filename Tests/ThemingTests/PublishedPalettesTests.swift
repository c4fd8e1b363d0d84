import Foundation
import Testing

@testable import Theming

@Suite("Themes after a published palette")
struct PublishedPalettesTests {
  @Test("a palette is known of every theme that names a source elsewhere")
  func known() throws {
    let borrowed = try ShippedThemeFolder.names.filter { try ThemeLibrary.shipped.file(named: $0).source != "original" }
    #expect(Set(borrowed) == Set(PublishedPalettes.colors.keys))
  }

  @Test(
    "every colour is the published one, or is called altered or our own",
    arguments: PublishedPalettes.colors.keys.sorted()
  )
  func colors(name: String) throws {
    let published = try #require(PublishedPalettes.colors[name])
    let lines = try paletteLines(of: name)
    #expect(!lines.isEmpty)
    for line in lines {
      let note = line.note
      if let original = note.firstMatch(of: /^altered: .*, (#[0-9a-f]{6})$/)?.1 {
        #expect(published.contains(String(original)), "\(line.name)")
        #expect(!published.contains(line.color), "\(line.name) is as published")
      } else if note == "our own" {
        #expect(!published.contains(line.color), "\(line.name) is as published")
      } else {
        #expect(!note.isEmpty && published.contains(line.color), "\(line.name)")
      }
    }
  }

  @Test(
    "what is altered is told, and why, in the first lines",
    arguments: PublishedPalettes.colors.keys.sorted()
  )
  func header(name: String) throws {
    let isAltered = try paletteLines(of: name).contains { $0.note.hasPrefix("altered") || $0.note == "our own" }
    let header = try ShippedThemeFolder.header(of: name)
    #expect(header.contains("Altered: ") == isAltered)
    #expect(header.contains("none of them altered") == !isAltered)
  }

  /// The lines of `[palette]`: name, exact colour and comment.
  private func paletteLines(of name: String) throws -> [(name: String, color: String, note: String)] {
    try ShippedThemeFolder.text(of: name).components(separatedBy: "\n").compactMap { line in
      line.firstMatch(of: /^([a-z-]+) = \["(#[0-9a-f]{6})", [0-9]+, "[a-z-]+"\]\s*(?:# (.*))?$/).map {
        (String($0.1), String($0.2), $0.3.map(String.init) ?? "")
      }
    }
  }
}
