package import Values

/// The tag `expires:YYYY-MM-DD` in a comment, by which people say when a policy is to end; the API itself knows no expiry.
package struct ExpiryTag: Hashable, Sendable {
  /// As it stands in the comment.
  let day: String
  package let start: Instant

  /// When the day is over, in UTC.
  var end: Instant { Instant(microseconds: start.microseconds + 86_400_000_000) }

  /// The span that stands for no tag at all in a filter.
  package static let absent = Instant.distantPast..<Instant.distantPast

  /// The first tag in a comment; nil where there is none, or what follows is no date.
  package init?(in comment: String?) {
    // Nearly no comment has one, and looking for a colon is quick.
    guard let comment, comment.utf8.contains(UInt8(ascii: ":")), let tag = comment.firstRange(of: "expires:") else {
      return nil
    }
    let text = comment[tag.upperBound...].prefix(10)
    let digits = text.split(separator: "-", omittingEmptySubsequences: false)
    let parts = digits.compactMap { Int($0) }
    guard digits.map(\.utf8.count) == [4, 2, 2], parts.count == 3,
      let start = Instant(year: parts[0], month: parts[1], day: parts[2])
    else { return nil }
    day = String(text)
    self.start = start
  }
}
