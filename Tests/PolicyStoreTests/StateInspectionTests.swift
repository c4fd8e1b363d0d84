import Foundation
import Glibc
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("A look at the state file")
struct StateInspectionTests {
  /// Everything in the folder, with its bytes.
  private func content(of folder: TemporaryFolder) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: folder.path($1)) }
  }

  @Test("finds nothing in an empty folder, and makes nothing there")
  func missing() throws {
    let folder = try TemporaryFolder()
    #expect(try StateInspection(folder: folder.path) == nil)
    #expect(try content(of: folder).isEmpty)
  }

  @Test("tells of what is open or unknown in every account, and leaves the folder as it was")
  func unsettled() async throws {
    let folder = try TemporaryFolder()
    try await fill(folder)
    try await folder.waitUntilClosed()
    let before = try content(of: folder)
    let inspection = try #require(try StateInspection(folder: folder.path))
    #expect(inspection.path == folder.path("state.sqlite"))
    #expect(inspection.unsettled.map(\.id) == ["unknown", "sending"])
    #expect(inspection.unsettled.map(\.account) == [globex, acme])
    #expect(inspection.unsettled.map(\.state) == [.unknown, .sending])
    #expect(inspection.unsettled.allSatisfy { !$0.isRunning })
    #expect(!inspection.isInUse && !inspection.isOlder)
    #expect(inspection.size == before["state.sqlite"]?.count)
    #expect(try content(of: folder) == before)
  }

  private func fill(_ folder: TemporaryFolder) async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    let states: [(String, AccountKey, SubmissionRecord.State)] = [
      ("applied", acme, .applied), ("sending", acme, .sending), ("unknown", globex, .unknown),
      ("not seen", globex, .notSeen),
    ]
    for (index, (id, account, state)) in states.enumerated() {
      try await store.write(.example(id, of: account, after: Double(index), state: state))
    }
  }

  @Test("finds the file whatever signs the path has")
  func oddPath() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a 100% #odd?one=1")
    _ = try await SQLiteDraftStore(folder: path).perform(.delete("p1"), on: acme)
    try await waitUntilClosed(path)
    #expect(try StateInspection(folder: path)?.unsettled.isEmpty == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["locks", "state.sqlite"])
  }

  @Test("sees a file in use, and a submission that is under way, beside the process that has them")
  func inUse() async throws {
    let folder = try TemporaryFolder()
    try await fill(folder)
    let store = try SQLiteDraftStore(folder: folder.path)
    let lock = try await store.lockSubmission(of: acme)
    let inspection = try #require(try StateInspection(folder: folder.path))
    #expect(inspection.isInUse)
    #expect(inspection.unsettled.filter(\.isRunning).map(\.id) == ["sending"])
    lock.release()
    #expect(try StateInspection(folder: folder.path)?.unsettled.allSatisfy { !$0.isRunning } == true)
    // The look took no lock away: the store still writes.
    _ = try await store.perform(.delete("p1"), on: globex)
  }

  @Test("says of a damaged file that it is damaged, and does not rescue it")
  func damaged() async throws {
    let state = try await FilledState(seed: 5)
    var bytes = try state.bytes()
    bytes.replaceSubrange(8192..<12_288, with: Data(repeating: 0xAB, count: 4096))
    for bytes in [bytes, Data("no database".utf8), bytes.prefix(5000)] {
      let folder = try state.damaged(bytes)
      let problem = #expect(throws: Problem.self) { try StateInspection(folder: folder.path) }
      #expect(problem?.what.contains("is damaged") == true, "\(problem?.what ?? "")")
      #expect(try content(of: folder) == ["state.sqlite": bytes])
    }
  }
}

@Suite("A folder as it is on the disk")
struct FolderFactsTests {
  @Test("it is there, missing, in the way of a file, or beyond what can be made")
  func entries() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o750)
    try Data().write(to: URL(filePath: folder.path("open")))
    chmod(folder.path("open"), 0o640)
    try Data().write(to: URL(filePath: folder.path("closed")))
    chmod(folder.path("closed"), 0o600)
    let facts = FolderFacts.probe(folder.path)
    #expect(facts.entry == .folder(mode: 0o750, isOwn: true, isWritable: true))
    #expect(facts.openFiles == ["open"])
    #expect(FolderFacts.probe(folder.path("open")).entry == .noFolder)
    #expect(
      FolderFacts.probe(folder.path("a/b/c")).entry == .missing(parent: folder.path, canBeMade: true)
    )
    #expect(
      FolderFacts.probe(folder.path("open/a")).entry == .missing(parent: folder.path("open"), canBeMade: false)
    )
  }
}
