import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("What goes wrong is said: what happened and what to do")
  struct BadInputTests {
    @Test("no account, no token, a wrong token")
    func credentials() async throws {
      let stage = try await Stage()
      let bare = Stage.bareEnvironment(home: stage.home)
      let none = try await Program.run(["list"], bare)
      #expect(none.status == 2)
      #expect(none.error.contains("no account") && none.error.contains("CLOUDFLARE_ACCOUNT_ID"))

      var environment = stage.environment
      environment["CLOUDFLARE_API_TOKEN"] = nil
      let noToken = try await Program.run(["list"], environment)
      #expect(noToken.status != 0)
      #expect(noToken.error.contains("CLOUDFLARE_API_TOKEN"))

      environment["CLOUDFLARE_API_TOKEN"] = "wrong-token-text"
      let wrong = try await Program.run(["list"], environment)
      #expect(wrong.status == 1)
      #expect(wrong.error.lowercased().contains("token"))
      #expect(!wrong.error.contains("wrong-token-text"), "a token is never shown")
      await stage.server.stop()
    }

    @Test("nothing listens, an HTML answer, a truncated answer")
    func answers() async throws {
      let stage = try await Stage()
      let environment = stage.environment
      stage.server.setFaults([Fault(.html502, on: .list)])
      let html = try await Program.run(["list"], environment)
      #expect(html.status == 75)
      #expect(html.error.contains("502"))
      stage.server.setFaults([Fault(.truncated, on: .list)])
      let truncated = try await Program.run(["list"], environment)
      #expect(truncated.status == 75)
      #expect(truncated.error.contains("again"))
      await stage.server.stop()
      let nobody = try await Program.run(["list"], environment)
      #expect(nobody.status == 75)
      #expect(nobody.error.contains("127.0.0.1"))
    }

    @Test("the proxy that a variable names is the one that fails, unless another says that the way is direct")
    func proxy() async throws {
      let stage = try await Stage()
      var environment = stage.environment
      environment["CLOUDFLARE_BASE_URL"] = "https://\(String(repeating: "a", count: 70)).postern.test"
      // Nothing listens at the port that is kept for doing nothing with what comes.
      environment["HTTPS_PROXY"] = "http://user:Proxy-Password-123@127.0.0.1:9"
      let refused = try await Program.run(["list"], environment)
      #expect(refused.status == 75)
      #expect(refused.error.contains("Nothing answers at the proxy 127.0.0.1:9"))
      for command in [["accounts", "--check"], ["doctor"]] {
        let tried = try await Program.run(command, environment)
        let printed = tried.output + tried.error
        #expect(tried.status == 1 && printed.contains("Nothing answers at the proxy 127.0.0.1:9"), "\(command)")
        #expect(!printed.contains("Proxy-Password"))
      }
      environment["NO_PROXY"] = "postern.test"
      #expect(try await Program.run(["list"], environment).error.contains("cannot be resolved"))
      environment["NO_PROXY"] = nil
      environment["HTTPS_PROXY"] = "gopher://user:Proxy-Password-123@127.0.0.1:9"
      let unusable = try await Program.run(["list"], environment)
      #expect(unusable.status == 2)
      #expect(unusable.error.contains("HTTPS_PROXY cannot be used"))
      let log = try String(contentsOfFile: stage.home + "/.local/state/postern/postern.log", encoding: .utf8)
      #expect(log.contains(" proxy variable=HTTPS_PROXY\n"))
      for text in [refused.error, unusable.error, log] { #expect(!text.contains("Proxy-Password")) }
      await stage.server.stop()
    }

    @Test("a screen without a terminal, or on one that cannot move its cursor")
    func terminals() async throws {
      let stage = try await Stage()
      let piped = try await stage.run()
      #expect(piped.status == 2)
      #expect(piped.error.contains("is not a terminal"))
      // One that has a name of its own and no description here is drawn on as xterm is: `TerminalKindTests`.
      let script = "TERM=dumb \"\(Program.path)\"; echo \"status $?\"; cat"
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: stage.environment, script: script)
      await terminal.expect("status 2")
      #expect(await terminal.screen.replacing("\n", with: " ").contains("cannot move its cursor"))
      await stage.server.stop()
    }

    @Test("a state folder that cannot be written")
    func stateFolder() async throws {
      let stage = try await Stage()
      let file = stage.home + "/a-file"
      _ = FileManager.default.createFile(atPath: file, contents: nil)
      var environment = stage.environment
      // Below a file no folder can be made, whoever asks: root too.
      environment["XDG_STATE_HOME"] = file
      let result = try await Program.run(["draft", "show"], environment)
      #expect(result.status == 1)
      #expect(result.error.contains(file))
      await stage.server.stop()
    }

    @Test("what the contract forbids cannot be queued")
    func invalid() async throws {
      let stage = try await Stage()
      let empty = try await stage.run("new", "--pattern", "", "--type", "domain")
      #expect(empty.status == 3)
      #expect(empty.error.contains("empty"))
      let unknown = try await stage.run("new", "--pattern", "x.example.org", "--type", "UNKNOWN")
      #expect(unknown.status == 2)
      #expect(try await stage.run("draft", "export").output.contains("x.example.org") == false)
      let filter = try await stage.run("list", "--filter", "truested:yes")
      #expect(filter.status == 2)
      #expect(filter.error.contains("character 1"))
      await stage.server.stop()
    }
  }
}
