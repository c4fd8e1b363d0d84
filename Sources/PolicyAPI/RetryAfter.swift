import Foundation

/// The `retry-after` header: seconds, or a date (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// Gives the seconds to wait from `now` on, never fewer than none; nil for a text that is neither form.
  static func seconds(_ text: String, now: Date) -> Double? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E }), let seconds = Double(text) {
      return min(seconds, longest)
    }
    guard let date = HTTPDate.date(text) else { return nil }
    return min(max(0, date.timeIntervalSince(now)), longest)
  }

  /// A year: enough for "not now", and far from what a duration can hold.
  private static let longest: Double = 31_536_000
}
