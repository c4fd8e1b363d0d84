/// The rows that share a key, by what they exempt from.
///
/// Only the first row of each class is ever asked for, so that a thousand duplicates cost as little as two.
struct Bucket: Sendable {
  private struct Class: Sendable {
    let grants: Grants
    var rows: [Int32]
  }

  /// Most keys have one row, which needs no array.
  private let first: Int32
  private let firstGrants: Grants
  private var classes: [Class] = []

  init(_ row: Int, _ grants: Grants) {
    first = Int32(row)
    firstGrants = grants
  }

  /// Rows are added in ascending order.
  mutating func add(_ row: Int, _ grants: Grants) {
    if classes.isEmpty { classes = [Class(grants: firstGrants, rows: [first])] }
    if let place = classes.firstIndex(where: { $0.grants == grants }) {
      classes[place].rows.append(Int32(row))
    } else {
      classes.append(Class(grants: grants, rows: [Int32(row)]))
    }
  }

  /// Adds the first row of each class, of those that are wanted.
  func add(where isWanted: (Int) -> Bool, to found: inout [FoundRow]) {
    guard !classes.isEmpty else {
      if isWanted(Int(first)) { found.append(FoundRow(row: Int(first), grants: firstGrants)) }
      return
    }
    for place in classes.indices {
      guard let row = classes[place].rows.first(where: { isWanted(Int($0)) }) else { continue }
      found.append(FoundRow(row: Int(row), grants: classes[place].grants))
    }
  }

  /// Every row.
  var rows: [Int] {
    classes.isEmpty ? [Int(first)] : classes.flatMap { $0.rows.map(Int.init) }
  }
}

/// A row of an index that was asked for, and what its policy exempts from.
struct FoundRow: Sendable {
  let row: Int
  let grants: Grants
  /// Its place among all: of two equals, the one with the lower rank was there first.
  private(set) var rank: Int
  /// Whether it is a row of what a batch leaves, and not of the list.
  private(set) var isChanged = false

  init(row: Int, grants: Grants) {
    self.row = row
    self.grants = grants
    rank = row
  }

  /// The same row, as one of what a batch leaves.
  func changed(rank: Int) -> FoundRow {
    var other = self
    other.rank = rank
    other.isChanged = true
    return other
  }
}
