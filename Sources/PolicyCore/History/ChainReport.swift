/// What following every chain of a state file found.
package struct ChainReport: Hashable, Sendable {
  /// A chain as far as it holds.
  package struct Chain: Hashable, Sendable {
    package let origin: String
    /// Whether it was begun by this state file, and not imported.
    package let isOwn: Bool
    package let count: Int
    package let head: String

    package init(origin: String, isOwn: Bool, count: Int, head: String) {
      self.origin = origin
      self.isOwn = isOwn
      self.count = count
      self.head = head
    }
  }

  /// An event of a chain.
  package struct Place: Hashable, Sendable {
    package let origin: String
    /// From 1 on.
    package let sequence: Int

    package init(origin: String, sequence: Int) {
      self.origin = origin
      self.sequence = sequence
    }
  }

  package var chains: [Chain] = []
  /// The first of each chain, and of the history beside this file's own.
  package var faults: [ChainFault] = []
  /// Where the hash that was asked for stands; nil where no event that holds has it.
  package var asked: Place?

  package init() {}
}

/// What an import added.
package struct ImportedChains: Hashable, Sendable {
  package var chains = 0
  package var events = 0
  /// Events that were there before and got what was sent and answered.
  package var bodies = 0

  package init() {}
}

/// A submission of another state file, as its imported chain tells of it.
package struct ImportedSubmission: Hashable, Sendable {
  package let origin: String
  package let intent: HistoryEvent.Intent
  /// `unknown` for what was being sent: nobody here is at it, and it locks nothing.
  package let state: String

  package init(_ event: HistoryEvent) {
    origin = event.origin
    intent = event.submission
    let isOpen = SubmissionRecord.State(rawValue: event.outcome.state)?.isOpen ?? false
    state = isOpen ? SubmissionRecord.State.unknown.rawValue : event.outcome.state
  }
}
