package import Foundation
package import Policies
package import Values

/// The policies of one account on a server, as the workspace needs them.
package protocol PolicyService: Sendable {
  /// Loads every page. `progress` is called with the policies as pages arrive, from any thread, in any order of pages.
  ///
  /// Cancelling the task stops it. Reads are retried within bounds; see ``PolicyListing/isComplete``.
  func policies(
    progress: @escaping @Sendable (LoadProgress) -> Void
  ) async throws(Problem) -> PolicyListing

  /// Reads one policy; nil if the server says that it does not exist.
  func policy(_ id: PolicyID) async throws(Problem) -> AllowPolicy?

  /// Reads one page of the list with the newest policies first, counted from 1; `size` is at most 1000.
  func newestPolicies(page: Int, size: Int) async throws(Problem) -> NewestPage

  /// The same server, asked once for each read: for whoever has a bound on the requests, and tries again by itself.
  var withoutRetries: any PolicyService { get }

  /// Sends one batch, once, and never by itself a second time.
  ///
  /// `willSend` runs when the request's body is first asked for, before its first byte leaves: if it throws, nothing is
  /// sent. Whatever happens comes back as an answer.
  func submit(_ request: BatchRequest, willSend: @escaping @Sendable () async throws -> Void) async -> BatchAnswer
}

extension PolicyService {
  package var withoutRetries: any PolicyService { self }
}

/// One page of the newest policies.
package struct NewestPage: Sendable {
  package var policies: [AllowPolicy]
  /// How many policies there are in all, if the server says so.
  package var total: Int?
  /// Whether the page has fewer than it was asked for.
  ///
  /// Of a server that counts nothing it is then the last; another one may give smaller pages.
  package var isShort: Bool
  /// How many of its rows are not among the policies, because they have no id that can be told.
  package var leftOut: Int

  package init(policies: [AllowPolicy], total: Int?, isShort: Bool, leftOut: Int = 0) {
    self.policies = policies
    self.total = total
    self.isShort = isShort
    self.leftOut = leftOut
  }
}

/// How far a load has got.
package struct LoadProgress: Sendable {
  /// The policies that arrived with this report, in the server's order within their page.
  package var arrived: PolicyTable
  /// How many have arrived in all.
  package var loaded: Int
  /// How many the server says there are, once it has said so.
  package var total: Int?

  package init(arrived: PolicyTable, loaded: Int, total: Int?) {
    self.arrived = arrived
    self.loaded = loaded
    self.total = total
  }
}

/// All policies of an account, as far as could be read.
package struct PolicyListing: Sendable {
  package var policies: PolicyTable
  /// False where the list kept changing while it was read, so that rows may be missing: then absence proves nothing.
  package var isComplete: Bool
  /// Why reading stopped before the end, as a sentence; nil where it did not.
  package var stopped: String?
  /// How many rows are not among them, because they have no id that can be told.
  package var leftOut: Int

  package init(policies: PolicyTable, isComplete: Bool, stopped: String? = nil, leftOut: Int = 0) {
    self.policies = policies
    self.isComplete = isComplete
    self.stopped = stopped
    self.leftOut = leftOut
  }
}

/// What came of sending a batch.
package enum BatchAnswer: Sendable {
  /// The server committed it. `createdIDs` are the ids of the created policies in the order of the posts.
  case applied(createdIDs: [PolicyID], body: Data, rayID: String?)
  /// The server refused it and did nothing.
  case refused(Problem, body: Data?)
  /// The server asked for fewer requests and did nothing.
  case rateLimited(Problem, retryAfter: Double?)
  /// The body was never asked for: nothing can have arrived.
  case notSent(Problem)
  /// It was sent, or may have been, and the answer does not say what became of it.
  case unknown(Problem, body: Data?)
}
