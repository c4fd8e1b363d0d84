/// One part of a message that an allow policy may look at: what it is, or why it is not known.
package enum MailPart<Value: Hashable & Sendable>: Hashable, Sendable {
  case given(Value)
  /// The message has none, or nobody named one: nothing matches by it.
  case notGiven
  /// The message has one and does not say which, for this reason: a sentence.
  case untold(String)

  package var value: Value? {
    guard case .given(let value) = self else { return nil }
    return value
  }

  package var reason: String? {
    guard case .untold(let reason) = self else { return nil }
    return reason
  }
}
