package import Foundation
package import Values

/// An event as it is stored and exported, with the hash that ties it to those before it.
package struct ChainEntry: Hashable, Sendable {
  /// What was sent and answered; each part only where it is there.
  package struct Bodies: Hashable, Sendable, Codable {
    package var intent: Data?
    package var request: Data?
    package var response: Data?

    package init(intent: Data? = nil, request: Data? = nil, response: Data? = nil) {
      self.intent = intent
      self.request = request
      self.response = response
    }

    package var isEmpty: Bool { self == Bodies() }
  }

  /// The event's JSON, to the byte.
  package let json: Data
  /// 64 hexadecimal digits.
  package let hash: String
  package var bodies: Bodies

  package init(json: Data, hash: String, bodies: Bodies = Bodies()) {
    self.json = json
    self.hash = hash
    self.bodies = bodies
  }
}

/// Where a chain does not hold.
package struct ChainFault: Error, Hashable, Sendable {
  package let origin: String
  /// The first event that does not fit, from 1 on; nil where it is the history beside the chain.
  package let sequence: Int?
  package let what: String

  package init(origin: String, sequence: Int?, what: String) {
    self.origin = origin
    self.sequence = sequence
    self.what = what
  }
}

/// A chain of events as far as it has been followed: each hash is that of the hash before it, a line end and the
/// event's JSON.
package struct HistoryChain: Sendable {
  /// What stands for the hash before the first event.
  package static let beginning = String(repeating: "0", count: 64)

  package let origin: String
  package private(set) var count: Int
  /// The last event's hash.
  package private(set) var head: String

  /// A chain from its beginning, or from an event on that is known.
  package init(origin: String, count: Int = 0, head: String = Self.beginning) {
    self.origin = origin
    self.count = count
    self.head = head
  }

  /// The hash of an event behind this one.
  package static func hash(after head: String, _ json: Data) throws(Problem) -> String {
    try SHA256.hex(of: Data("\(head)\n".utf8) + json)
  }

  /// Adds an event that nobody has yet, and gives it as it is to be kept.
  package mutating func append(
    _ kind: HistoryEvent.Kind,
    at: Date,
    _ submission: HistoryEvent.Intent,
    _ outcome: HistoryEvent.Outcome
  ) throws -> ChainEntry {
    let event = HistoryEvent(
      origin: origin,
      sequence: count + 1,
      kind: kind,
      at: at,
      submission: submission,
      outcome: outcome
    )
    let json = try event.json
    head = try Self.hash(after: head, json)
    count += 1
    return ChainEntry(json: json, hash: head)
  }

  /// Goes on to the next event; throws a ``ChainFault`` where it does not fit, and a ``Problem`` without OpenSSL.
  package mutating func follow(_ entry: ChainEntry) throws -> HistoryEvent {
    guard try Self.hash(after: head, entry.json) == entry.hash else {
      throw fault("its hash is not that of itself and the one before it")
    }
    guard let event = try? JSONDecoder().decode(HistoryEvent.self, from: entry.json) else {
      throw fault("it cannot be read; a newer version may have written it")
    }
    guard event.origin == origin, event.sequence == count + 1 else { throw fault("it belongs to another place") }
    let bodies: [(Data?, String?)] = [
      (entry.bodies.intent, event.submission.intentHash), (entry.bodies.request, event.submission.requestHash),
      (entry.bodies.response, event.outcome.responseHash),
    ]
    for case (let body?, let hash) in bodies where try SHA256.hex(of: body) != hash {
      throw fault("what was sent or answered is not what the event says")
    }
    head = entry.hash
    count += 1
    return event
  }

  private func fault(_ what: String) -> ChainFault {
    ChainFault(origin: origin, sequence: count + 1, what: what)
  }
}
