/// Rows in buckets, one for each pattern.
struct FiledRows: Sendable {
  private var buckets: [Bucket] = []
  private var places: [PatternDigest: Int32] = [:]

  init(capacity: Int) {
    buckets.reserveCapacity(capacity)
    places.reserveCapacity(capacity)
  }

  /// The place of the row's bucket, and whether the row is the first in it; rows are added in ascending order.
  mutating func add(_ row: Int, _ grants: Grants, under key: PatternKey) -> (place: Int, isFirst: Bool) {
    // One look, which finds the bucket or names the next one.
    func value(_ place: inout Int32) -> Int { Int(place) }
    let place = value(&places[PatternDigest(key), default: Int32(buckets.count)])
    guard place < buckets.count else {
      buckets.append(Bucket(row, grants))
      return (place, true)
    }
    buckets[place].add(row, grants)
    return (place, false)
  }

  func place(of key: PatternKey) -> Int? { places[PatternDigest(key)].map { Int($0) } }

  subscript(place: Int) -> Bucket { buckets[place] }
}

/// What stands for a key where a hundred thousand are kept: 128 bits of it, a sixth of its size.
///
/// Two halves of a keyed hash whose keys are drawn anew in each process: that two keys of a million share one has a
/// chance of one in 10^26, and nobody can look for such a pair.
private struct PatternDigest: Hashable {
  private let high: UInt64
  private let low: UInt64

  init(_ key: PatternKey) {
    var hasher = Hasher()
    hasher.combine(key)
    var other = hasher
    hasher.combine(Self.seeds.0)
    other.combine(Self.seeds.1)
    high = UInt64(bitPattern: Int64(hasher.finalize()))
    low = UInt64(bitPattern: Int64(other.finalize()))
  }

  static func == (left: PatternDigest, right: PatternDigest) -> Bool {
    left.high == right.high && left.low == right.low
  }

  func hash(into hasher: inout Hasher) { hasher.combine(high) }

  private static let seeds = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
}
