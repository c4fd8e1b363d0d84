import ArgumentParser

/// How much is logged: what stands at a level, and all before it.
enum LogLevel: String, CaseIterable, Comparable, ExpressibleByArgument {
  case off
  /// What went wrong.
  case error
  /// Starts, requests and submissions as well.
  case info
  /// The headers of requests and answers as well.
  case debug

  static func < (one: LogLevel, other: LogLevel) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
