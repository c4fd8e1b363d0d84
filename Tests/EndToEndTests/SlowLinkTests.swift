import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Over a slow line")
  struct SlowLinkTests {
    /// 200 ms and 1 Mbit/s: packed, a page takes about a second, and all of them longer than the test.
    private let options = SandboxOptions(
      policies: 60_000,
      seed: 7,
      link: Link(latency: .milliseconds(200), bandwidth: 1000)
    )

    @Test("the first page is there to work with while the rest is on its way, and the screen says how long that takes")
    func firstPage() async throws {
      let stage = try await Stage(options)
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let script = "export TERM=tmux-256color\n\"$POSTERN\"; echo \"status $?\"; cat"
      let terminal = try await TmuxTerminal(columns: 120, rows: 40, environment: environment, script: script)

      await terminal.expect("rows of the first page, and the rest on its way") { screen in
        screen.contains("of 60,000…") && screen.contains("─ 1 of ")
      }
      await terminal.expect("how long the rest takes") { $0.contains(" s left") }

      // keys work meanwhile: the cursor, a filter, a change that is on disk
      await terminal.press("G")
      await terminal.expect("the last of the rows") { !$0.contains("─ 1 of ") }
      await terminal.press("/")
      await terminal.type("example.org")
      await terminal.expect(" shown")
      await terminal.press("Enter")
      await terminal.expect("enter edit")
      await terminal.press("d")
      await terminal.expect("draft -1")
      await terminal.expect("still on its way") { $0.contains("of 60,000…") }

      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }
  }
}
