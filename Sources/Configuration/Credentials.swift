/// Text that must not be seen: describing, printing or dumping it shows a placeholder.
///
/// It is not `Codable`, so that it cannot end in a file by accident.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The text itself, for the one place that sends it.
  package let value: String

  package init(_ value: String) { self.value = value }

  package var description: String { "‹secret›" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What proves to the API who is asking.
package enum Credentials: Hashable, Sendable {
  /// An API token, sent as a bearer token.
  case token(Secret)
  /// The global API key of a person, sent with the e-mail address.
  case key(email: String, key: Secret)
}
