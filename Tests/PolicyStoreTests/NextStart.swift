import Foundation
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore

/// Waits until no store has the state file in this folder open.
///
/// A store that is let go of closes its file when its last call has been cleared away, on another thread.
func waitUntilClosed(_ folder: String) async throws {
  guard FileManager.default.fileExists(atPath: "\(folder)/locks") else { return }
  let deadline = ContinuousClock.now + .seconds(120)
  while try FileLock("\(folder)/locks/in-use.lock") == nil {
    try #require(ContinuousClock.now < deadline, "somebody keeps the state file open")
    await Task.yield()
  }
}

extension TemporaryFolder {
  func waitUntilClosed() async throws {
    try await PolicyStoreTests.waitUntilClosed(path)
  }

  /// The store as the next start of the program finds it.
  func nextStart() async throws -> SQLiteDraftStore {
    try await waitUntilClosed()
    return try SQLiteDraftStore(folder: path)
  }
}
