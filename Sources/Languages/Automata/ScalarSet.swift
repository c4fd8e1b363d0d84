/// A set of Unicode scalar values as sorted, separate ranges.
///
/// Surrogates may be in it, as in a complement; no text has any, so they never matter.
package struct ScalarSet: Hashable, Sendable {
  /// In order; between two of them something is missing.
  package private(set) var ranges: [ClosedRange<UInt32>]

  static let last: UInt32 = 0x10FFFF

  init() { ranges = [] }

  init(_ scalar: UInt32) { ranges = [scalar...scalar] }

  init(_ range: ClosedRange<UInt32>) { ranges = [range] }

  /// Of ranges in any order, overlapping or not.
  init(_ unordered: [ClosedRange<UInt32>]) {
    ranges = []
    ranges.reserveCapacity(unordered.count)
    for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) { append(range) }
  }

  static let all = ScalarSet(0...last)
  /// What no text in question has: the control characters C0, DEL and C1; and surrogates, which no text at all has.
  static let outside = ScalarSet([0...0x1F, 0x7F...0x9F, 0xD800...0xDFFF])
  static let universe = outside.complement

  var isEmpty: Bool { ranges.isEmpty }

  package func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }

  /// Puts a range behind the others; it begins no earlier than the last of them.
  private mutating func append(_ range: ClosedRange<UInt32>) {
    if let last = ranges.last, range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound + 1 {
      ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    } else {
      ranges.append(range)
    }
  }

  mutating func insert(_ range: ClosedRange<UInt32>) {
    if let last = ranges.last, range.lowerBound < last.lowerBound {
      self = union(ScalarSet(range))
    } else {
      append(range)
    }
  }

  func union(_ other: ScalarSet) -> ScalarSet {
    if ranges.isEmpty { return other }
    if other.ranges.isEmpty { return self }
    return ScalarSet(ranges + other.ranges)
  }

  var complement: ScalarSet {
    var result = ScalarSet()
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.ranges.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.last { result.ranges.append(next...Self.last) }
    return result
  }

  func intersection(_ other: ScalarSet) -> ScalarSet {
    var result = ScalarSet()
    var left = 0
    var right = 0
    while left < ranges.count, right < other.ranges.count {
      let low = max(ranges[left].lowerBound, other.ranges[right].lowerBound)
      let high = min(ranges[left].upperBound, other.ranges[right].upperBound)
      if low <= high { result.ranges.append(low...high) }
      if ranges[left].upperBound < other.ranges[right].upperBound { left += 1 } else { right += 1 }
    }
    return result
  }

  func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.complement) }

  /// With the other case of every ASCII letter in it.
  var foldingASCII: ScalarSet {
    var result = self
    for range in ranges {
      for (letters, distance) in [(UInt32(0x41)...0x5A, Int32(32)), (0x61...0x7A, -32)] where range.overlaps(letters) {
        let part = range.clamped(to: letters)
        result = result.union(
          ScalarSet(Self.shifted(part.lowerBound, distance)...Self.shifted(part.upperBound, distance))
        )
      }
    }
    return result
  }

  private static func shifted(_ scalar: UInt32, _ distance: Int32) -> UInt32 {
    UInt32(bitPattern: Int32(bitPattern: scalar) &+ distance)
  }
}
