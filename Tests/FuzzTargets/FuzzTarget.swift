/// A reader of something that comes from outside, as a function of bytes, with the promises that it makes.
///
/// A target lives in a file of its own beside its like and has a folder of seeds of its name under `Tests/FuzzTargets/Seeds`,
/// where what the fuzzer found is kept too. The test run replays those; `.ci/fuzz` looks for more.
package struct FuzzTarget: Sendable {
  package let name: String
  /// Reads the bytes.
  ///
  /// Throws a ``BrokenPromise`` where the reader says one thing and does another; crashing is worse.
  package let check: @Sendable ([UInt8]) throws -> Void

  init(_ name: String, _ check: @escaping @Sendable ([UInt8]) throws -> Void) {
    self.name = name
    self.check = check
  }

  package static let all: [FuzzTarget] = [
    answer, page, batch, csv, desired, plan, silences, configuration, theme, query, pattern, regex, cache, keys, dates,
    message,
    mbox, messages, mailLog,
  ]
}

/// That a reader did not crash and is wrong all the same.
package struct BrokenPromise: Error, CustomStringConvertible {
  package let description: String
}

/// Throws where the promise is broken.
func promise(_ isKept: Bool, _ words: @autoclosure () -> String) throws {
  if !isKept { throw BrokenPromise(description: words()) }
}

/// The bytes as a text, as every text from outside comes to be one.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
