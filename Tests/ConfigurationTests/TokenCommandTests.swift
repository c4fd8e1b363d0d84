import Foundation
import PolicyCore
import Testing

@testable import Configuration
import Values

@Suite("A token command")
struct TokenCommandTests {
  @Test("gives the first line that it writes")
  func firstLine() async throws {
    #expect(try await token("printf 'tok3n\\nmore\\n'") == "tok3n")
    #expect(try await token("echo ' tok3n '") == "tok3n")
  }

  @Test("gets its arguments as they are: there is no shell")
  func noShell() async throws {
    let source = TokenSource.command(["/bin/echo", "$HOME;`id`*"])
    #expect(try await source.credentials(environment: [:]) == .token(Secret("$HOME;`id`*")))
  }

  @Test("gets the environment that it is given, and no other")
  func environment() async throws {
    let source = TokenSource.command(["/bin/sh", "-c", "echo ${GIVEN-none}${HOME-none}"])
    #expect(try await source.credentials(environment: ["GIVEN": "yes"]) == .token(Secret("yesnone")))
  }

  @Test("has nothing to read, so that it cannot take keys away from the screen")
  func noInput() async throws {
    #expect(try await token("cat; echo end") == "end")
  }

  @Test("can be interrupted: it does not inherit blocked signals")
  func signals() async throws {
    #expect(try await token("grep SigBlk /proc/self/status | tr -d 'SigBlk: \\t'") == "0000000000000000")
  }

  @Test("may write much more than a pipe holds")
  func much() async throws {
    #expect(try await token("echo tok3n; head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2") == "tok3n")
  }

  @Test("is not waited for once it ended, even if what it started holds its output open past the time-out")
  func agent() async throws {
    #expect(try await token("echo tok3n; sleep 600 &", timeout: .seconds(180)) == "tok3n")
  }

  @Test("has none of this program's files and connections")
  func descriptors() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    #expect(try await token("[ -e /proc/self/fd/\(ends[0]) ] && exit 9; echo tok3n") == "tok3n")
  }

  @Test("that fails is told with the size of its complaint, and not with a word of it")
  func fails() async throws {
    let problem = try #require(await problem("echo s3cret; echo 'no entry' >&2; exit 3"))
    #expect(problem.kind == .unauthorized)
    #expect(problem.what.hasSuffix("failed with status 3 and wrote 9 bytes to its standard error."))
    #expect(!"\(problem)".contains("s3cret") && !"\(problem)".contains("no entry"))
  }

  @Test("that traces what it does puts its token into no message")
  func traced() async throws {
    let problem = try #require(await problem("set -x; TOKEN=s3cret; echo $TOKEN > /dev/null; exit 1"))
    #expect(problem.what.contains("bytes to its standard error"))
    #expect(!"\(problem)".contains("s3cret"))
  }

  @Test("that says nothing, or no token, is refused", arguments: ["true", "echo", "echo two words"])
  func nothing(script: String) async throws {
    #expect(await problem(script)?.kind == .unauthorized)
  }

  @Test("that dies by a signal is told with it")
  func signal() async throws {
    #expect(await problem("kill -9 $$")?.what.contains("signal 9") == true)
  }

  @Test("that is not there is told by its name")
  func absent() async throws {
    let problem = await problem(of: .command(["/nowhere/pass", "show"]))
    #expect(problem?.what.contains("/nowhere/pass") == true)
    #expect(problem?.what.contains("No such file") == true)
  }

  @Test("that does not answer in time may be tried again")
  func timeOut() async throws {
    let problem = try #require(await problem("exec sleep 600", timeout: .milliseconds(200)))
    #expect(problem.kind == .unauthorized)
    #expect(problem.what.contains("had no answer"))
    #expect(problem.retry == .safe)
  }

  @Test(
    "is ended when nobody waits any longer, even if it does not listen",
    arguments: ["exec sleep 600", "trap '' TERM; while :; do sleep 0.1; done"]
  )
  func cancelled(script: String) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.path("pid")
    let task = Task {
      await problem("echo $$ > \(file).new; mv \(file).new \(file); \(script)", timeout: .seconds(300))
    }
    let pid = try #require(await written(file))
    task.cancel()
    #expect(await task.value?.kind == .interrupted)
    #expect(kill(pid, 0) == -1, "it is gone")
  }

  /// The process id in a file, once it is there; nil when it does not come.
  private func written(_ file: String) async throws -> pid_t? {
    let deadline = ContinuousClock.now + .seconds(180)
    while ContinuousClock.now < deadline {
      if let text = try? String(contentsOfFile: file, encoding: .utf8) { return pid_t(text.dropLast()) }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }

  private func token(_ script: String, timeout: Duration = .seconds(180)) async throws -> String? {
    let source = TokenSource.command(["/bin/sh", "-c", script])
    let path = ["PATH": "/usr/bin:/bin"]
    guard case .token(let secret) = try await source.credentials(environment: path, timeout: timeout) else {
      return nil
    }
    return secret.revealed
  }

  private func problem(_ script: String, timeout: Duration = .seconds(180)) async -> Problem? {
    await problem(of: .command(["/bin/sh", "-c", script]), timeout: timeout)
  }

  private func problem(of source: TokenSource, timeout: Duration = .seconds(180)) async -> Problem? {
    do {
      _ = try await source.credentials(environment: ["PATH": "/usr/bin:/bin"], timeout: timeout)
      return nil
    } catch {
      return error
    }
  }
}
