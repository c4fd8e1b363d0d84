import Foundation

/// What came of a benchmark at a size.
struct Measurement: Codable, Sendable {
  let name: String
  let what: String
  let policies: Int
  let runs: Int
  /// In milliseconds, for one piece of work.
  let median: Double
  let fastest: Double
  let slowest: Double
  /// Millions of bytes a second, by the median; nil where bytes are not what it is about.
  let megabytesPerSecond: Double?
  /// How much the process grew at most while the work was done, in MB, beyond what it was made ready with.
  let growth: Double
  /// The most memory of the process, in MB, from the work's begin on.
  let peak: Double
}

extension Measurement {
  private static let mostRuns = 200

  /// Runs a benchmark once for nothing, and then as often as the time allows, three times at the least.
  static func of(_ benchmark: Benchmark, policies: Int, within limit: Duration) async throws -> Measurement {
    let work = try await benchmark.prepare(policies)
    if !work.isOnce { try await work.run() }
    let before = Memory.beginAnew()
    let clock = ContinuousClock()
    let end = clock.now + limit
    var times: [Double] = []
    repeat {
      times.append(try await clock.measure { try await work.run() } / .milliseconds(1) / Double(work.times))
    } while !work.isOnce && times.count < mostRuns && (clock.now < end || times.count < 3)
    let peak = Memory.peak
    times.sort()
    let median = times[times.count / 2]
    return Measurement(
      name: benchmark.name,
      what: benchmark.what,
      policies: policies,
      runs: times.count,
      median: median,
      fastest: times[0],
      slowest: times[times.count - 1],
      megabytesPerSecond: work.bytes > 0 ? Double(work.bytes) / median / 1000 : nil,
      growth: max(0, peak - before),
      peak: peak
    )
  }
}

/// The memory of this process, as the system counts it, in MB.
enum Memory {
  static var peak: Double { value("VmHWM:") }

  /// Lets the peak begin anew, and gives the memory as it is now.
  static func beginAnew() -> Double {
    // Where the system does not let it, the peak is that of the whole process.
    try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    return value("VmRSS:")
  }

  private static func value(_ name: String) -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
    let kibibytes = line.split(separator: " ").compactMap { Double($0) }.first
    return (kibibytes ?? 0) * 1024 / 1e6
  }
}
