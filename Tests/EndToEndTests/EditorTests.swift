import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("An editor that has the terminal")
  struct EditorTests {
    /// An editor that says what reaches it, and saves what it was told when its file `go` is there.
    private func open(_ stage: Stage, editor: String) async throws -> TmuxTerminal {
      let path = stage.home + "/edit"
      try editor.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let script = """
        EDITOR='\(path)' TERM=tmux-256color "$POSTERN"
        echo "status $?"
        cat
        """
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: environment, script: script)
      await terminal.expect("40 policies")
      await terminal.press("Enter")
      await terminal.expect("Edit policy")
      await terminal.press("C-o")
      await terminal.expect("editing")
      return terminal
    }

    @Test("ctrl-c and ctrl-\\ are the editor's alone", arguments: [("C-c", "INT"), ("C-\\", "QUIT")])
    func interrupted(key: String, signal: String) async throws {
      let stage = try await Stage()
      let editor = """
        #!/bin/sh
        trap 'echo "heard it"; printf "after the key" > "$1"; exit 0' \(signal)
        echo editing
        while :; do sleep 0.05; done
        """
      let terminal = try await open(stage, editor: editor)
      await terminal.press(key)
      await terminal.expect("Edit policy")
      await terminal.expect("after the key")
      // Enter queues what the editor saved.
      await terminal.press("Enter")
      await terminal.expect("draft ~1")
      await terminal.expect("the table") { !$0.contains("Edit policy") }
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }

    @Test("an editor that ctrl-c ends leaves the form as it was")
    func ended() async throws {
      let stage = try await Stage()
      let terminal = try await open(stage, editor: "#!/bin/sh\necho editing\nexec sleep 600\n")
      await terminal.press("C-c")
      await terminal.expect("did not end")
      await terminal.expect("Edit policy")
      await terminal.press("Escape")
      await terminal.expect("the table") { !$0.contains("Edit policy") }
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }
  }
}
