package import Foundation

/// What the workspace needs to know of the world, given from outside so that tests can decide it.
package struct Surroundings: Sendable {
  package var now: @Sendable () -> Date
  /// Waits that many seconds; throws `CancellationError` when the task is cancelled.
  package var sleep: @Sendable (_ seconds: Double) async throws -> Void
  /// A fresh UUID, in lower case.
  package var newID: @Sendable () -> String
  /// The local user's name, for the history.
  package var user: String
  /// Who else is behind it, and where it runs; nil where that is not to be kept.
  package var origin: SubmissionOrigin?

  package init(
    now: @escaping @Sendable () -> Date,
    sleep: @escaping @Sendable (_ seconds: Double) async throws -> Void,
    newID: @escaping @Sendable () -> String,
    user: String,
    origin: SubmissionOrigin? = nil
  ) {
    self.now = now
    self.sleep = sleep
    self.newID = newID
    self.user = user
    self.origin = origin
  }

  /// The real clock, random ids, and the user who runs the program.
  package static var live: Surroundings {
    Surroundings(
      now: { Date() },
      sleep: { try await Task.sleep(for: .seconds($0)) },
      newID: { UUID().uuidString.lowercased() },
      user: NSUserName()
    )
  }
}
