import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Findings accepted in a file")
  struct SilenceFileTests {
    @Test("silence writes at the end of the file that is named, or configured, and not on this machine")
    func file() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      try await stage.server.create(
        fields: """
          {"pattern":"quiet@paths.example","pattern_type":"EMAIL","is_regex":false,"is_trusted_sender":false,\
          "is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true,"comments":""}
          """
      )
      let path = stage.home + "/silences.toml"
      let before = "# ours\n"
      try before.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      let words = ["silence", "no-reason", "quiet@paths.example", "--reason", "SEC-1", "--silences", path]
      let silenced = try await Program.run(words, stage.environment)
      #expect(silenced.status == 0 && silenced.error.contains("in \(path)"), "\(silenced)")
      let after = try String(contentsOfFile: path, encoding: .utf8)
      #expect(after.hasPrefix(before) && after.contains("pattern = \"quiet@paths.example\""), "\(after)")
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o640)
      #expect(try await stage.run("silence", "list").output.split(separator: "\n").count == 1, "only the header")
      // What is accepted already is not written twice, and it is not this command that takes it out.
      #expect(try await Program.run(words, stage.environment).status == 0)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == after)
      let undo = ["silence", "no-reason", "quiet@paths.example", "--undo", "--silences", path]
      let refused = try await Program.run(undo, stage.environment)
      #expect(refused.status == 2 && refused.error.contains("line 3"), "\(refused)")

      let folder = stage.home + "/.config/postern"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try "silences = \"~/silences.toml\"\n"
        .write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
      let lint = try await stage.run("lint", "--rule", "no-reason", "--format", "json")
      #expect(lint.output.contains("SEC-1"), "\(lint)")
      let loud = try await stage.run("lint", "--rule", "no-reason", "--silences", "", "--format", "json")
      #expect(loud.status == 0 && !loud.output.contains("SEC-1"), "\(loud)")
      await stage.server.stop()
    }
  }
}
