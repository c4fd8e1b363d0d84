/// A piece of work at any size.
struct Benchmark: Sendable {
  /// An area and what of it, such as `cache/head`.
  let name: String
  /// What one measured time stands for.
  let what: String
  /// Makes everything ready for so many policies; what that takes is not measured.
  let prepare: @Sendable (Int) async throws -> Work

  init(_ name: String, _ what: String, prepare: @escaping @Sendable (Int) async throws -> Work) {
    self.name = name
    self.what = what
    self.prepare = prepare
  }

  static let all =
    loading + caching + filtering + sorting + counting + judging + reviewing + overlapping + messages + replaying
    + refreshing
}

/// What is measured.
struct Work: Sendable {
  /// How many bytes a run goes through, where a rate says more than a time; else zero.
  var bytes = 0
  /// How many times a run does the same: the time is told for one.
  var times = 1
  /// Work that counts for its memory is done once, as a second run would use what the first gave back.
  var isOnce = false
  let run: @Sendable () async throws -> Void

  init(bytes: Int = 0, times: Int = 1, isOnce: Bool = false, run: @escaping @Sendable () async throws -> Void) {
    self.bytes = bytes
    self.times = times
    self.isOnce = isOnce
    self.run = run
  }
}

/// That a benchmark did not do what it is there for: a figure of it would say nothing.
struct Unexpected: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws {
    guard condition else { throw Unexpected(description()) }
  }
}
