import Synchronization

/// Counts the requests that are being carried out or answered, so that a sandbox that stops can let them finish.
final class Leases: Sendable {
  /// One such request, as long as somebody holds it.
  final class Lease: Sendable {
    private let leases: Leases

    fileprivate init(_ leases: Leases) { self.leases = leases }
    deinit { leases.end() }
  }

  private let count = Mutex(0)

  func begin() -> Lease {
    count.withLock { $0 += 1 }
    return Lease(self)
  }

  private func end() { count.withLock { $0 -= 1 } }

  /// Returns when none is left, or the time is up.
  func drained(within limit: Duration) async {
    let deadline = ContinuousClock.now + limit
    while count.withLock({ $0 > 0 }), ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(2))
    }
  }
}
