import Foundation
import Sandbox
import Testing

extension EndToEnd {
  /// What terminals send arrives in pieces on a slow line; no piece of it is a command that nobody pressed.
  @Suite("Keys in pieces")
  struct SplitKeysTests {
    /// Keys that move and what a terminal tells by itself: nothing of it asks for a change.
    private static let harmless = [
      "j", "k", "G", "g", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}OA", "\u{1B}OB", "\u{1B}[5~",
      "\u{1B}[6~", "\u{1B}[H", "\u{1B}[F", "\u{1B}[1;5A", "\u{1B}[1;2B", "\u{1B}[106u", "\u{1B}[107;1u",
      "\u{1B}[106;129u", "\u{1B}[27;1;106~", "\u{1B}[97;1:3u", "\u{1B}[116;1:3u", "\u{1B}[100;1:3u", "\u{1B}[120;9u",
      "\u{1B}[?62;22c", "\u{1B}[?1u", "\u{1B}[I", "\u{1B}[O", "\u{1B}[<64;10;10M", "\u{1B}[<65;10;10M",
      "\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{7}", "\u{1B}[?997;1n", "\u{1B}[24;80R",
    ]

    private static func rounds() -> Int {
      ProcessInfo.processInfo.environment["POSTERN_SPLIT_KEYS_ROUNDS"].flatMap { Int($0) } ?? 40
    }

    @Test("whatever is split, and however long a piece is on its way, nothing is queued and nothing is opened")
    func pieces() async throws {
      let stage = try await Stage()
      let script = "\"\(Program.path)\"; echo \"status $?\"; cat"
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: stage.environment, script: script)
      await terminal.expect("─ 1 of 40")
      let seed =
        ProcessInfo.processInfo.environment["POSTERN_TEST_SEED"].flatMap(UInt64.init) ?? .random(in: 1 ... .max)
      print("keys in pieces: seed \(seed)")
      var generator = SeededGenerator(seed: seed)
      for round in 0..<Self.rounds() {
        let keys = (0..<4).map { _ in Self.harmless.randomElement(using: &generator) ?? "j" }
        let bytes = keys.flatMap { Array($0.utf8) }
        var rest = bytes[...]
        while !rest.isEmpty {
          let piece = rest.prefix(Int.random(in: 1...9, using: &generator))
          rest = rest.dropFirst(piece.count)
          await terminal.send(bytes: Array(piece))
          // The line is slow: this is what is tested, and nothing waits for it.
          try await Task.sleep(for: generator.duration(upTo: .milliseconds(200)))
        }
        guard round % 10 == 9 else { continue }
        let screen = await terminal.screen
        let isTable = screen.contains("no changes") && !screen.contains("┌")
        #expect(isTable, "round \(round), after \(keys.map(\.debugDescription)):\n\(screen)")
        if !isTable { break }
      }
      await terminal.press("g")
      await terminal.expect("─ 1 of 40")
      let draft = try await stage.run("draft")
      #expect(draft.output.contains(": 0 operations"), "\(draft.output)")
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }
  }
}
