import Foundation
import Glibc
import PolicyCore
import PolicyStore
import TestSupport
import Testing
import Values

@Suite("The submission lock")
struct SubmissionLockTests {
  private let folder: TemporaryFolder
  private let store: SQLiteDraftStore

  init() throws {
    folder = try TemporaryFolder()
    store = try SQLiteDraftStore(folder: folder.path)
  }

  @Test("a second one is refused at once, and may be tried again")
  func second() async throws {
    let lock = try await store.lockSubmission(of: acme)
    let other = try SQLiteDraftStore(folder: folder.path)
    for store in [store, other] {
      await #expect { try await store.lockSubmission(of: acme) } throws: { error in
        guard let problem = error as? Problem else { return false }
        return problem.kind == .locked && problem.retry == .safe && problem.what.hasPrefix("This Postern")
      }
    }
    lock.release()
    try await other.lockSubmission(of: acme).release()
  }

  @Test("another process that holds it is named")
  func namesHolder() async throws {
    try await store.lockSubmission(of: acme).release()
    let locks = try FileManager.default.contentsOfDirectory(atPath: folder.path("locks"))
    let file = folder.path("locks/\(try #require(locks.first { $0.hasPrefix("submission") }))")
    let holder = Process()
    holder.executableURL = URL(filePath: "/usr/bin/flock")
    holder.arguments = ["--no-fork", file, "sh", "-c", "echo $$ > \(file); echo ready; exec sleep 60"]
    let output = Pipe()
    holder.standardOutput = output
    try holder.run()
    defer { kill(holder.processIdentifier, SIGKILL) }
    #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))

    await #expect { try await store.lockSubmission(of: acme) } throws: { error in
      (error as? Problem)?.what.contains("process \(holder.processIdentifier)") == true
    }

    // What is killed leaves no lock behind.
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    try await store.lockSubmission(of: acme).release()
  }

  @Test("accounts have a lock each")
  func accounts() async throws {
    let first = try await store.lockSubmission(of: acme)
    let second = try await store.lockSubmission(of: globex)
    first.release()
    second.release()
  }

  @Test("releasing twice releases once")
  func releaseTwice() async throws {
    let first = try await store.lockSubmission(of: acme)
    first.release()
    let second = try await store.lockSubmission(of: acme)
    first.release()
    await #expect(throws: Problem.self) { try await store.lockSubmission(of: acme) }
    second.release()
  }

  @Test("a lock that is let go of is released")
  func forgotten() async throws {
    _ = try await store.lockSubmission(of: acme)
    try await store.lockSubmission(of: acme).release()
  }

  @Test("programs that are started meanwhile do not inherit it")
  func notInherited() async throws {
    let lock = try await store.lockSubmission(of: acme)
    let child = Process()
    child.executableURL = URL(filePath: "/bin/sleep")
    child.arguments = ["60"]
    try child.run()
    defer { kill(child.processIdentifier, SIGKILL) }
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(child.processIdentifier)/fd").map {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(child.processIdentifier)/fd/\($0)")) ?? ""
    }
    #expect(!open.contains { $0.hasPrefix(folder.path) })
    lock.release()
  }
}
