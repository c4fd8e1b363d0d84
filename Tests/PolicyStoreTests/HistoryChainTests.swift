import Foundation
import GRDB
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("The history as a chain")
struct HistoryChainTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func store(_ name: String = "own") throws -> SQLiteDraftStore {
    try SQLiteDraftStore(folder: folder.path(name))
  }

  /// Three submissions: one applied, one settled by a person and taken back, one that is being sent.
  private func filled(_ name: String = "own") async throws -> SQLiteDraftStore {
    let store = try store(name)
    var applied = SubmissionRecord.example("s1", of: acme, operations: [.edit(of: .sample("p1"), PolicyFields())])
    try await write(&applied, [.checking, .sending, .applied], to: store)
    var settled = SubmissionRecord.example("s2", of: globex, after: 10)
    try await write(&settled, [.checking, .sending, .unknown, .unknown], to: store)
    settled.takenForAppliedBy = "ada"
    try await write(&settled, [.applied], to: store)
    settled.takenForAppliedBy = nil
    try await write(&settled, [.unknown], to: store)
    var open = SubmissionRecord.example("s3", of: acme, after: 20)
    try await write(&open, [.checking, .sending], to: store)
    return store
  }

  private func write(
    _ record: inout SubmissionRecord,
    _ states: [SubmissionRecord.State],
    to store: SQLiteDraftStore
  ) async throws {
    for state in states {
      record.state = state
      record.updatedAt += 1
      if state == .applied { record.response = Data(#"{"success":true}"#.utf8) }
      try await store.write(record)
    }
  }

  private func kinds(_ export: Data) throws -> [HistoryEvent.Kind] {
    try ChainFile(export).chains.flatMap { $0.events.map(\.kind) }
  }

  @Test("has an event for each step, none for another look, and holds")
  func events() async throws {
    let store = try await filled()
    let report = try await store.verifyChains()
    #expect(report.faults.isEmpty)
    #expect(report.chains.map(\.isOwn) == [true])
    #expect(report.chains.map(\.count) == [7])
    let kinds = try kinds(try await store.exportChains(isFull: false))
    #expect(kinds == [.sent, .outcome, .sent, .outcome, .settled, .takenBack, .sent])
    let again = try await self.store().verifyChains(lookingFor: report.chains[0].head)
    #expect(again.asked == ChainReport.Place(origin: report.chains[0].origin, sequence: 7))
  }

  @Test(
    "refuses to be altered, whoever tries",
    arguments: [
      "DELETE FROM event", "UPDATE event SET json = x'7b7d'", "UPDATE event SET sequence = 9 WHERE sequence = 7",
    ]
  )
  func refuses(sql: String) async throws {
    let store = try await filled()
    await #expect { try await store.file.run { try $0.execute(sql: sql) } } throws: { error in
      (error as? Problem)?.what.contains("never") == true
    }
    #expect(try await store.verifyChains().faults.isEmpty)
  }

  /// Alters the file as somebody who takes its triggers away first.
  private func tamper(_ store: SQLiteDraftStore, _ sql: String, _ arguments: StatementArguments = []) async throws {
    try await store.file.run { database in
      let triggers = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger)") }
      try database.execute(sql: sql, arguments: arguments)
    }
  }

  @Test("tells that its name was changed")
  func name() async throws {
    let store = try await filled()
    try await tamper(store, "UPDATE chain SET origin = 'x'")
    #expect(try await store.verifyChains().faults.map(\.sequence) == [1])
  }

  @Test("has tables that a rescue can put in the place of lost ones: they fit into one page")
  func onePage() async throws {
    _ = try store()
    try await waitUntilClosed(folder.path("own"))
    let file = try Data(contentsOf: URL(filePath: folder.path("own/state.sqlite")))
    #expect(file[100] == 13, "the first page is a leaf of the schema's tree")
  }

  @Test("names the first event with a byte that was changed")
  func bytes() async throws {
    let store = try await filled()
    let entries = try ChainFile(try await store.exportChains(isFull: false)).chains[0].entries
    try await tamper(store, "SELECT 1")
    for (index, entry) in entries.enumerated() {
      let update = "UPDATE event SET json = ? WHERE sequence = ?"
      for place in entry.json.indices.striding(by: 41) {
        var json = entry.json
        json[place] ^= 1
        try await tamper(store, update, [json, index + 1])
        #expect(try await store.verifyChains().faults.map(\.sequence) == [index + 1], "byte \(place)")
      }
      try await tamper(store, update, [entry.json, index + 1])
    }
    #expect(try await store.verifyChains().faults.isEmpty)
  }

  @Test("names the place where an event is gone, wherever but at the end", arguments: 1...6)
  func removed(sequence: Int) async throws {
    let store = try await filled()
    try await tamper(store, "DELETE FROM event WHERE sequence = ?", [sequence])
    #expect(try await store.verifyChains().faults.map(\.sequence) == [sequence])
    try await tamper(store, "UPDATE event SET sequence = sequence - 1 WHERE sequence > ?", [sequence])
    #expect(try await store.verifyChains().faults.map(\.sequence) == [sequence])
  }

  @Test("tells by the head that its end is gone, with the submission that it tells of")
  func tail() async throws {
    let store = try await filled()
    let chain = try await store.verifyChains().chains[0]
    try await tamper(store, "DELETE FROM event WHERE sequence = 7")
    #expect(try await store.verifyChains().faults.map(\.what) == ["no event tells of submission s3"])
    try await tamper(store, "DELETE FROM submission_key; DELETE FROM submission WHERE id = 's3'")
    let report = try await store.verifyChains(lookingFor: chain.head)
    #expect(report.faults.isEmpty, "the order alone is sound")
    #expect(report.asked == nil)
  }

  @Test(
    "tells of a history that is not what it says",
    arguments: [
      "UPDATE submission SET state = 'refused' WHERE id = 's1'",
      "UPDATE submission SET request = x'00' WHERE id = 's2'",
      "UPDATE submission SET started_at = started_at - 60 WHERE id = 's2'",
      "UPDATE submission SET response = x'00' WHERE id = 's1'",
      "UPDATE submission SET intent = replace(intent, 'ada', 'eve') WHERE id = 's1'",
      "DELETE FROM submission_key; DELETE FROM submission WHERE id = 's1'",
      "UPDATE submission SET state = 'checking' WHERE id = 's3'",
    ]
  )
  func rows(sql: String) async throws {
    let store = try await filled()
    let cast = sql.replacing("replace(intent, 'ada', 'eve')", with: "CAST(replace(intent, 'ada', 'eve') AS BLOB)")
    try await tamper(store, cast)
    #expect(try await store.verifyChains().faults.count == 1)
  }

  @Test("goes to another machine and on from there as it was, with and without bodies", arguments: [true, false])
  func exportAndImport(isFull: Bool) async throws {
    let export = try await filled().exportChains(isFull: isFull)
    let other = try store("other")
    let imported = try await other.importChains(try ChainFile(export))
    #expect(imported.chains == 1 && imported.events == 7)
    #expect(try await other.importChains(try ChainFile(export)) == ImportedChains())
    #expect(try await other.exportChains(isFull: isFull) == export)
    let report = try await other.verifyChains()
    #expect(report.faults.isEmpty)
    #expect(report.chains.map(\.isOwn) == [true, false])
    #expect(try await store("own").importChains(try ChainFile(export)) == ImportedChains())
  }

  @Test("gets bodies later, and goes on where it ended")
  func later() async throws {
    let own = try await filled()
    let other = try store("other")
    _ = try await other.importChains(try ChainFile(try await own.exportChains(isFull: false)))
    var record = try #require(try await own.submission(id: "s3"))
    try await write(&record, [.refused], to: own)
    let export = try await own.exportChains(isFull: true)
    let imported = try await other.importChains(try ChainFile(export))
    #expect(imported.chains == 0 && imported.events == 1 && imported.bodies > 0)
    #expect(try await other.exportChains(isFull: true) == export)
  }

  @Test("locks nothing elsewhere: what was being sent is unknown there")
  func sending() async throws {
    let other = try store("other")
    _ = try await other.importChains(try ChainFile(try await filled().exportChains(isFull: true)))
    #expect(try await other.openSubmission(of: acme) == nil)
    #expect(try await other.unsettledSubmissions(of: acme).isEmpty)
    _ = try await other.perform(.delete("p1"), on: acme)
    let imported = try await other.importedSubmissions()
    #expect(imported.map(\.intent.id) == ["s3", "s2", "s1"])
    #expect(imported.map(\.state) == ["unknown", "unknown", "applied"])
  }

  @Test("is refused with any byte changed, or any line but the last gone", arguments: [true, false])
  func brokenFile(isFull: Bool) async throws {
    let export = try await filled().exportChains(isFull: isFull)
    for place in export.indices.striding(by: 13) + [export.indices.upperBound - 1] {
      var data = export
      data[place] ^= 1
      #expect(throws: Problem.self, "byte \(place)") { try ChainFile(data) }
    }
    let lines = export.split(separator: UInt8(ascii: "\n"))
    for index in lines.indices.dropLast() {
      let rest = lines.enumerated().filter { $0.offset != index }.flatMap { $0.element + Data("\n".utf8) }
      #expect(throws: Problem.self, "line \(index + 1)") { try ChainFile(Data(rest)) }
    }
    #expect(throws: Problem.self) { try ChainFile(export.dropLast()) }
    #expect(try ChainFile(Data()).chains.isEmpty)
  }

  @Test("is refused where two machines went on from one file, and where it knows more of this one than itself")
  func parted() async throws {
    let own = try await filled()
    let before = try await own.exportChains(isFull: false)
    let other = try store("other")
    var record = try #require(try await own.submission(id: "s3"))
    try await write(&record, [.refused], to: own)
    let after = try await own.exportChains(isFull: false)
    _ = try await other.importChains(try ChainFile(after))
    #expect(try await other.importChains(try ChainFile(before)) == ImportedChains())
    try await tamper(own, "DELETE FROM event WHERE sequence = 8")
    #expect(await #expect(throws: Problem.self) { try await own.importChains(try ChainFile(after)) }?.kind == .conflict)
    record.detail = "another end"
    try await own.write(record)
    let fork = try await own.exportChains(isFull: false)
    #expect(
      await #expect(throws: Problem.self) { try await other.importChains(try ChainFile(fork)) }?.kind == .conflict
    )
    #expect(try await other.exportChains(isFull: false) == after)
  }

  @Test("begins once with what an older release left")
  func older() async throws {
    let connection = try DatabaseQueue(path: folder.path("state.sqlite"))
    try await connection.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL; \(ReleasedState.version4.sql)")
    }
    try connection.close()
    for _ in 0..<2 {
      let store = try SQLiteDraftStore(folder: folder.path)
      #expect(try await store.verifyChains().faults.isEmpty)
      #expect(try kinds(try await store.exportChains(isFull: true)) == [.recorded, .recorded])
    }
    let store = try SQLiteDraftStore(folder: folder.path)
    var open = try #require(try await store.submission(id: "s2"))
    try await write(&open, [.applied], to: store)
    #expect(try kinds(try await store.exportChains(isFull: true)) == [.recorded, .recorded, .outcome])
    #expect(try await store.verifyChains().faults.isEmpty)
  }
}

extension Range<Int> {
  fileprivate func striding(by step: Int) -> [Int] { Array(stride(from: lowerBound, to: upperBound, by: step)) }
}
