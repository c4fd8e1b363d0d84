package import Values

/// That the findings of one rule on the policies with one pattern are accepted, as a file beside the policies says.
package struct Silence: Hashable, Sendable {
  package let rule: RuleName
  /// To the byte.
  @ByBytes package private(set) var pattern: String
  package let reason: String
  /// The last day on which it counts, such as `2026-12-31`, in UTC; nil for always.
  package let until: String?
  /// Where it stands in the file, counted from 1.
  package let line: Int

  package init(rule: RuleName, pattern: String, reason: String, until: String? = nil, line: Int = 1) {
    self.rule = rule
    self.pattern = pattern
    self.reason = reason
    self.until = until
    self.line = line
  }

  /// By which it is found.
  package struct Key: Hashable, Sendable {
    let rule: RuleName
    let pattern: ByBytes<String>

    package init(_ rule: RuleName, _ pattern: String) {
      self.rule = rule
      self.pattern = ByBytes(pattern)
    }
  }

  package var key: Key { Key(rule, pattern) }

  /// The first moment at which it no longer counts; nil where it always does, or where `until` is no day.
  package static func end(of day: String) -> Instant? {
    guard let start = Instant(rfc3339: "\(day)T00:00:00Z"), day.utf8.count == 10 else { return nil }
    return Instant(microseconds: start.microseconds + 86_400_000_000)
  }

  /// Whether it has run out.
  package func isOver(at now: Instant) -> Bool {
    until.flatMap { Self.end(of: $0) }.map { $0 <= now } ?? false
  }
}
