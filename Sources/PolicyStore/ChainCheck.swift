import Foundation
import GRDB
import PolicyCore
import Values

/// Follows the chains of a state file, and holds its history against its own.
struct ChainCheck {
  let database: Database

  /// `head` is a hash that somebody has noted before.
  func report(lookingFor head: String?) throws -> ChainReport {
    var report = ChainReport()
    let table = EventTable(database: database)
    let origins = try table.origins()
    for (id, origin) in origins.sorted(by: { $0.key < $1.key }) {
      var chain = HistoryChain(origin: origin)
      var last: [String: HistoryEvent] = [:]
      do {
        try table.forEach(of: id) { sequence, entry in
          let event = try chain.follow(entry)
          guard sequence == event.sequence else {
            throw ChainFault(origin: origin, sequence: event.sequence, what: "it is stored in another place")
          }
          last[event.submission.id] = event
          if entry.hash == head { report.asked = ChainReport.Place(origin: origin, sequence: sequence) }
        }
        if id == EventTable.own { try compare(last, of: origin) }
      } catch let fault as ChainFault {
        report.faults.append(fault)
      }
      let isOwn = id == EventTable.own
      report.chains.append(ChainReport.Chain(origin: origin, isOwn: isOwn, count: chain.count, head: chain.head))
    }
    if origins[EventTable.own] == nil {
      report.faults.append(ChainFault(origin: "", sequence: nil, what: "the chain of this state file is gone"))
    }
    return report
  }

  /// The history that is shown lies beside the chain: each submission must be what its last event says.
  private func compare(_ last: [String: HistoryEvent], of origin: String) throws {
    var missing = last
    let rows = try Row.fetchCursor(database, sql: SubmissionRow.selection)
    while let row = try rows.next() {
      let stored = try SubmissionRow(row)
      guard let event = missing.removeValue(forKey: stored.id) else {
        if stored.state == SubmissionRecord.State.checking.rawValue { continue }
        throw ChainFault(origin: origin, sequence: nil, what: "no event tells of submission \(stored.id)")
      }
      guard let record = try? stored.record(),
        try event.submission == HistoryEvent.Intent(record, intent: stored.intent),
        try event.outcome == HistoryEvent.Outcome(record, state: stored.state)
      else {
        throw ChainFault(origin: origin, sequence: event.sequence, what: "submission \(stored.id) is not what it says")
      }
    }
    if let event = missing.values.min(by: { $0.sequence < $1.sequence }) {
      throw ChainFault(origin: origin, sequence: event.sequence, what: "submission \(event.submission.id) is gone")
    }
  }
}
