import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The command whatif")
  struct WhatIfTests {
    private func stage() async throws -> Stage {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      _ = try await stage.create("ann@paths.example")
      return stage
    }

    private func messages(_ stage: Stage, _ arguments: String...) async throws -> [[String: Any]] {
      let result = try await Program.run(["whatif"] + arguments + ["--format", "json"], stage.environment)
      #expect(result.status == 0, "\(result.error)")
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      #expect(object?.keys.sorted() == ["messages"])
      return try #require(object?["messages"] as? [[String: Any]])
    }

    private func side(_ message: [String: Any], _ name: String) throws -> (bypass: String, matches: [[String: Any]]) {
      let side = try #require(message[name] as? [String: Any])
      #expect(Set(side.keys) == ["matches", "bypass"])
      return (side["bypass"] as? String ?? "", side["matches"] as? [[String: Any]] ?? [])
    }

    private func write(_ text: String, _ name: String, _ stage: Stage) throws -> String {
      let path = "\(stage.home)/\(name)"
      try FileManager.default.createDirectory(
        at: URL(filePath: path).deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    @Test("a message told by options, today and after the draft")
    func options() async throws {
      let stage = try await stage()
      #expect(
        try await stage.run("new", "--pattern", "paths.example", "--type", "domain", "--trusted").status == 0
      )
      let found = try await messages(stage, "--from", "bob@paths.example", "--ip", "198.51.100.7", "--auth", "fail")
      let message = try #require(found.first)
      #expect(found.count == 1 && Set(message.keys) == ["message", "before", "after", "change"])
      #expect(message["change"] as? String == "more")
      #expect(try side(message, "before").bypass == "none")
      let after = try side(message, "after")
      #expect(after.bypass == "all")
      #expect(after.matches.map { Set($0.keys) } == [["id", "pattern", "grants", "honoured", "why"]])
      #expect(after.matches[0]["grants"] as? String == "all" && after.matches[0]["honoured"] as? Bool == true)
      let parts = try #require(message["message"] as? [String: Any])
      #expect(
        Set(parts.keys) == [
          "source", "from", "envelope_from", "reply_to", "ip", "helo", "to", "auth", "untold", "not_given",
        ]
      )
      #expect(parts["not_given"] as? [String] == ["envelope_from", "reply_to", "helo", "to"])

      let below = try await messages(stage, "--from", "bob@mail.paths.example")
      #expect(below[0]["change"] as? String == "undecided")
      #expect(try side(below[0], "after").bypass == "undecided")
      #expect(try side(below[0], "after").matches[0]["honoured"] is NSNull)

      let text = try await stage.run("whatif", "--from", "bob@paths.example")
      #expect(text.status == 0)
      #expect(text.output.contains("TODAY") && text.output.contains("AFTER THE DRAFT"))
      #expect(text.output.contains("The draft lets it past more.") && text.output.contains("An approximation"))
      #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text.output)")
      await stage.server.stop()
    }

    @Test("messages in files: only what a trusted server wrote is believed")
    func files() async throws {
      let stage = try await stage()
      let mail = """
        Return-Path: <ann@paths.example>\r
        Authentication-Results: mx.acme.example; dmarc=fail; spf=fail; dkim=fail\r
        Authentication-Results: mx.acme.example; dmarc=pass\r
        Received: from mail.paths.example (mail.paths.example [198.51.100.7]) by mx.acme.example; x\r
        From: Bob <bob@other.example>\r
        To: carl@acme.example\r
        \r
        Text
        """
      _ = try write(mail, "mails/b.eml", stage)
      let path = try write(mail.replacing("Return-Path: <ann@paths.example>\r\n", with: ""), "mails/sub/a.eml", stage)
      let untrusting = try await messages(stage, path)
      #expect(try side(untrusting[0], "before").bypass == "undecided")
      _ = try write("[mail]\ntrusted_servers = [\"mx.acme.example\"]\n", ".config/postern/config.toml", stage)
      let folder = try await messages(stage, "\(stage.home)/mails")
      let parts = folder.compactMap { $0["message"] as? [String: Any] }
      #expect(parts.map { ($0["source"] as? String)?.split(separator: "/").last } == ["b.eml", "a.eml"])
      #expect(parts.map { $0["auth"] as? String } == ["fail", "fail"])
      #expect(parts.map { $0["ip"] as? String } == ["198.51.100.7", "198.51.100.7"])
      #expect(parts.map { $0["helo"] as? String } == ["mail.paths.example", "mail.paths.example"])
      #expect(parts[0]["envelope_from"] as? String == "ann@paths.example")
      let untold = try #require(parts[1]["untold"] as? [[String: String]])
      #expect(untold == [["part": "envelope_from", "reason": "It has no Return-Path."]])

      let mbox =
        "From x Fri Nov 27 21:00:00 2026\n\(mail)\n\nFrom y Fri Nov 27 21:00:00 2026\nFrom: ann@paths.example\n"
      let many = try await messages(stage, try write(mbox, "inbox", stage))
      #expect(
        many.compactMap { ($0["message"] as? [String: Any])?["source"] as? String }.map { $0.suffix(2) } == [
          "#1", "#2",
        ]
      )
      await stage.server.stop()
    }

    @Test("a CSV file from standard input, and mistakes with their places")
    func table() async throws {
      let stage = try await stage()
      let text = "from,envelope_from,subject\nann@paths.example,<>,hello\nbob@paths.example,,\n"
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let path = try write(text, "standard-input", stage)
      let line = "exec \"$POSTERN\" whatif - --format json < '\(path)'"
      let result = try await Program.Running("/bin/sh", ["-c", line], environment).finish()
      #expect(result.status == 0 && result.error.contains("mean nothing here: “subject”"), "\(result.error)")
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      let sources = (object?["messages"] as? [[String: Any]])?.compactMap {
        ($0["message"] as? [String: Any])?["source"] as? String
      }
      #expect(sources == ["-:2", "-:3"])
      let broken = try await stage.run("whatif", try write("from,ip\na@x.example,1.2\n", "m.csv", stage))
      #expect(broken.status == 3 && broken.error.contains("Line 2, column 13"))
      await stage.server.stop()
    }

    @Test(
      "what cannot be a message is refused before anything is read",
      arguments: [
        ["--from", "ann"], ["--auth", "pass"], [], ["--from", "a@x.example", "file.eml"], ["--ip", "1.2.3"],
        ["--from", "a@x.example", "--auth", "perhaps"], ["-", "-"],
      ]
    )
    func refused(arguments: [String]) async throws {
      let result = try await Program.run(["whatif"] + arguments, Stage.bareEnvironment(home: NSTemporaryDirectory()))
      #expect(result.status == 2 && result.output.isEmpty, "\(result)")
    }
  }
}
