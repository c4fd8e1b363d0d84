package import Foundation

/// A moment in whole microseconds since 1970 UTC: how rows are compared by time.
///
/// RFC 3339 texts cannot be compared as texts where their fractions or offsets differ, and `Date` is slow to parse.
package struct Instant: Hashable, Comparable, Sendable {
  package let microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static let distantPast = Instant(microseconds: .min)
  package static let distantFuture = Instant(microseconds: .max)

  package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
}

extension Instant {
  /// Reads an RFC 3339 timestamp with any offset; nil if it is none.
  ///
  /// Digits after the sixth of the fraction are cut off. A leap second counts as the first second of the next minute.
  package init?(rfc3339 text: String) {
    let bytes = text.utf8.span
    guard bytes.count >= 20,
      let year = Self.number(bytes, 0, 4), let month = Self.number(bytes, 5, 2), let day = Self.number(bytes, 8, 2),
      let hour = Self.number(bytes, 11, 2), let minute = Self.number(bytes, 14, 2),
      let second = Self.number(bytes, 17, 2),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] | 0x20 == UInt8(ascii: "t"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), second <= 60,
      let whole = Instant(year: year, month: month, day: day, hour: hour, minute: minute)
    else { return nil }
    var fraction = 0
    var end = 19
    if bytes[end] == UInt8(ascii: ".") {
      end += 1
      var scale = 100_000
      while end < bytes.count, let digit = Self.number(bytes, end, 1) {
        fraction += digit * scale
        scale /= 10
        end += 1
      }
      guard end > 20 else { return nil }
    }
    guard let offset = Self.offset(bytes, at: end) else { return nil }
    microseconds = whole.microseconds + Int64((second - offset * 60) * 1_000_000 + fraction)
  }

  /// The moment of a date of the Gregorian calendar, in UTC; nil if there is no such date or time.
  ///
  /// Years have four digits, as in RFC 3339: a number of any size may come from a comment, and must not be reckoned with.
  package init?(year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
      hour < 24, minute < 60, second < 60
    else { return nil }
    // Counting the year from March on puts the leap day at its end.
    let marchYear = month > 2 ? year : year - 1
    let monthSinceMarch = (month + 9) % 12
    let dayOfYear = (153 * monthSinceMarch + 2) / 5 + day - 1
    let leapDays = Self.quotient(marchYear, 4) - Self.quotient(marchYear, 100) + Self.quotient(marchYear, 400)
    let daysBefore1970 = 719_468
    let days = marchYear * 365 + leapDays + dayOfYear - daysBefore1970
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    microseconds = Int64(seconds) * 1_000_000
  }

  package static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Rounds down below zero too: January and February of the year 0 belong to the year -1 here.
  private static func quotient(_ value: Int, _ divisor: Int) -> Int {
    (value < 0 ? value - divisor + 1 : value) / divisor
  }

  private static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var result = 0
    for index in start..<(start + count) {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      result = result * 10 + Int(digit)
    }
    return result
  }

  /// The offset from UTC in minutes that stands at the end.
  private static func offset(_ bytes: Span<UInt8>, at start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    if bytes[start] | 0x20 == UInt8(ascii: "z") { return start + 1 == bytes.count ? 0 : nil }
    guard bytes.count == start + 6, bytes[start + 3] == UInt8(ascii: ":"),
      let hours = number(bytes, start + 1, 2), let minutes = number(bytes, start + 4, 2), hours < 24, minutes < 60
    else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }
}

extension Instant {
  /// The moment, or `distantPast` where there is none or it cannot be read.
  package init(_ text: String?) {
    self = text.flatMap { Instant(rfc3339: $0) } ?? .distantPast
  }
}

extension Instant {
  /// The moment of a date, to the millisecond; dates beyond year 9999 are its end, those before year 0 its beginning.
  package init(_ date: Date) {
    let seconds = min(max(date.timeIntervalSince1970, -62_167_219_200), 253_402_300_799)
    self.init(microseconds: Int64((seconds * 1000).rounded(.down)) * 1000)
  }
}
