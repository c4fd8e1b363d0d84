import Foundation

/// The dates that headers carry.
enum HTTPDate {
  /// Reads the one date form that may still be sent, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
  static func date(_ text: String) -> Date? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: words[2]) else { return nil }
    // Numbers of any size may come here; a calendar is only asked about those that a date can have.
    guard words[1].utf8.count == 2, words[3].utf8.count == 4, words[4].utf8.count == 8 else { return nil }
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
