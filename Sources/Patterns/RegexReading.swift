/// What came of reading a regular expression.
package enum RegexReading: Sendable {
  /// It can be matched here, and nothing in it is known to mean something else to the API.
  case ready(PatternRegex)
  /// It is an expression neither for Java nor for PCRE2: unbalanced, a range upside down, nothing to repeat.
  case invalid(RegexProblem)
  /// It may be good Java, or mean something else there; nothing can be said of what it lets through.
  case unchecked(RegexProblem)

  package var regex: PatternRegex? {
    guard case .ready(let regex) = self else { return nil }
    return regex
  }
}

/// Why an expression was not taken, and where.
package struct RegexProblem: Error, Hashable, Sendable {
  /// A clause ("a group is not closed"), without a full stop, for use in a message.
  package let reason: String
  /// How many Unicode scalars stand before the place.
  package let offset: Int
  /// How many octets of UTF-8 stand before the place.
  package let byteOffset: Int

  init(reason: String, byteOffset: Int, in expression: String) {
    self.reason = reason
    self.byteOffset = min(byteOffset, expression.utf8.count)
    offset = String(decoding: expression.utf8.prefix(self.byteOffset), as: UTF8.self).unicodeScalars.count
  }

  init(reason: String, offset: Int, in expression: String) {
    self.reason = reason
    self.offset = offset
    byteOffset = String(String.UnicodeScalarView(expression.unicodeScalars.prefix(offset))).utf8.count
  }
}
