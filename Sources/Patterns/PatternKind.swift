/// What a pattern that is not a regular expression has to be.
///
/// The API also knows the deprecated type UNKNOWN; there is nothing to check about such a pattern, so it has no case
/// here.
package enum PatternKind: String, CaseIterable, Hashable, Sendable {
  case email
  case domain
  case ip

  /// The kind that a text most likely means, or nil if it can be read as none of them.
  ///
  /// Addresses are tried before host names: `192.0.2.1` is never taken for a name.
  package static func likely(for text: String) -> PatternKind? {
    if (try? Network.parse(text)) != nil { return .ip }
    if (try? EmailAddress.parse(text)) != nil { return .email }
    if (try? HostName.parse(text)) != nil { return .domain }
    return nil
  }
}
