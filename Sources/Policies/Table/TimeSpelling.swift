import Values

/// How a time is written: in one of the usual ways of RFC 3339, so that a number says it all, or in another.
package enum TimeSpelling: UInt32, Hashable, Sendable {
  case none = 0
  /// `2026-08-14T09:12:00Z`
  case seconds = 1
  case milliseconds = 2
  case microseconds = 3
  /// Kept verbatim.
  case odd = 7

  /// The spelling of a text, and its moment in microseconds since 1970; `odd` where the text does not follow from the
  /// number to the byte.
  package static func of(_ text: UnsafeBufferPointer<UInt8>) -> (spelling: TimeSpelling, moment: Int64) {
    let spelling: TimeSpelling
    switch text.count {
    case 20: spelling = .seconds
    case 24: spelling = .milliseconds
    case 27: spelling = .microseconds
    default: return (.odd, 0)
    }
    func number(_ start: Int, _ count: Int) -> Int? {
      var value = 0
      for index in start..<start + count {
        guard case 0...9 = text[index] &- UInt8(ascii: "0") else { return nil }
        value = value * 10 + Int(text[index] &- UInt8(ascii: "0"))
      }
      return value
    }
    func stands(_ sign: Unicode.Scalar, _ place: Int) -> Bool { text[place] == UInt8(ascii: sign) }
    guard stands("-", 4), stands("-", 7), stands("T", 10), stands(":", 13), stands(":", 16),
      stands("Z", text.count - 1),
      text.count == 20 || stands(".", 19), let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
      let whole = Instant(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { return (.odd, 0) }
    guard text.count > 20 else { return (spelling, whole.microseconds) }
    let digits = text.count - 21
    guard let fraction = number(20, digits) else { return (.odd, 0) }
    return (spelling, whole.microseconds + Int64(digits == 3 ? fraction * 1000 : fraction))
  }

  package static func of(_ text: String) -> (spelling: TimeSpelling, moment: Int64) {
    var text = text
    return text.withUTF8 { of($0) }
  }

  /// The text of a moment of the years 0 to 9999.
  package func text(of moment: Int64) -> String {
    String(unsafeUninitializedCapacity: Self.longest) { write(moment, to: $0) }
  }

  /// Appends that text.
  package func append(_ moment: Int64, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longest) { buffer in
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<write(moment, to: buffer)]))
    }
  }

  private static let longest = 27

  /// Gives how many bytes it has written.
  private func write(_ moment: Int64, to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let (seconds, fraction) = Self.divided(moment, 1_000_000)
    let (days, second) = Self.divided(seconds, 86_400)
    // Days since 1 March of the year 0, in eras of 400 years (the proleptic Gregorian calendar).
    let (era, dayOfEra) = Self.divided(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    var place = 0
    func put(_ number: Int64, _ digits: Int) {
      var rest = number
      for index in stride(from: place + digits - 1, through: place, by: -1) {
        buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      place += digits
    }
    func put(_ sign: Unicode.Scalar) {
      buffer[place] = UInt8(ascii: sign)
      place += 1
    }
    put(year, 4)
    put("-")
    put(month, 2)
    put("-")
    put(day, 2)
    put("T")
    put(second / 3600, 2)
    put(":")
    put(second / 60 % 60, 2)
    put(":")
    put(second % 60, 2)
    if self != .seconds { put(".") }
    if self == .milliseconds { put(fraction / 1000, 3) }
    if self == .microseconds { put(fraction, 6) }
    put("Z")
    return place
  }

  /// Rounds down below zero too.
  private static func divided(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
    let rest = value % divisor
    return rest < 0 ? (value / divisor - 1, rest + divisor) : (value / divisor, rest)
  }
}
