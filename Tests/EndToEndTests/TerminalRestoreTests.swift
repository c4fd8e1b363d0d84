import Foundation
import Glibc
import Sandbox
import Testing

extension EndToEnd {
  @Suite("However the program ends, the terminal is as it was")
  struct TerminalRestoreTests {
    private func open(_ stage: Stage) async throws -> TmuxTerminal {
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let script = """
        BEFORE=$(stty -g)
        sh -c 'echo $$ > "$HOME/pid"; exec "$POSTERN"'
        STATUS=$?
        AFTER=$(stty -g)
        [ "$BEFORE" = "$AFTER" ] && echo "modes same" || echo "modes differ: $BEFORE $AFTER"
        echo "status $STATUS"
        cat
        """
      return try await TmuxTerminal(columns: 100, rows: 30, environment: environment, script: script)
    }

    private func identifier(_ stage: Stage) throws -> Int32 {
      let text = try String(contentsOfFile: stage.home + "/pid", encoding: .utf8)
      return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    @Test("after q") func quit() async throws {
      let stage = try await Stage()
      let terminal = try await open(stage)
      await terminal.expect("40 policies")
      #expect(await terminal.isAlternate)
      await terminal.press("q")
      await terminal.expect("modes same")
      await terminal.expect("status 0")
      #expect(await !terminal.isAlternate)
      await stage.server.stop()
    }

    @Test(
      "after a signal, asked for or not",
      arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130), (SIGILL, 132), (SIGSEGV, 139), (SIGABRT, 134)]
        as [(Int32, Int32)]
    )
    func signal(number: Int32, status: Int32) async throws {
      let stage = try await Stage()
      let terminal = try await open(stage)
      await terminal.expect("40 policies")
      kill(try identifier(stage), number)
      await terminal.expect("modes same")
      await terminal.expect("status \(status)")
      #expect(await !terminal.isAlternate)
      await stage.server.stop()
    }

    @Test("while it is suspended, and after fg it goes on")
    func suspend() async throws {
      let stage = try await Stage()
      let terminal = try await TmuxTerminal.shell(stage)
      await terminal.type("stty -g > $HOME/before; $POSTERN")
      await terminal.press("Enter")
      await terminal.expect("40 policies")
      await terminal.press("d")
      await terminal.expect("draft -1")
      await terminal.press("C-z")
      await terminal.expect("Stopped")
      #expect(await !terminal.isAlternate)
      await terminal.type("fg")
      await terminal.press("Enter")
      await terminal.expect("draft -1")
      await terminal.press("q")
      await terminal.expect("is kept")
      await terminal.type("stty -g > $HOME/after; cmp $HOME/before $HOME/after && echo modes same")
      await terminal.press("Enter")
      await terminal.expect("\nmodes same")
      await stage.server.stop()
    }
  }
}
