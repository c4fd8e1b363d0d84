import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Lint as a gate")
  struct LintGateTests {
    private static let rows = """
      # ours
      pattern,type,trusted,verify,acceptable,comments
      "a@x.example",email,no,yes,yes,SEC-1
      gmail.com,domain,yes,no,no,SEC-2
      "10.0.0.1",ip,no,no,yes,SEC-3

      """

    /// A home with a file in it, and no account.
    private final class Home {
      let path = NSTemporaryDirectory() + "postern-gate-" + UUID().uuidString

      init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
      deinit { try? FileManager.default.removeItem(atPath: path) }

      func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        return "\(path)/\(name)"
      }

      func run(_ arguments: String...) async throws -> Program.Result {
        try await Program.run(arguments, Stage.bareEnvironment(home: path))
      }
    }

    private func findings(_ output: String) throws -> [[String: Any]] {
      let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
      return try #require(object?["findings"] as? [[String: Any]], "\(output)")
    }

    @Test("a CSV file is judged with line and column, and fails from a level on")
    func csv() async throws {
      let home = try Home()
      let file = try home.write(Self.rows, to: "policies.csv")
      let run = try await home.run("lint", file, "--format", "json")
      #expect(run.status == 3, "\(run.error)")
      let found = try findings(run.output)
      let ip = try #require(found.first { $0["rule"] as? String == "ip-not-public" })
      #expect(ip["level"] as? String == "error" && ip["line"] as? Int == 5 && ip["column"] as? Int == 1)
      let domain = try #require(found.first { $0["rule"] as? String == "trusted-unverified" })
      #expect(domain["line"] as? Int == 4 && domain["column"] as? Int == 22, "\(domain)")
      #expect(domain["pattern_type"] as? String == "DOMAIN" && domain["is_regex"] as? Bool == false)

      let good = try home.write(Self.rows.replacing("\"10.0.0.1\",ip", with: "b@x.example,email"), to: "good.csv")
      #expect(try await home.run("lint", good).status == 0)
      #expect(try await home.run("lint", good, "--fail-on", "danger").status == 3)
      #expect(try await home.run("lint", good, "--fail-on", "danger", "--rule", "own-domain").status == 0)
      #expect(try await home.run("lint", good, "--fail-on", "danger", "--filter", "pattern:x.example").status == 0)
      #expect(try await home.run("lint", good, "--rule", "own-domian").status == 2)
      #expect(try await home.run("lint", good, "--filter", "finding:danger").status == 2)
    }

    @Test("TOML, a snapshot and a plan are judged too")
    func forms() async throws {
      let home = try Home()
      let toml = try home.write(
        "[[policies]]\npattern = \"a@x.example\"\ntype = \"email\"\n\n[[policies]]\npattern = \"gmail.com\"\n"
          + "type = \"domain\"\ntrusted = true\ncomments = \"SEC-1\"\n",
        to: "policies.toml"
      )
      let found = try findings(try await home.run("lint", toml, "--format", "json", "--fail-on", "danger").output)
      #expect(found.first { $0["rule"] as? String == "freemail-domain" }?["line"] as? Int == 5)
      let json = try home.write(
        "[\n  {\"id\": \"p1\", \"pattern\": \"gmail.com\", \"pattern_type\": \"DOMAIN\", \"is_trusted_sender\": true,\n"
          + "   \"modified_at\": \"2020-01-01T00:00:00Z\"}\n]\n",
        to: "snapshot.json"
      )
      let old = try findings(try await home.run("lint", json, "--format", "json").output)
      #expect(old.first { $0["rule"] as? String == "stale" }?["policy_id"] as? String == "p1")
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let path = home.path + "/policies.plan"
      #expect(try await stage.run("plan", toml, "--output", path).status == 0)
      let planned = try findings(try await home.run("lint", path, "--format", "json").output)
      let domain = try #require(planned.first { $0["rule"] as? String == "freemail-domain" })
      #expect(domain["pointer"] as? String == "/posts/1/pattern")
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      let line = try #require(domain["line"] as? Int)
      #expect(lines[line - 1].contains("gmail.com"))
      await stage.server.stop()
    }

    @Test("a baseline leaves only what is new, wherever it stands")
    func baseline() async throws {
      let home = try Home()
      let file = try home.write(Self.rows, to: "policies.csv")
      let known = try home.write(try await home.run("lint", file, "--format", "json").output, to: "known.json")
      let same = try await home.run("lint", file, "--baseline", known, "--fail-on", "notice")
      #expect(same.status == 0 && same.output.contains("Nothing is found"))
      let moved = try home.write(Self.rows.replacing("# ours\n", with: "\n\n\n# ours\n"), to: "moved.csv")
      #expect(try await home.run("lint", moved, "--baseline", known, "--fail-on", "notice").status == 0)
      let more = try home.write(Self.rows + "yahoo.com,domain,yes,no,no,SEC-4\n", to: "more.csv")
      let new = try await home.run("lint", more, "--baseline", known, "--format", "json", "--fail-on", "danger")
      #expect(new.status == 3)
      #expect(try Set(findings(new.output).map { $0["pattern"] as? String }) == ["yahoo.com"])
      #expect(try await home.run("lint", file, "--baseline", file).status == 3)
    }

    @Test("a file accepts findings until a day, and what fits nothing or has run out is said")
    func silences() async throws {
      let home = try Home()
      let file = try home.write(Self.rows.replacing("\"10.0.0.1\",ip", with: "b@x.example,email"), to: "policies.csv")
      func silence(_ rule: String, _ pattern: String, _ more: String = "") -> String {
        "[[silences]]\nrule = \"\(rule)\"\npattern = \"\(pattern)\"\nreason = \"SEC-9\"\n\(more)\n"
      }
      let rules = ["trusted-unverified", "trusted-domain", "freemail-domain"]
      let all = rules.map { silence($0, "gmail.com", "until = \"2999-12-31\"") }.joined()
      let good = try home.write(all + silence("stale", "nowhere.example"), to: "silences.toml")
      let run = try await home.run("lint", file, "--silences", good, "--fail-on", "danger")
      #expect(run.status == 0, "\(run.output)")
      #expect(run.output.contains("3 silenced"))
      #expect(run.error.contains("silences.toml:16: stale on nowhere.example fits nothing any more."), "\(run.error)")
      let old = try home.write(all.replacing("2999", with: "2020"), to: "old.toml")
      let over = try await home.run("lint", file, "--silences", old, "--fail-on", "danger")
      #expect(over.status == 3 && over.error.contains("old.toml:1: trusted-unverified on gmail.com has run out"))
      for bad in [
        silence("no-such", "x"), silence("ip-not-public", "x"), silence("guard-broken", "x"),
        silence("stale", "x", "until = \"2026-02-30\""), silence("stale", "x", "patern = \"y\""),
        "[[silences]]\nrule = \"stale\"\npattern = \"x\"\n", "[[silences\n", "[other]\n",
      ] {
        let path = try home.write(bad, to: "bad.toml")
        let refused = try await home.run("lint", file, "--silences", path)
        #expect(refused.status == 3 && refused.error.contains("cannot be used"), "\(bad): \(refused.error)")
      }
    }

    @Test("a plan heeds the file too, and what is accepted on a machine can be written down as one")
    func machine() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let home = try Home()
      let file = try home.write("pattern,type,trusted,comments\ngmail.com,domain,yes,SEC-2\n", to: "policies.csv")
      let refused = try await stage.run("apply", file, "--yes")
      #expect(refused.status == 6 && refused.error.contains("--accept"))
      let silences = try home.write(
        ["trusted-unverified", "trusted-domain", "freemail-domain"].map {
          "[[silences]]\nrule = \"\($0)\"\npattern = \"gmail.com\"\nreason = \"SEC-9\"\n"
        }.joined(separator: "\n"),
        to: "silences.toml"
      )
      let markdown = try await stage.run("plan", file, "--silences", silences, "--format", "markdown")
      #expect(markdown.output.contains("Dangers: 0, and 3 silenced") && markdown.output.contains("Silenced: `SEC-9`"))
      let done = try await stage.run("apply", file, "--yes", "--silences", silences)
      #expect(done.status == 0, "\(done.error)")

      #expect(try await stage.run("silence", "trusted-domain", "gmail.com", "--reason", "SEC-\"10\"").status == 0)
      let listed = try await stage.run("silence", "list")
      #expect(listed.output.contains("trusted-domain") && listed.output.contains("gmail.com"))
      let toml = try await stage.run("silence", "list", "--format", "toml")
      #expect(
        toml.output == "[[silences]]\nrule = \"trusted-domain\"\npattern = \"gmail.com\"\nreason = \"SEC-\\\"10\\\"\"\n"
      )
      let own = try home.write(toml.output, to: "own.toml")
      let lint = try await home.run("lint", file, "--silences", own)
      #expect(lint.output.contains("1 silenced") && lint.error.isEmpty, "\(lint.error)")
      await stage.server.stop()
    }

    @Test("SARIF has rules with help and sources, places, and fingerprints that no line changes")
    func sarif() async throws {
      let home = try Home()
      let file = try home.write(Self.rows + "\"[a](http://x)@x.example\",email,yes,no,no,SEC-5\n", to: "p q.csv")
      let run = try await home.run("lint", file, "--format", "sarif")
      #expect(run.status == 3)
      let log = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      #expect(log["version"] as? String == "2.1.0")
      // The schema knows no other members of these objects.
      #expect(Set(log.keys) == ["$schema", "version", "runs"])
      let first = try #require((log["runs"] as? [[String: Any]])?.first)
      let driver = try #require((first["tool"] as? [String: Any])?["driver"] as? [String: Any])
      #expect(Set(first.keys) == ["tool", "columnKind", "results"] && driver["name"] as? String == "postern")
      let rules = try #require(driver["rules"] as? [[String: Any]])
      for rule in rules {
        #expect(rule["id"] is String)
        #expect(
          Set(rule.keys).subtracting(["helpUri"]) == [
            "id", "shortDescription", "fullDescription", "help", "defaultConfiguration",
          ]
        )
        for member in ["shortDescription", "fullDescription", "help"] {
          #expect((rule[member] as? [String: Any])?["text"] is String)
        }
        if let uri = rule["helpUri"] { #expect((uri as? String)?.hasPrefix("https://") == true) }
      }
      #expect(rules.contains { $0["helpUri"] != nil })
      let results = try #require(first["results"] as? [[String: Any]])
      let levels: Set = ["error", "warning", "note", "none"]
      for result in results {
        #expect(levels.contains(result["level"] as? String ?? ""))
        #expect(
          Set(result.keys).subtracting(["suppressions"]) == [
            "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "properties",
          ]
        )
        let index = try #require(result["ruleIndex"] as? Int)
        #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
        let text = try #require((result["message"] as? [String: Any])?["text"] as? String)
        #expect(!text.contains("]("))
        let location = try #require(
          (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        )
        let uri = try #require((location["artifactLocation"] as? [String: Any])?["uri"] as? String)
        #expect(uri.hasPrefix("file:///") && uri.hasSuffix("/p%20q.csv"))
        let region = try #require(location["region"] as? [String: Int])
        #expect((region["startLine"] ?? 0) > 2 && (region["startColumn"] ?? 0) > 0)
        let prints = try #require(result["partialFingerprints"] as? [String: String])
        #expect(prints["postern/v1"]?.utf8.count == 64)
      }
      let moved = try home.write("# one more line\n" + Self.rows, to: "moved.csv")
      let again = try await home.run("lint", moved, "--format", "sarif")
      func fingerprints(_ text: String) -> Set<Substring> {
        Set(text.split(separator: "\n").filter { $0.contains("postern/v1") })
      }
      #expect(fingerprints(again.output).isSubset(of: fingerprints(run.output)))
    }

    @Test("annotations escape what a policy says, and no line begins with it")
    func github() async throws {
      let home = try Home()
      let file = try home.write(
        "pattern,type,trusted,comments\n\"a%b,\n::error::x@x.example\",email,yes,SEC-1\n",
        to: "a,b.csv"
      )
      let run = try await home.run("lint", file, "--format", "github")
      let lines = run.output.split(separator: "\n")
      #expect(!lines.isEmpty)
      for line in lines {
        let parts = try #require(line.wholeMatch(of: /::(error|warning|notice) ([^:]*)::([^:]*)/), "\(line)")
        #expect(parts.2.contains("a%2Cb.csv") && parts.2.contains("line=2"))
        #expect(!parts.3.contains(","))
      }
      #expect(run.output.contains("a%25b%2C\\u{A}%3A%3Aerror%3A%3Ax@x.example"), "\(run.output)")
    }
  }
}
