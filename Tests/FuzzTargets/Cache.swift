import Foundation

@testable import PolicyCore
@testable import Policies
@testable import PolicyQuery

extension FuzzTarget {
  /// A block of the cache: damaged bytes are no block, and what is one is written back as the same policies.
  static let cache = FuzzTarget("cache") { bytes in
    guard let table = PolicyTable(blocks: [Data(bytes)]) else { return }
    try isKept(table)
    _ = SearchIndex(PolicyList(table))
  }

  /// Whether the cache gives back what it is given.
  static func isKept(_ table: PolicyTable) throws {
    let again = PolicyTable(blocks: [Data(TableBlock.encode(table, rows: 0..<table.count))])
    try promise(again.map { Array($0) == Array(table) } ?? false, "the cache gives back something else")
  }
}
