/// Rows in buckets, one for each pattern.
struct FiledRows: Sendable {
  private var buckets: [Bucket] = []
  private var places: [PatternKey: Int] = [:]

  init(capacity: Int) {
    buckets.reserveCapacity(capacity)
    places.reserveCapacity(capacity)
  }

  /// The place of the row's bucket, and whether the row is the first in it; rows are added in ascending order.
  mutating func add(_ row: Int, _ grants: Grants, under key: PatternKey) -> (place: Int, isFirst: Bool) {
    // One look, which finds the bucket or names the next one.
    func value(_ place: inout Int) -> Int { place }
    let place = value(&places[key, default: buckets.count])
    guard place < buckets.count else {
      buckets.append(Bucket(row, grants))
      return (place, true)
    }
    buckets[place].add(row, grants)
    return (place, false)
  }

  func place(of key: PatternKey) -> Int? { places[key] }

  subscript(place: Int) -> Bucket { buckets[place] }
}
