import ArgumentParser
import PolicyCore

/// What a person says when a batch is to be sent.
struct SendOptions: ParsableArguments {
  @Flag(help: "Confirm what a single key would confirm on the screen.")
  var yes = false
  @Option(help: "Send only if the batch has this fingerprint (64 hexadecimal digits); with --split one for each part.")
  var accept: [String] = []
  @Flag(help: "Send more than a batch holds as several, which are not atomic together.")
  var split = false
  @Flag(help: "Send also what may have been done, or is there, already.")
  var again = false
  @Option(help: "Why, for the history.")
  var reason: String?
  @Option(help: "Wait so many seconds for another process that is submitting.")
  var wait = 0

  func validate() throws {
    guard accept.allSatisfy(\.isDigest) else {
      throw ValidationError("--accept takes the fingerprint of a review: 64 hexadecimal digits.")
    }
    guard split || accept.count < 2 else { throw ValidationError("Without --split there is one --accept at most.") }
    guard (0...86_400).contains(wait) else { throw ValidationError("--wait takes seconds, from 0 to 86400.") }
  }

  /// Whether this very batch was accepted.
  func accepts(_ review: Review) -> Bool { accept.contains { $0.lowercased() == review.fingerprint.hex } }
}

extension String {
  /// Whether it is a SHA-256 as 64 hexadecimal digits.
  var isDigest: Bool { utf8.count == 64 && allSatisfy { $0.isASCII && $0.isHexDigit } }
}
