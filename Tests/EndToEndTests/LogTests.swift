import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The log of the program")
  struct LogTests {
    private func log(_ stage: Stage, _ suffix: String = "") -> String? {
      try? String(contentsOfFile: "\(stage.home)/.local/state/postern/postern.log\(suffix)", encoding: .utf8)
    }

    @Test("at each level, what belongs there and no more", arguments: ["off", "error", "info", "debug"])
    func levels(level: String) async throws {
      let stage = try await Stage()
      #expect(try await stage.run("list", "--log-level", level).status == 0)
      #expect(try await stage.run("show", "nobody@nowhere.example", "--log-level", level).status == 1)
      let log = log(stage)
      #expect((log == nil) == (level == "off"))
      let events = (log ?? "").split(separator: "\n").map { String($0.split(separator: " ")[3]) }
      let expected: Set<String> =
        switch level {
        case "off": []
        case "error": ["problem"]
        case "info": ["start", "account", "exchange", "problem"]
        default: ["start", "account", "exchange", "headers", "problem"]
        }
      #expect(Set(events) == expected)
      if expected.contains("start") {
        #expect(log?.contains("start version=0.1.0 command=show\n") == true)
        #expect(log?.contains("nobody@nowhere.example\n") == false, "arguments are not for the log")
        #expect(log?.contains(" account base_url=\(stage.server.baseURL) id=\(stage.server.accountID)\n") == true)
        #expect(log?.contains(" exchange method=GET path=/client/v4/accounts/") == true)
      }
      await stage.server.stop()
    }

    @Test("a submission leaves its id, its fingerprint and its outcome")
    func submission() async throws {
      let stage = try await Stage()
      let edit = [
        "new", "--pattern", "a.example.org", "--type", "domain", "--acceptable", "--verify", "--comment", "x",
      ]
      _ = try await Program.run(edit, stage.environment)
      let review = try await stage.run("review", "--format", "json").output
      let shown = try JSONSerialization.jsonObject(with: Data(review.utf8)) as? [String: Any]
      let fingerprint = try #require(shown?["fingerprint"] as? String)
      #expect(try await stage.run("submit", "--accept", fingerprint).status == 0)
      let history = try await stage.run("history", "--format", "json").output
      let records = try JSONSerialization.jsonObject(with: Data(history.utf8)) as? [[String: Any]]
      let id = try #require(records?.first?["id"] as? String)
      let line = " submission id=\(id) fingerprint=\(fingerprint) outcome=applied operations=1\n"
      #expect(log(stage)?.contains(line) == true)
      #expect(log(stage)?.contains("a.example.org") == false, "what was sent is not for the log")
      await stage.server.stop()
    }

    @Test("processes that find the file full put it aside once, and each keeps its lines")
    func processes() async throws {
      let stage = try await Stage()
      _ = try await stage.run("draft", "show")
      let path = stage.home + "/.local/state/postern/postern.log"
      try Data((String(repeating: "x", count: 999_990) + "\n").utf8).write(to: URL(filePath: path))
      try await withThrowingTaskGroup(of: Int32.self) { group in
        let environment = stage.environment
        for _ in 0..<6 {
          group.addTask { try await Program.run(["draft", "show"], environment).status }
        }
        for try await status in group { #expect(status == 0) }
      }
      #expect(log(stage, ".1")?.hasPrefix("xxxx") == true)
      #expect(log(stage, ".2") == nil)
      let lines = ((log(stage, ".1") ?? "") + (log(stage) ?? "")).split(separator: "\n").dropFirst()
      let starts = lines.filter { $0.hasSuffix(" start version=0.1.0 command=\"draft show\"") }
      #expect(Set(starts.map { $0.split(separator: " ")[2] }).count == 6)
      #expect(lines.count == 12, "a start and an account each")
      await stage.server.stop()
    }

    @Test("a log that cannot be written is said once, and changes nothing else")
    func unwritable() async throws {
      let stage = try await Stage()
      let folder = stage.home + "/.local/state/postern/postern.log"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let result = try await stage.run("list")
      #expect(result.status == 0)
      #expect(result.error == "postern: The log \(folder) cannot be written: Is a directory.\n")
      #expect(try await stage.run("list", "--log-level", "off").error.isEmpty)
      await stage.server.stop()
    }

    @Test("a screen shows nothing of the log, nor that it cannot be written", arguments: [true, false])
    func screen(isWritable: Bool) async throws {
      let stage = try await Stage()
      let path = stage.home + "/.local/state/postern/postern.log"
      if !isWritable { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
      stage.server.setFaults([Fault(.html502, on: .list)])
      let script = """
        tmux pipe-pane -O "cat >> '$HOME/bytes'"
        TERM=xterm-256color "$POSTERN" --log-level debug; echo "status $?"
        cat
        """
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: environment, script: script)
      await terminal.expect("502")
      stage.server.setFaults([])
      await terminal.press("R")
      await terminal.expect("40 policies")
      await terminal.press("q")
      await terminal.expect("status 0")
      let bytes = URL(fileURLWithPath: stage.home + "/bytes")
      _ = await eventually { (try? Data(contentsOf: bytes))?.range(of: Data("status 0".utf8)) != nil }
      let shown = String(decoding: try Data(contentsOf: bytes), as: UTF8.self)
      #expect(shown.contains("status 0"))
      for text in [" exchange ", "method=", "The log ", "postern.log"] { #expect(!shown.contains(text)) }
      if isWritable {
        #expect(log(stage)?.contains(" headers ") == true)
        #expect(log(stage)?.contains(" error ") == true)
        #expect(log(stage)?.contains("command=browse\n") == true)
      }
      await stage.server.stop()
    }
  }
}
