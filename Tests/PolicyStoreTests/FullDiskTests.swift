import Foundation
import GRDB
import Glibc
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Values

/// A small file system in memory, mounted in a folder of its own.
final class SmallDisk: Sendable {
  /// Only root may mount one, and not in every container.
  static let isAvailable: Bool = (try? SmallDisk(kilobytes: 64)) != nil

  private let folder: TemporaryFolder

  var path: String { folder.path("disk") }

  init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("disk"), withIntermediateDirectories: false)
    guard Self.run("/bin/mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path("disk")) else {
      throw CocoaError(.fileWriteNoPermission)
    }
  }

  deinit {
    // Lazily, as a file on it may be open still.
    _ = Self.run("/bin/umount", "-l", path)
  }

  /// Leaves no room at all on it.
  func fill() throws {
    let file = open("\(path)/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    try #require(file >= 0)
    defer { close(file) }
    let block = [UInt8](repeating: 1, count: 4096)
    while write(file, block, block.count) > 0 {}
    try #require(errno == ENOSPC)
  }

  func makeRoom() {
    // Cut first: a process that another test is just starting may hold the file open for a moment.
    truncate("\(path)/filler", 0)
    unlink("\(path)/filler")
  }

  func makeReadOnly() throws {
    try #require(Self.run("/bin/mount", "-o", "remount,ro", path))
  }

  private static func run(_ path: String, _ arguments: String...) -> Bool {
    let program = Process()
    program.executableURL = URL(filePath: path)
    program.arguments = arguments
    program.standardError = FileHandle.nullDevice
    guard (try? program.run()) != nil else { return false }
    program.waitUntilExit()
    return program.terminationStatus == 0
  }
}

@Suite("A disk without room", .enabled(if: SmallDisk.isAvailable, "mounting a small disk needs root"))
struct FullDiskTests {
  /// Everything that writes.
  enum Write: CaseIterable, Sendable {
    case perform, undo, redo, jump, suppress, unsuppress, journal, complete

    func call(_ store: SQLiteDraftStore) async throws(Problem) {
      switch self {
      case .perform: _ = try await store.perform(.delete("more"), on: acme)
      case .undo: _ = try await store.undo(on: acme)
      case .redo: _ = try await store.redo(on: acme)
      case .jump: _ = try await store.jump(to: 0, on: acme)
      case .suppress: try await store.suppress(Suppression(policyID: "p2", rule: "stale", reason: "y"), on: acme)
      case .unsuppress: try await store.unsuppress("stale", of: "p1", on: acme)
      case .journal: try await store.write(.example("s2", of: acme, after: 1))
      case .complete:
        let operations = try await store.snapshot(of: acme).draft.operations
        _ = try await store.complete(.example("s1", of: acme, operations: operations, state: .applied))
      }
    }
  }

  private struct Content: Equatable {
    var draft: DraftSnapshot
    var log: ChangeLog
    var suppressions: [Suppression]
    var submissions: [SubmissionRecord]

    init(_ store: SQLiteDraftStore) async throws {
      draft = try await store.snapshot(of: acme)
      log = try await store.changes(of: acme)
      suppressions = try await store.suppressions(of: acme)
      submissions = try await store.submissions(of: acme, limit: 9)
    }
  }

  private func filled(_ disk: SmallDisk) async throws -> SQLiteDraftStore {
    let store = try SQLiteDraftStore(folder: "\(disk.path)/state")
    for number in 1...3 { _ = try await store.perform(.delete("p\(number)"), on: acme) }
    _ = try await store.undo(on: acme)
    try await store.suppress(Suppression(policyID: "p1", rule: "stale", reason: "x"), on: acme)
    try await store.write(.example("s1", of: acme))
    return store
  }

  @Test("keeps what was there, in memory and on the disk, and says so", arguments: Write.allCases)
  func refused(write: Write) async throws {
    let disk = try SmallDisk(kilobytes: 2048)
    let store = try await filled(disk)
    let before = try await Content(store)
    try disk.fill()
    for _ in 0..<3 {
      let problem = try await #require(throws: Problem.self) { try await write.call(store) }
      #expect(problem.kind == .storage)
      #expect(problem.retry == .safe)
      #expect(problem.what.hasPrefix("There is no room left on the disk for \(disk.path)/state/state.sqlite"))
      #expect(try await Content(store) == before)
    }
    let other = try SQLiteDraftStore(folder: "\(disk.path)/state")
    #expect(try await Content(other) == before)
    disk.makeRoom()
    try await write.call(store)
    let after = try await Content(store)
    #expect(after != before)
    #expect(try await Content(other) == after)
  }

  @Test("makes no new file, and leaves a damaged one where it is")
  func opening() async throws {
    let disk = try SmallDisk(kilobytes: 1024)
    try FileManager.default.createDirectory(atPath: "\(disk.path)/state", withIntermediateDirectories: false)
    try Data(repeating: 7, count: 100_000).write(to: URL(filePath: "\(disk.path)/state/state.sqlite"))
    try disk.fill()
    let problem = try #require(throws: Problem.self) { try SQLiteDraftStore(folder: "\(disk.path)/state") }
    #expect(problem.kind == .storage && problem.retry == .safe)
    #expect(problem.what.contains("could not be rescued: There is no room left on the disk"))
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(disk.path)/state").filter { $0 != "locks" }
    #expect(names == ["state.sqlite"])
    #expect(try Data(contentsOf: URL(filePath: "\(disk.path)/state/state.sqlite")).count == 100_000)

    disk.makeRoom()
    #expect(try SQLiteDraftStore(folder: "\(disk.path)/state").recovery != nil)
  }

  @Test("says so at the start too, and then nothing was lost")
  func start() async throws {
    let disk = try SmallDisk(kilobytes: 2048)
    let before = try await { try await Content(filled(disk)) }()
    try await waitUntilClosed("\(disk.path)/state")
    try disk.fill()
    let problem = try #require(throws: Problem.self) { try SQLiteDraftStore(folder: "\(disk.path)/state") }
    #expect(problem.kind == .storage && problem.retry == .safe)
    #expect(problem.what.hasPrefix("There is no room left on the disk"))
    disk.makeRoom()
    #expect(try await Content(SQLiteDraftStore(folder: "\(disk.path)/state")) == before)
  }

  @Test("that may only be read is named, and nothing changes")
  func readOnly() async throws {
    let disk = try SmallDisk(kilobytes: 2048)
    try await { _ = try await filled(disk) }()
    try await waitUntilClosed("\(disk.path)/state")
    try disk.makeReadOnly()
    let problem = try #require(throws: Problem.self) { try SQLiteDraftStore(folder: "\(disk.path)/state") }
    #expect(problem.kind == .storage)
    #expect(problem.what.contains("\(disk.path)/state"))
  }
}
