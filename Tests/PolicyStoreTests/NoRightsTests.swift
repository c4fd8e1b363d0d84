import Foundation
import Glibc
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Values

@Suite("Files that belong to somebody else")
struct NoRightsTests {
  private static let nobody: uid_t = 65_534

  /// Makes the process one that has no special rights: root may do everything, whatever the modes say.
  ///
  /// For processes of their own only.
  private static func giveUpRights() throws {
    guard getuid() == 0 else { return }
    try #require(setgid(nobody) == 0 && setuid(nobody) == 0)
  }

  private static func problem(in path: String) throws -> Problem {
    try #require(throws: Problem.self) { try SQLiteDraftStore(folder: path) }
  }

  @Test("a folder that may not be written is named, and nothing is made in it")
  func folder() async throws {
    let folder = try TemporaryFolder()
    #expect(chmod(folder.path, 0o555) == 0)
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      try Self.giveUpRights()
      for path in [path, path + "/state"] {
        let problem = try Self.problem(in: path)
        #expect(problem.kind == .storage && problem.retry == .safe)
        #expect(problem.what == "The folder \(path) cannot be written: Permission denied.")
        #expect(problem.advice == "Make it a folder that you can write, or choose another.")
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test("a file that one may not write is named, and stays", .enabled(if: getuid() == 0, "only root can give one away"))
  func file() async throws {
    let folder = try TemporaryFolder()
    try await { _ = try await SQLiteDraftStore(folder: folder.path).perform(.delete("p1"), on: acme) }()
    try await folder.waitUntilClosed()
    let path = folder.path
    for name in ["", "/locks", "/locks/opening.lock", "/locks/in-use.lock"] {
      #expect(chown(path + name, Self.nobody, Self.nobody) == 0)
    }
    #expect(chmod(path + "/state.sqlite", 0o444) == 0)
    await #expect(processExitsWith: .success) { [path = path as String] in
      try Self.giveUpRights()
      let problem = try Self.problem(in: path)
      #expect(problem.kind == .storage && problem.retry == .safe)
      #expect(problem.what.hasPrefix("The file \(path)/state.sqlite cannot be made or opened"))
    }
    #expect(try await folder.nextStart().snapshot(of: acme).draft.count == 1)
  }
}
