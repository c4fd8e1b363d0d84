import Foundation

/// RFC 3339 timestamps in UTC, counted in microseconds since 1970.
///
/// Written out by hand: the generator makes three of them for each of 100,000 policies, and must give the same bytes on
/// every system.
enum Timestamp {
  static let microsPerSecond: Int64 = 1_000_000

  /// Gives the present time in microseconds since 1970.
  static func now() -> Int64 {
    Int64((Date().timeIntervalSince1970 * Double(microsPerSecond)).rounded())
  }

  /// Writes a time with so many fractional digits, 0 to 6; further digits are cut off.
  static func text(_ micros: Int64, fractionDigits: Int = 6) -> String {
    let (seconds, fraction) = dividing(micros, by: microsPerSecond)
    let (day, secondOfDay) = dividing(seconds, by: 86_400)
    let (year, month, dayOfMonth) = date(daysSince1970: day)
    var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
    text += "\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2))"
    if fractionDigits > 0 { text += "." + padded(fraction, 6).prefix(fractionDigits) }
    return text + "Z"
  }

  /// Tells whether a text has the shape of an RFC 3339 time: `2026-01-31T09:00:00`, a fraction or none, `Z` or an offset.
  static func isWellFormed(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    guard rest.count >= 20, take("dddd-dd-ddTdd:dd:dd", from: &rest) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let fraction = rest.prefix(while: isDigit)
      guard (1...9).contains(fraction.count) else { return false }
      rest = rest.dropFirst(fraction.count)
    }
    if take("Z", from: &rest) { return rest.isEmpty }
    return (take("+dd:dd", from: &rest) || take("-dd:dd", from: &rest)) && rest.isEmpty
  }

  /// Gives the time that a text names, in microseconds since 1970; nil for what is no RFC 3339 time.
  static func micros(of text: String) -> Int64? {
    guard isWellFormed(text) else { return nil }
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int64 {
      bytes[start..<start + count].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
    let day = daysSince1970(year: number(0, 4), month: number(5, 2), day: number(8, 2))
    var seconds = ((day * 24 + number(11, 2)) * 60 + number(14, 2)) * 60 + number(17, 2)
    let digits = bytes[19] == UInt8(ascii: ".") ? bytes[20...].prefix(while: isDigit) : []
    let end = digits.isEmpty ? 19 : 20 + digits.count
    if bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") {
      let offset = (number(end + 1, 2) * 60 + number(end + 4, 2)) * 60
      seconds += bytes[end] == UInt8(ascii: "+") ? -offset : offset
    }
    let fraction = (0..<6).reduce(Int64(0)) { sum, place in
      sum * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - UInt8(ascii: "0")) : 0)
    }
    return seconds * microsPerSecond + fraction
  }

  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    // Counted from March, so that the leap day ends the year.
    let marchYear = month > 2 ? year : year - 1
    let (era, yearOfEra) = dividing(marchYear, by: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Takes a shape, in which `d` stands for a digit, off the front of some bytes; leaves them alone if they differ.
  private static func take(_ shape: StaticString, from bytes: inout ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= shape.utf8CodeUnitCount else { return false }
    let matches = shape.withUTF8Buffer { shape in
      zip(shape, bytes).allSatisfy { wanted, found in
        wanted == UInt8(ascii: "d") ? isDigit(found) : wanted == found
      }
    }
    if matches { bytes = bytes.dropFirst(shape.utf8CodeUnitCount) }
    return matches
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func dividing(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let remainder = value % divisor
    return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
  }

  /// Gives the Gregorian date of a day number; years are counted from March, so that the leap day ends the year.
  private static func date(daysSince1970 day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let daysInEra: Int64 = 146_097
    let (era, dayOfEra) = dividing(day + 719_468, by: daysInEra)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth)
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
  }
}
