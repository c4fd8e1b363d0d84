import Foundation
import Sandbox
import Testing

extension EndToEnd {
  /// The article "In a pipeline", whose commands are run as they stand there.
  @Suite("The article on pipelines")
  struct PipelineTests {
    private static let article = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/postern/Documentation.docc/Pipeline.md").standardizedFileURL

    /// The block of code behind a mark, without its fences.
    private static func block(_ name: String) throws -> [Substring] {
      let lines = try String(contentsOf: article, encoding: .utf8).split(
        separator: "\n",
        omittingEmptySubsequences: false
      )
      let mark = try #require(lines.firstIndex(of: "<!-- run: \(name) -->"))
      return Array(lines[(mark + 2)...].prefix { $0 != "```" })
    }

    /// The commands of a job's `run:` steps, or of `script:` lists, in their order.
    private static func commands(in yaml: [Substring]) -> [String] {
      var commands: [String] = []
      var depth: Int?
      var isScript = false
      for line in yaml {
        let indent = line.prefix { $0 == " " }.count
        let text = line.dropFirst(indent)
        if let least = depth, indent > least {
          commands.append(String(text))
          continue
        }
        depth = nil
        if text == "script:" { isScript = true } else if !text.hasPrefix("- ") { isScript = false }
        if text == "run: |" {
          depth = indent
        } else if text.hasPrefix("run: ") {
          commands.append(String(text.dropFirst(5)))
        } else if isScript, text.hasPrefix("- ") {
          commands.append(String(text.dropFirst(2)))
        }
      }
      return commands
    }

    /// A folder as a checkout has it, and an account that the files in it speak of.
    private struct Checkout {
      let stage: Stage
      let folder: String
      let environment: [String: String]

      init() async throws {
        stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
        folder = stage.home + "/checkout"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try await stage.create("one@paths.example")
        _ = try await stage.create("two@paths.example")
        var environment = stage.environment
        environment["PATH"] = "\((Program.path as NSString).deletingLastPathComponent):\(environment["PATH"] ?? "")"
        environment["GITHUB_STEP_SUMMARY"] = folder + "/summary.md"
        environment["GITHUB_SHA"] = "0a1b2c"
        environment["CI_COMMIT_SHA"] = "0a1b2c"
        environment["CI_JOB_ID"] = "7"
        self.environment = environment
      }

      func run(_ script: String) async throws -> Program.Result {
        let program = try Program.Running("/bin/sh", ["-ec", "cd \"$1\"; \(script)", "sh", folder], environment)
        return await program.finish()
      }

      /// Does with the files what a person would in a branch.
      func edit() throws {
        let path = folder + "/policies.csv"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let new = ",gmail.com,domain,false,true,false,false,true,SEC-1"
        try ("# ours\n" + lines.dropLast().joined(separator: "\n") + "\n\(new)\n")
          .write(toFile: path, atomically: true, encoding: .utf8)
        try ["trusted-domain", "freemail-domain"].map {
          "[[silences]]\nrule = \"\($0)\"\npattern = \"gmail.com\"\nreason = \"SEC-1\"\n"
        }.joined().write(toFile: folder + "/silences.toml", atomically: true, encoding: .utf8)
      }

      func patterns() async throws -> Set<String> {
        Set(try await stage.policies().compactMap { $0["pattern"] as? String })
      }
    }

    private func begin() async throws -> Checkout {
      let checkout = try await Checkout()
      let begun = try await checkout.run(try Self.block("begin").joined(separator: "\n"))
      #expect(begun.status == 0, "\(begun)")
      let same = try await checkout.run("postern plan policies.csv --prune --exit-code --silences silences.toml")
      #expect(same.status == 0, "\(same)")
      return checkout
    }

    @Test("its GitHub and GitLab jobs plan, and then apply", arguments: [("github", 4), ("gitlab", 4)])
    func forge(name: String, count: Int) async throws {
      let commands = Self.commands(in: try Self.block(name))
      #expect(commands.count == count, "\(commands)")
      let checkout = try await begin()
      try checkout.edit()
      for command in commands {
        let run = try await checkout.run(command)
        #expect(run.status == 0, "\(command): \(run)")
      }
      #expect(try await checkout.patterns() == ["one@paths.example", "gmail.com"])
      let history = try await checkout.stage.run("history")
      #expect(history.output.contains("0a1b2c"))
      let again = try await checkout.run("postern apply policies.csv --prune --silences silences.toml --yes")
      #expect(again.status == 0 && again.error.contains("Nothing to do."))
      if name == "github" {
        let summary = try String(contentsOfFile: checkout.folder + "/summary.md", encoding: .utf8)
        #expect(summary.contains("1 to create, 0 to update, 1 to delete"))
      }
      await checkout.stage.server.stop()
    }

    @Test("what a job did outlives its machine")
    func history() async throws {
      let checkout = try await begin()
      try checkout.edit()
      let apply = "postern apply policies.csv --prune --silences silences.toml --yes --actor ann"
      let applied = try await checkout.run(apply)
      #expect(applied.status == 0, "\(applied)")
      let kept = try await checkout.run(try Self.block("history").joined(separator: "\n"))
      #expect(kept.status == 0 && kept.error.contains("Nothing new."), "\(kept)")
      let elsewhere = "export HOME=$PWD/elsewhere; mkdir $HOME\n"
      let lines = try Self.block("history").drop { !$0.contains("import") }.joined(separator: "\n")
      let told = try await checkout.run(elsewhere + lines)
      #expect(told.status == 0 && told.output.contains(",ann,") && told.output.contains(",applied,"), "\(told)")
      await checkout.stage.server.stop()
    }

    @Test("its script for cron is silent until something differs, or something is wrong")
    func cron() async throws {
      let checkout = try await begin()
      let script = try Self.block("cron").joined(separator: "\n")
      let quiet = try await checkout.run(script)
      #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.error.isEmpty, "\(quiet)")
      _ = try await checkout.stage.create("somebody@else.example")
      let drift = try await checkout.run(script)
      #expect(drift.status == 0 && drift.output.contains("1 policy is not in this file"), "\(drift)")
      try "x".write(toFile: checkout.folder + "/policies.csv", atomically: true, encoding: .utf8)
      #expect(try await checkout.run(script).status == 3)
      await checkout.stage.server.stop()
    }
  }
}
