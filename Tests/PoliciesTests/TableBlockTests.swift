import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

@Suite("A table as bytes")
struct TableBlockTests {
  private static func table(_ count: Int, seed: UInt64) -> PolicyTable {
    var generator = SeededGenerator(seed: seed)
    return PolicyTable(
      (0..<count).map { number in
        let id = number.isMultiple(of: 2) ? "id-\(number)" : UUID().uuidString.lowercased()
        let policy = AllowPolicy.random(id: id, using: &generator)
        return number.isMultiple(of: 5) ? policy.odd(using: &generator) : policy
      }
    )
  }

  @Test("blocks give back the table that they were made of", arguments: 1...20 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    let table = Self.table(50, seed: seed)
    let blocks = [0..<7, 7..<7, 7..<31, 31..<50].map { Data(TableBlock.encode(table, rows: $0)) }
    let again = try #require(PolicyTable(blocks: blocks))
    #expect(Array(again) == Array(table), "seed \(seed)")
    #expect(PolicyTable(blocks: blocks + [blocks[0]]) == nil || blocks[0].count == 16)
  }

  @Test("bytes that are cut or changed are no block, or one whose parts agree", arguments: 1...8 as ClosedRange<UInt64>)
  func damaged(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bytes = Data(TableBlock.encode(Self.table(20, seed: seed), rows: 0..<20))
    for length in 0..<bytes.count { #expect(PolicyTable(blocks: [bytes.prefix(length)]) == nil, "\(length)") }
    var taken = 0
    for _ in 0..<2000 {
      var other = bytes
      other[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      guard let table = PolicyTable(blocks: [other]) else { continue }
      taken += 1
      let again = try #require(PolicyTable(blocks: [Data(TableBlock.encode(table, rows: 0..<table.count))]))
      #expect(Array(again) == Array(table))
    }
    #expect(taken > 0, "a text may say anything")
  }
}
