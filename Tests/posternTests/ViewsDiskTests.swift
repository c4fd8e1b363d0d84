import Foundation
import PolicyQuery
import TestSupport
import Testing
import Values

@testable import postern

@Suite("Saved filters on the disk")
struct ViewsDiskTests {
  @Test("are kept, replaced and forgotten, with what others wrote meanwhile")
  func set() throws {
    let folder = try TestSupport.TemporaryFolder()
    let path = folder.path("new/views.toml")
    let disk = ViewsDisk(path: path)
    #expect(try disk.read().isEmpty)
    #expect(try disk.set("b", to: "finding:danger") == [SavedView(name: "b", filter: "finding:danger")])
    try Data((String(contentsOfFile: path, encoding: .utf8) + "a = \"office\" # theirs\n").utf8)
      .write(to: URL(filePath: path))
    #expect(try disk.set("b", to: "rule:stale").map(\.filter) == ["office", "rule:stale"])
    #expect(try disk.set("b", to: nil).map(\.name) == ["a"])
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("a = \"office\" # theirs\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test(
    "a file with a mistake, or that is no text, is not touched",
    arguments: [Data("a = 1\n".utf8), Data([0xFF, 0x0A])]
  )
  func mistakes(data: Data) throws {
    let folder = try TestSupport.TemporaryFolder()
    let path = folder.path("views.toml")
    try data.write(to: URL(filePath: path))
    #expect(throws: Problem.self) { try ViewsDisk(path: path).read() }
    #expect(throws: Problem.self) { try ViewsDisk(path: path).set("a", to: "b") }
    #expect(try Data(contentsOf: URL(filePath: path)) == data)
  }
}
