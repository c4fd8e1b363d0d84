/// What lies between a client and the sandbox: nothing that takes time, or a line as slow as one likes.
package struct Link: Sendable, Equatable {
  /// How long a request and its answer are under way, beside what their bytes take; as long again for connecting.
  package var latency: Duration
  /// How many thousand bits get through in a second, each way, for all connections together; nil means all at once.
  package var bandwidth: Int?

  package static let latencies = 0...60_000
  package static let bandwidths = 1...10_000_000

  /// Loopback as it is.
  package static let none = Link()

  package init(latency: Duration = .zero, bandwidth: Int? = nil) {
    self.latency = latency
    self.bandwidth = bandwidth
  }
}

/// When bytes get through a line that lets so many through in a second: they queue in the order in which they come.
struct LineSchedule {
  /// Whoever sleeps wakes late: so much of the time that is lost thereby is caught up.
  static let slack = Duration.milliseconds(50)

  private let bitsPerSecond: Int
  private var freeAt: ContinuousClock.Instant

  init(kilobits: Int, from start: ContinuousClock.Instant) {
    bitsPerSecond = max(kilobits, 1) * 1000
    freeAt = start
  }

  /// How much is sent at a time: what passes in 20 ms, so that connections share the line, and at least a packet's worth.
  var portion: Int { min(max(bitsPerSecond / 8 / 50, 1400), 64 << 10) }

  /// Takes the line for so many bytes, and gives the time when the last of them is through.
  mutating func pass(_ bytes: Int, at now: ContinuousClock.Instant) -> ContinuousClock.Instant {
    let nanoseconds = Double(bytes) * 8 / Double(bitsPerSecond) * 1e9
    freeAt = max(freeAt, now - Self.slack) + .nanoseconds(Int64(nanoseconds))
    return freeAt
  }
}
