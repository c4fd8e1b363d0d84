package import Foundation
import GRDB
package import PolicyCore
package import Values

extension SQLiteDraftStore {
  /// Follows every chain of events; `head` is a hash that is looked for among them.
  package func verifyChains(lookingFor head: String? = nil) async throws(Problem) -> ChainReport {
    try await file.transaction(.deferred) { try ChainCheck(database: $0).report(lookingFor: head) }
  }

  /// All events, a line each, the chains in the order of their origins; `isFull` adds what was sent and answered.
  ///
  /// An answer that a later one took the place of is not kept, and left out.
  package func exportChains(isFull: Bool) async throws(Problem) -> Data {
    try await file.transaction(.deferred) { database in
      let table = EventTable(database: database)
      var data = Data()
      for (id, _) in try table.origins().sorted(by: { $0.value < $1.value }) {
        var seen: Set<String> = []
        try table.forEach(of: id) { _, entry in
          var entry = entry
          if !isFull {
            entry.bodies = ChainEntry.Bodies()
          } else if id == EventTable.own {
            let event = try StoredJSON.decode(HistoryEvent.self, from: entry.json)
            let isFirst = seen.insert(event.submission.id).inserted
            entry.bodies = try Self.bodies(of: event, isFirst: isFirst, in: database)
          }
          data += ChainFile.line(entry)
        }
      }
      return data
    }
  }

  private static func bodies(
    of event: HistoryEvent,
    isFirst: Bool,
    in database: Database
  ) throws -> ChainEntry.Bodies {
    var bodies = ChainEntry.Bodies()
    guard isFirst || event.outcome.responseHash != nil,
      let row = try SubmissionTable(database: database).submission(id: event.submission.id).first
    else { return bodies }
    if isFirst { (bodies.intent, bodies.request) = (row.intent, row.request) }
    if let response = row.response, try SHA256.hex(of: response) == event.outcome.responseHash {
      bodies.response = response
    }
    return bodies
  }

  /// Puts the chains of a file beside this one's own; those that are here already go on where they ended.
  ///
  /// Throws a problem of kind `conflict`, and adds nothing, where a chain is another one here than in the file, and
  /// where the file knows more of this state file than itself.
  package func importChains(_ chains: ChainFile) async throws(Problem) -> ImportedChains {
    try await keeping { () async throws(Problem) in
      try await file.transaction(.immediate) { database in
        var imported = ImportedChains()
        for chain in chains.chains { try Self.add(chain, to: EventTable(database: database), &imported) }
        return imported
      }
    }
  }

  private static func add(_ chain: ChainFile.Chain, to table: EventTable, _ imported: inout ImportedChains) throws {
    let id = try table.findOrMake(chain.origin)
    var count = 0
    try table.forEach(of: id) { sequence, kept in
      count += 1
      guard chain.entries.indices.contains(count - 1) else { return }
      let entry = chain.entries[count - 1]
      guard sequence == count, kept.hash == entry.hash, kept.json == entry.json else {
        throw parted(chain.origin, at: count)
      }
      if id != EventTable.own, kept.bodies.isEmpty, !entry.bodies.isEmpty {
        try table.fill(entry.bodies, sequence: count, chain: id)
        imported.bodies += 1
      }
    }
    guard count < chain.entries.count else { return }
    guard id != EventTable.own else { throw takenBack(from: count, to: chain.entries.count) }
    if count == 0 { imported.chains += 1 }
    for (entry, event) in zip(chain.entries, chain.events).dropFirst(count) {
      try table.insert(entry, event, chain: id)
      imported.events += 1
    }
  }

  private static func parted(_ origin: String, at sequence: Int) -> Problem {
    Problem(
      .conflict,
      what: "Event \(sequence) of chain \(origin) is another one here than in the file; nothing was imported.",
      advice: "Find out which of them was altered, or whether two machines began with copies of one state file."
    )
  }

  private static func takenBack(from count: Int, to more: Int) -> Problem {
    Problem(
      .conflict,
      what: "The file has \(more) events of this very state file, which has \(count); nothing was imported.",
      advice: "An older copy of the state file was put in its place: put the newer one back."
    )
  }

  /// What the imported chains tell of submissions elsewhere, the newest first.
  package func importedSubmissions() async throws(Problem) -> [ImportedSubmission] {
    let events = try await file.transaction(.deferred) { database in
      let table = EventTable(database: database)
      var events: [HistoryEvent] = []
      for id in try table.origins().keys.sorted() where id != EventTable.own {
        var last: [String: HistoryEvent] = [:]
        try table.forEach(of: id) { _, entry in
          let event = try StoredJSON.decode(HistoryEvent.self, from: entry.json)
          last[event.submission.id] = event
        }
        events += last.values
      }
      return events
    }
    return events.map(ImportedSubmission.init).sorted {
      ($0.intent.startedAt, $0.intent.id, $0.origin) > ($1.intent.startedAt, $1.intent.id, $1.origin)
    }
  }
}
