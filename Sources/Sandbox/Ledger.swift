package import Foundation

/// What became of each batch that reached the sandbox: what tests judge a client by.
///
/// The latest 2,000 batches and 64 MiB of bodies are kept, and those that are under way.
package struct Ledger: Sendable, Equatable {
  /// What became of a batch.
  package enum Fate: Sendable, Equatable {
    /// It was taken and is not carried out yet.
    case waiting
    /// It was committed at this time.
    case applied(at: Date)
    /// It was carried out as far as the API's own refusal, and nothing of it is left.
    case refused(status: Int)
    /// A fault, or the end of the sandbox, kept it from being carried out.
    case prevented
  }

  /// The policies that a batch touched, in the order of the request; those of posts were given by the server.
  package struct IDs: Sendable, Equatable {
    package var deletes: [String] = []
    package var patches: [String] = []
    package var puts: [String] = []
    package var posts: [String] = []
  }

  /// One batch that was received.
  package struct Entry: Sendable, Equatable {
    /// Counted from 1 in the order of arrival.
    package let number: Int
    package let received: Date
    /// The bytes as they came.
    package let body: [UInt8]
    /// The faults that struck it.
    package let faults: [Fault.Kind]
    package internal(set) var fate = Fate.waiting
    /// Empty as long as the batch is not applied.
    package internal(set) var ids = IDs()

    package var isApplied: Bool {
      if case .applied = fate { true } else { false }
    }
  }

  /// By arrival.
  package internal(set) var entries: [Entry] = []

  /// How many batches were taken and not carried out yet.
  package var waiting: Int { entries.count { $0.fate == .waiting } }

  /// How many batches were applied.
  package var applied: Int { entries.count(where: \.isApplied) }

  /// How many times exactly this body was received.
  package func received(of body: some Collection<UInt8>) -> Int { entries.count { $0.body.elementsEqual(body) } }

  /// How many times exactly this body was applied.
  package func applied(of body: some Collection<UInt8>) -> Int {
    entries.count { $0.isApplied && $0.body.elementsEqual(body) }
  }
}
