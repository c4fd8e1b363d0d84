import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import PolicyQuery
@testable import Values

struct QueryDateTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("1970-01-01t00:00:01.5z", 1_500_000),
    ("1969-12-31T23:59:59Z", -1_000_000),
    ("2026-08-14T09:12:00Z", 1_786_698_720_000_000),
    ("2026-08-14T09:12:00.123456Z", 1_786_698_720_123_456),
    ("2026-08-14T09:12:00.123456789Z", 1_786_698_720_123_456),
    ("2026-08-14T11:12:00+02:00", 1_786_698_720_000_000),
    ("2026-08-14T03:42:00-05:30", 1_786_698_720_000_000),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
  ])
  func `a timestamp is read to the microsecond`(text: String, microseconds: Int64) {
    #expect(Instant(rfc3339: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2026-08-14", "2026-08-14T09:12:00", "2026-08-14T09:12:00.Z", "2026-08-14T09:12:00.12", "2026-13-01T00:00:00Z",
    "2023-02-29T00:00:00Z", "2026-08-14T24:00:00Z", "2026-08-14T09:60:00Z", "2026-08-14T09:12:61Z",
    "2026-08-14 09:12:00Z", "2026-08-14T09:12:00ZZ", "2026-08-14T09:12:00+0200", "2026-08-14T09:12:00*02:00",
    "2026/08/14T09:12:00Z", "２026-08-14T09:12:00Z",
  ])
  func `what is no timestamp is not read`(text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test
  func `moments are those of Foundation`() throws {
    let seed: UInt64 = 7
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      // Foundation counts by the Julian calendar before 1582.
      let seconds = Int64.random(in: -11_676_096_000...253_402_300_799, using: &generator)
      let date = Date(timeIntervalSince1970: Double(seconds))
      let text = date.formatted(Date.ISO8601FormatStyle())
      #expect(Instant(rfc3339: text)?.microseconds == seconds * 1_000_000, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: [
    ("2026", "2026-01-01T00:00:00Z", "2026-12-31T23:59:59.999999Z"),
    ("2024", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59.999999Z"),
    ("2026-02", "2026-02-01T00:00:00Z", "2026-02-28T23:59:59.999999Z"),
    ("2026-08-14", "2026-08-14T00:00:00Z", "2026-08-14T23:59:59.999999Z"),
    ("2026-08-14T09", "2026-08-14T09:00:00Z", "2026-08-14T09:59:59.999999Z"),
    ("2026-08-14t09:12", "2026-08-14T09:12:00Z", "2026-08-14T09:12:59.999999Z"),
    ("2026-08-14T09:12:07", "2026-08-14T09:12:07Z", "2026-08-14T09:12:07.999999Z"),
    ("2026-08-14T09:12:07Z", "2026-08-14T09:12:07Z", "2026-08-14T09:12:07.999999Z"),
    ("2026-08-14T09:12:07.25Z", "2026-08-14T09:12:07.25Z", "2026-08-14T09:12:07.25Z"),
  ])
  func `a date stands for the whole of what it names`(text: String, first: String, last: String) throws {
    let first = try #require(Instant(rfc3339: first))
    let last = try #require(Instant(rfc3339: last))
    let end = Instant(microseconds: last.microseconds + 1)
    #expect(DateBound(parsing: text) == .span(first..<end))
    #expect(DateBound(parsing: ">" + text) == .span(end..<Instant.distantFuture))
    #expect(DateBound(parsing: ">=" + text) == .span(first..<Instant.distantFuture))
    let earliest = Instant(microseconds: .min + 1)
    #expect(DateBound(parsing: "<" + text) == .span(earliest..<first))
    #expect(DateBound(parsing: "<=" + text) == .span(earliest..<end))
  }

  @Test(arguments: ["", ">", "<=", "2", ">20", "2026-", "2026-0", "2026-08-1", "2026-08-14T", "2026-08-14T09:1"])
  func `the beginning of a date is incomplete`(text: String) {
    #expect(DateBound(parsing: text) == .incomplete)
  }

  @Test(arguments: ["x", "=2026", "26-08", "2026-8-14", "2026-02-30", "2026-00", "2026-08-14T25", "2026x", "٢٠٢٦"])
  func `what cannot become a date is wrong`(text: String) {
    #expect(DateBound(parsing: text) == .wrong)
  }
}
