import Canvas
import Foundation
import PolicyUI
import Testing

/// Each screen beside its picture, which a person has looked at.
///
/// With `POSTERN_DRAW=1` in the environment the pictures are drawn anew instead; look at what changed before it is kept.
@Suite("Pictures of the screens")
struct PictureTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Pictures")
  private static let draws = ProcessInfo.processInfo.environment["POSTERN_DRAW"] == "1"

  private static func file(_ scene: ScreenScene, _ size: Size) -> String {
    "\(scene.name)-\(size.columns)x\(size.rows).txt"
  }

  /// The text of the screen; below it where the cursor stands, as a screen reader follows it, and which roles the parts
  /// of each row are drawn in.
  private static func picture(_ fixture: Fixture) -> String {
    let buffer = view(fixture.state)
    let cursor = buffer.cursor.map { "cursor in row \($0.row + 1), column \($0.column + 1)" } ?? "no cursor"
    var coloured = fixture.state
    coloured.theme = RoleTheme.theme
    return (buffer.lines() + [cursor] + RoleTheme.runs(of: view(coloured))).joined(separator: "\n") + "\n"
  }

  @Test("every screen looks as it does in its picture", arguments: ScreenScene.all)
  func picture(scene: ScreenScene) async throws {
    for size in scene.sizes {
      let drawn = Self.picture(try await scene.draw(.ordinary, size))
      let name = Self.file(scene, size)
      let place = Self.folder.appendingPathComponent(name)
      if Self.draws {
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        try drawn.write(to: place, atomically: true, encoding: .utf8)
      }
      let kept = (try? String(contentsOf: place, encoding: .utf8)) ?? ""
      guard kept != drawn else { continue }
      let pairs = zip(
        kept.split(separator: "\n", omittingEmptySubsequences: false),
        drawn.split(separator: "\n", omittingEmptySubsequences: false)
      )
      let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
      let difference = first.map { "row \($0.offset + 1)\n- \($0.element.0)\n+ \($0.element.1)" } ?? "it has no picture"
      Issue.record(
        "\(name): \(difference)\nIf it should look so, draw it with POSTERN_DRAW=1. All of it:\n\(drawn)"
      )
    }
  }

  @Test("there is no picture of a screen that is no longer drawn")
  func leftOver() throws {
    let drawn = Set(ScreenScene.all.flatMap { scene in scene.sizes.map { Self.file(scene, $0) } })
    #expect(drawn.count == ScreenScene.all.reduce(0) { $0 + $1.sizes.count }, "two screens have the same name")
    let left = Set(try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)).subtracting(drawn)
    if Self.draws {
      for name in left { try FileManager.default.removeItem(at: Self.folder.appendingPathComponent(name)) }
    }
    #expect(Self.draws || left.isEmpty)
  }
}
