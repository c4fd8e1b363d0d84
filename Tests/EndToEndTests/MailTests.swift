import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The commands mail and replay")
  struct MailTests {
    /// Opens more domains than could be asked for one by one.
    private static let wide = #".*@.*\.(com|net|io|de|fr|eu|nl|test)$"#

    private func stage(_ faults: String..., messages: Int = 900) async throws -> Stage {
      let faults = try faults.map { try Fault(text: $0) }
      return try await Stage(SandboxOptions(policies: 40, messages: messages, seed: 7, faults: faults))
    }

    private func object(_ result: Program.Result) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result)")
    }

    /// Every message of the last days, as the sandbox tells it.
    private func served(_ stage: Stage, days: Int) async throws -> [[String: any Sendable]] {
      let today = Int64(Date().timeIntervalSince1970) / 86_400
      var found: [[String: any Sendable]] = []
      for day in (today - Int64(days) + 1)...today {
        found += try await stage.server.allMessages(ofDay: day).map { text in
          try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: any Sendable] ?? [:]
        }
      }
      return found
    }

    /// How many there are, each once though the journal saw it again.
    private func count(_ messages: [[String: any Sendable]]) -> Int {
      Set(messages.compactMap { $0["message_id"] as? String }).count
    }

    @Test("all mail of some days is read, kept, told and forgotten")
    func fetching() async throws {
      let stage = try await stage("202:2", "429:0,on=messages,first=1,after=3")
      let read = try object(try await stage.run("mail", "fetch", "--all", "--days", "10", "--format", "json"))
      #expect(
        Set(read.keys) == ["messages", "requests", "windows", "windows_in_all", "complete", "bound", "remarks"]
      )
      let messages = try await served(stage, days: 10)
      #expect(read["complete"] as? Bool == true && read["windows"] as? Int == 10)
      let told = try object(try await stage.run("mail", "status", "--format", "json"))
      #expect(Set(told.keys) == ["period", "messages", "bytes", "gaps", "days"])
      // Today goes on while the test runs.
      let kept = told["messages"] as? Int ?? 0
      #expect((count(messages) - 3...count(messages)).contains(kept))
      #expect(told["bytes"] as? Int ?? .max < 150 * kept)
      let period = try #require(told["period"] as? [String: Any])
      #expect(Set(period.keys) == ["from", "to", "complete"] && period["complete"] as? Bool == true)
      let days = try #require(told["days"] as? [[String: Any]])
      #expect(days.count == 10 && days.allSatisfy { Set($0.keys) == ["day", "messages", "read"] })
      #expect(days.allSatisfy { $0["read"] as? String == "all" })
      let again = try await stage.run("mail", "fetch", "--all", "--days", "10", "--format", "json")
      #expect(try object(again)["windows_in_all"] as? Int == 1, "only today went on")
      #expect(try await stage.run("mail", "status").output.contains("read completely"))
      let forgotten = try await stage.run("mail", "forget")
      #expect(forgotten.status == 0 && forgotten.error.contains("the mail of 10 days"))
      #expect(try await stage.run("mail").output.contains("No mail is kept"))
      await stage.server.stop()
    }

    @Test("no subject, name or reason of a message is left anywhere")
    func secrets() async throws {
      let stage = try await stage()
      let result = try await stage.run("mail", "fetch", "--all", "--days", "5")
      #expect(result.status == 0, "\(result.error)")
      #expect(try await stage.run("new", "--pattern", Self.wide, "--type", "email", "--regex", "--trusted").status == 0)
      let replay = try await stage.run("replay")
      let json = try await stage.run("replay", "--format", "json")
      #expect(replay.status == 0 && json.status == 0, "\(replay.error)")
      let messages = try await served(stage, days: 5)
      let reasons = messages.compactMap { $0["detection_reasons"] as? [String] }.joined()
      let words = Set(
        messages.compactMap { $0["subject"] as? String } + messages.compactMap { $0["from_name"] as? String }
      )
      .union(reasons).filter { $0.utf8.count > 8 }
      #expect(words.count > 10)
      for word in words {
        let search = SecretSearch(word)
        #expect(search.files(below: stage.home).isEmpty, "\(word)")
        #expect(!search.isIn(replay.output) && !search.isIn(json.output) && !search.isIn(result.output), "\(word)")
      }
      await stage.server.stop()
    }

    @Test("what is planted in subjects, names, reasons and bodies is in no file, output or screen after a full run")
    func planted() async throws {
      let secret = "Zwetschgenknoedel/42 geheim"
      var options = SandboxOptions(policies: 40, messages: 900, seed: 7)
      options.planted = secret
      let stage = try await Stage(options)
      let search = SecretSearch(secret)
      var printed = ""
      func run(_ arguments: String...) async throws {
        let result = try await Program.run(arguments + ["--log-level", "debug"], stage.environment)
        #expect(result.status == 0, "\(arguments): \(result.error)")
        printed += result.output + result.error
      }
      try await run("new", "--pattern", Self.wide, "--type", "email", "--regex", "--trusted")
      try await run("mail", "fetch", "--days", "30")
      try await run("mail", "fetch", "--all", "--days", "30")
      try await run("mail", "status", "--format", "json")
      try await run("replay", "--format", "json")
      try await run("replay")
      try await run("review", "--format", "json")
      try await run("list", "--columns", "pattern,used,lastused", "--sort", "-used")
      try await run("lint")
      try await screen(stage)
      let asked = stage.server.requests.contains { $0.path.contains("/investigate") }
      #expect(asked, "nothing was planted")
      let bytes = try #require(FileManager.default.contents(atPath: stage.home + "/bytes"))
      #expect(bytes.range(of: Data("Mail that arrived".utf8)) != nil)
      #expect(!search.isIn(printed))
      #expect(search.files(below: stage.home).isEmpty)
      await stage.server.stop()
    }

    /// Reads mail on the screen, shows columns, details, the review's tab and a message, and leaves; what the terminal
    /// got is among the files of the home.
    private func screen(_ stage: Stage) async throws {
      let script = """
        tmux pipe-pane -O "cat >> '$HOME/bytes'"
        TERM=xterm-256color '\(Program.path)' --log-level debug; echo "status $?"
        cat
        """
      let terminal = try await TmuxTerminal(columns: 120, rows: 40, environment: stage.environment, script: script)
      await terminal.expect("41 policies")
      await terminal.press("@")
      await terminal.expect("Mail that arrived")
      await terminal.expect("Read:")
      await terminal.press("Escape")
      await terminal.expect("the table") { !$0.contains("Mail that arrived") }
      await terminal.press("r")
      await terminal.expect("5 Mail")
      await terminal.press("5")
      await terminal.expect("newly let through")
      await terminal.press("Enter")
      await terminal.expect("What if a message came")
      await terminal.press("Escape")
      await terminal.expect("the review") { !$0.contains("What if a message came") }
      await terminal.press("Escape")
      await terminal.expect("41 policies")
      await terminal.press("q")
      await terminal.expect("status 0")
      let bytes = stage.home + "/bytes"
      _ = await eventually { FileManager.default.contents(atPath: bytes)?.range(of: Data("status 0".utf8)) != nil }
    }

    @Test("on the screen mail is read when told to, a token without the right is told so, and everything else works")
    func onScreen() async throws {
      let stage = try await stage("403")
      let terminal = try await TmuxTerminal(
        columns: 120,
        rows: 40,
        environment: stage.environment,
        script: "'\(Program.path)'; echo \"status $?\"; cat"
      )
      await terminal.expect("40 policies")
      await terminal.press("@")
      await terminal.expect("No mail of")
      #expect(!stage.server.requests.contains { $0.path.contains("/investigate") }, "not by itself")
      await terminal.press("a")
      await terminal.expect("may not search for mail")
      stage.server.setFaults([])
      await terminal.press("Enter")
      await terminal.expect("read completely")
      await terminal.press("Escape")
      await terminal.expect("the table") { !$0.contains("Mail that arrived") }
      await terminal.press("/")
      await terminal.press("-l", "used:>0")
      await terminal.press("Enter")
      await terminal.expect("It let")
      await terminal.press("q")
      await terminal.expect("status 0")
      #expect(try await stage.run("mail", "status").output.contains("read completely"))
      await stage.server.stop()
    }

    @Test("the replay tells what a draft would newly let through, by verdict, and can fail on it")
    func replay() async throws {
      let stage = try await stage(messages: 6000)
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "5").status == 0)
      let sender = try #require(
        try await served(stage, days: 5).last {
          let properties = $0["properties"] as? [String: any Sendable]
          return $0["final_disposition"] as? String == "MALICIOUS" && properties?["allowlisted_pattern"] == nil
            && ($0["from"] as? String)?.contains("<") == false
        }
      )
      let address = try #require(sender["from"] as? String)
      let nothing = try object(try await stage.run("replay", "--format", "json", "--fail-on", "malicious"))
      #expect((nothing["more"] as? [String: Any])?["total"] as? Int == 0)
      #expect(try await stage.run("new", "--pattern", address, "--type", "email", "--trusted").status == 0)
      let result = try await stage.run("replay", "--format", "json", "--fail-on", "malicious,spoof")
      #expect(result.status == 3)
      let replay = try object(result)
      #expect(Set(replay.keys) == ["period", "messages", "more", "less", "same", "undecided", "gaps"])
      let more = try #require(replay["more"] as? [String: Any])
      #expect(Set(more.keys) == ["total", "by_verdict", "examples"])
      #expect((more["by_verdict"] as? [String: Int])?["MALICIOUS"] ?? 0 >= 1)
      let example = try #require((more["examples"] as? [[String: Any]])?.first)
      #expect(
        Set(example.keys) == [
          "scanned_at", "verdict", "from", "envelope_from", "reply_to", "ip", "to", "auth", "policies",
        ]
      )
      #expect(example["verdict"] as? String == "MALICIOUS" && example["from"] as? [String] == [address])
      #expect((example["policies"] as? [[String: Any]])?.first?["pattern"] as? String == address)
      let text = try await stage.run("replay")
      #expect(text.status == 0 && text.output.contains("newly let through") && text.output.contains("MALICIOUS"))
      #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text.output)")
      let file = "\(stage.home)/batch.json"
      let batch = try await stage.run("draft", "export").output
      try batch.write(toFile: file, atomically: true, encoding: .utf8)
      #expect(try await stage.run("draft", "clear").status == 0)
      let ofFile = try object(try await stage.run("replay", file, "--format", "json"))
      #expect((ofFile["more"] as? [String: Any])?["total"] as? Int == more["total"] as? Int)
      #expect(try await stage.run("replay", "--fail-on", "malicious").status == 0, "nothing is queued")
      let wanted = "\(stage.home)/wanted.csv"
      try "pattern,type,trusted\n\(address),email,true\n".write(toFile: wanted, atomically: true, encoding: .utf8)
      let plan = try await stage.run("plan", wanted, "--format", "markdown")
      let total = try #require(more["total"] as? Int)
      #expect(plan.status == 0 && plan.output.contains("\n#### Mail\n"), "\(plan)")
      #expect(plan.output.contains("| newly let through | \(total) | MALICIOUS"), "\(plan.output)")
      #expect(plan.output.contains("by `\(address)`\n"), "\(plan.output)")
      let wrong = try await stage.run("replay", "--fail-on", "evil")
      #expect(wrong.status == 2 && wrong.error.contains("malicious, "))
      await stage.server.stop()
    }

    @Test("that malicious mail would have passed stands in the review, and counts as a danger")
    func confirmation() async throws {
      let stage = try await stage(messages: 6000)
      let sender = try #require(
        try await served(stage, days: 5).last {
          let properties = $0["properties"] as? [String: any Sendable]
          return $0["final_disposition"] as? String == "MALICIOUS" && properties?["allowlisted_pattern"] == nil
            && ($0["from"] as? String)?.contains("<") == false
        }
      )
      let address = try #require(sender["from"] as? String)
      let new = try await stage.run(
        "new",
        "--pattern",
        address,
        "--type",
        "email",
        "--trusted",
        "--verify",
        "--comment",
        "SEC-1"
      )
      #expect(new.status == 0)
      let without = try object(try await stage.run("review", "--format", "json"))
      #expect(without["needs"] as? [String] == ["yes"] && without["mail"] is NSNull)
      #expect(try await stage.run("edit", address, "--verify", "off").status == 0)
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "5").status == 0)
      let review = try await stage.run("review", "--format", "json")
      let json = try object(review)
      #expect(json["needs"] as? [String] == ["accept"])
      let mail = try #require(json["mail"] as? [String: Any])
      #expect(Set(mail.keys) == ["messages", "more", "less", "same", "undecided", "complete"])
      #expect((mail["more"] as? [String: Int])?["MALICIOUS"] ?? 0 >= 1)
      let words = "recorded as MALICIOUS would have passed."
      #expect((json["reasons"] as? [String])?.contains { $0.hasSuffix(words) } == true)
      #expect(try await stage.run("review").output.contains(words))
      let refused = try await stage.run("submit", "--yes")
      #expect(refused.status == 6 && refused.error.contains(words))
      await stage.server.stop()
    }

    @Test("the filter asks what policies let through, and says where no mail was read")
    func usage() async throws {
      let stage = try await stage()
      let unread = try await stage.run("list", "--filter", "used:0")
      #expect(unread.status == 1 && unread.error.contains("mail fetch"))
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "30").status == 0)
      let messages = try await served(stage, days: 30)
      let used = Set(
        messages.compactMap { ($0["properties"] as? [String: any Sendable])?["allowlisted_pattern"] as? String }
      )
      func patterns(_ filter: String) async throws -> Set<String> {
        let result = try await stage.run("list", "--filter", filter, "--format", "json")
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
        return Set(rows.compactMap { $0["pattern"] as? String })
      }
      #expect(!used.isEmpty)
      #expect(try await patterns("used:>0").isSubset(of: used))
      let unused = try await patterns("used:0")
      #expect(!unused.isEmpty && !unused.isSuperset(of: used))
      #expect(try await patterns("verdict:malicious").isSubset(of: try await patterns("used:>0")))
      await stage.server.stop()
    }

    @Test("the list tells what policies let through, and can be sorted by it; lint names those that nobody uses")
    func usageColumns() async throws {
      let stage = try await stage()
      func list(_ format: String = "table") async throws -> Program.Result {
        let columns = "pattern,used,lastused"
        return try await stage.run("list", "--columns", columns, "--sort", "-used,pattern", "--format", format)
      }
      let unread = try await list()
      #expect(unread.status == 1 && unread.error.contains("mail fetch"))
      #expect(try await stage.run("mail", "fetch", "--days", "30").status == 0)
      #expect(!(try await stage.run("lint")).output.contains("unused"), "not all mail was read")
      for result in [try await list(), try await stage.run("list", "--filter", "used:0")] {
        #expect(result.status == 0 && result.error.contains("detections"), "it says what was not read")
      }
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "30").status == 0)
      let listed = try await list("json")
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
      #expect(rows.count == 40 && rows.allSatisfy { Set($0.keys) == ["pattern", "used", "last_used"] })
      let counts = rows.compactMap { $0["used"] as? Int }
      #expect(counts == counts.sorted(by: >) && counts.first ?? 0 > 1 && counts.last == 0)
      #expect(rows.allSatisfy { ($0["last_used"] as? String == nil) == ($0["used"] as? Int == 0) })
      let csv = try await list("csv")
      #expect(csv.output.hasPrefix("pattern,used,lastused\n") && csv.output.contains(",\(counts[0]),20"))
      #expect(try await list().output.contains("LASTUSED"))
      let lint = try await stage.run("lint", "--rule", "unused")
      #expect(lint.status == 0 && lint.output.contains("It let no message through in the 30 days"))
      // The filter, the report and lint speak of the same policies.
      let found = try await stage.run("lint", "--rule", "unused", "--format", "json")
      let kept = try await stage.run("list", "--filter", "rule:unused", "--format", "json")
      func ids(_ text: String, _ key: String, below list: String?) throws -> [String] {
        let whole = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let rows = list.flatMap { (whole as? [String: Any])?[$0] } ?? whole
        return try #require(rows as? [[String: Any]]).compactMap { $0[key] as? String }.sorted()
      }
      let unused = try ids(kept.output, "id", below: nil)
      #expect(!unused.isEmpty)
      #expect(try ids(found.output, "policy_id", below: "findings") == unused)
      #expect(try await stage.run("report").output.contains("unused"))
      await stage.server.stop()
    }

    @Test("the standard reads detections and the mail of what the draft touches, and says what that leaves out")
    func standard() async throws {
      let stage = try await stage()
      let before = try await stage.run("replay")
      #expect(before.status == 1 && before.error.contains("mail fetch"))
      #expect(try await stage.run("new", "--pattern", "x@paths.example", "--type", "email", "--trusted").status == 0)
      #expect(
        try await stage.run("new", "--pattern", Self.wide, "--type", "email", "--regex", "--acceptable").status == 0
      )
      let fetched = try await stage.run("mail", "fetch", "--days", "3")
      #expect(fetched.status == 0 && fetched.output.contains("nobody can be named"))
      #expect(stage.server.requests.contains { $0.path.contains("&sender=x%40paths.example") })
      let told = try object(try await stage.run("mail", "status", "--format", "json"))
      #expect((told["days"] as? [[String: Any]])?.allSatisfy { $0["read"] as? String == "detections" } == true)
      #expect((told["period"] as? [String: Any])?["complete"] as? Bool == false)
      #expect((told["gaps"] as? [String])?.count == 1)
      #expect(try await stage.run("replay").output.contains("only detections were read"))
      await stage.server.stop()
    }

    @Test("a bound is said and no failure, a server that misbehaves is one, and reading goes on")
    func brokenOff() async throws {
      let stage = try await stage()
      let bounded = try await stage.run("mail", "fetch", "--all", "--days", "5", "--limit", "5", "--format", "json")
      #expect(bounded.status == 0)
      #expect(try object(bounded)["bound"] as? String == "It stops at 5 messages.")
      stage.server.setFaults([Fault(.endlessCursor)])
      let endless = try await stage.run("mail", "fetch", "--all", "--days", "5")
      #expect(endless.status == 1 && endless.output.contains("without new messages"))
      stage.server.setFaults([Fault(.forbidden)])
      let refused = try await stage.run("mail", "fetch", "--all", "--days", "5")
      #expect(refused.status == 1 && refused.error.contains("may not search for mail"))
      #expect(try await stage.run("list").status == 0)
      stage.server.setFaults([])
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "5").status == 0)
      #expect(try await stage.run("mail").output.contains("read completely"))
      await stage.server.stop()
    }

    @Test("a day whose file is damaged is said, left out, and read again")
    func damaged() async throws {
      let stage = try await stage()
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "4").status == 0)
      let cache = "\(stage.home)/.cache/postern"
      let names = FileManager.default.enumerator(atPath: cache)?.compactMap { $0 as? String } ?? []
      let day = try #require(names.filter { $0.hasSuffix(".day") }.sorted().first)
      try Data("no mail".utf8).write(to: URL(filePath: "\(cache)/\(day)"))
      #expect(try await stage.run("mail").output.contains("cannot be used"))
      #expect(try await stage.run("replay").output.contains("cannot be used"))
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "4").status == 0)
      #expect(try await stage.run("mail").output.contains("read completely"))
      await stage.server.stop()
    }
  }
}
