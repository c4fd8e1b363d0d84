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

  /// The first row of each class, of those that are wanted.
  func representatives(where isWanted: (Int) -> Bool) -> [FoundRow] {
    if classes.isEmpty { return isWanted(Int(first)) ? [FoundRow(row: Int(first), grants: firstGrants)] : [] }
    return classes.compactMap { group in
      group.rows.first { isWanted(Int($0)) }.map { FoundRow(row: Int($0), grants: group.grants) }
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
}
