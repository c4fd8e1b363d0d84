import Foundation

/// The `retry-after` header: seconds, or a date (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// Gives the seconds to wait from `now` on, never fewer than none; nil for a text that is neither form.
  static func seconds(_ text: String, now: Date) -> Double? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E }), let seconds = Double(text) {
      return min(seconds, longest)
    }
    guard let date = date(text) else { return nil }
    return min(max(0, date.timeIntervalSince(now)), longest)
  }

  /// A year: enough for "not now", and far from what a duration can hold.
  private static let longest: Double = 31_536_000

  /// Reads the one date form that may still be sent, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
  private static func date(_ text: String) -> Date? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: words[2]) else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, let day = Int(words[1]), let year = Int(words[3]) else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = DateComponents(
      year: year,
      month: month + 1,
      day: day,
      hour: clock[0],
      minute: clock[1],
      second: clock[2]
    )
    return parts.isValidDate(in: calendar) ? calendar.date(from: parts) : nil
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
