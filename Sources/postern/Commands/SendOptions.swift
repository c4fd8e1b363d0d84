import ArgumentParser

/// What a person says when a batch is to be sent.
struct SendOptions: ParsableArguments {
  @Flag(help: "Confirm what a single key would confirm on the screen.")
  var yes = false
  @Option(help: "Send only if the batch has this fingerprint (64 hexadecimal digits).")
  var accept: String?
  @Flag(help: "Send also what may have been done, or is there, already.")
  var again = false
  @Option(help: "Why, for the history.")
  var reason: String?
  @Option(help: "Wait so many seconds for another process that is submitting.")
  var wait = 0

  func validate() throws {
    if let accept, accept.utf8.count != 64 || !accept.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
      throw ValidationError("--accept takes the fingerprint of a review: 64 hexadecimal digits.")
    }
    guard (0...86_400).contains(wait) else { throw ValidationError("--wait takes seconds, from 0 to 86400.") }
  }
}
