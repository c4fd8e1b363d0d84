/// Why the body of an answer cannot be read, to stand after "but".
struct UnreadableAnswer: Error {
  var reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
