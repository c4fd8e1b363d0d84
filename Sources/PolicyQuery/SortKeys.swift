import Foundation
import Policies

/// What rows are compared by, one column for each key of an order.
struct SortKeys: Sendable {
  struct Column: Sendable {
    /// Complemented where the order descends, so that the smaller number always comes first.
    var numbers: [UInt64]
    /// The whole of the text whose first bytes are the number; nil for a column that is no text.
    var text: NaturalText?
    let isAscending: Bool
  }

  private(set) var columns: [Column]
  /// The places in the queue of policies that are new, counted from 1, and zero for the others; nil where none is new.
  private let queued: [Int]?
  /// Each id that is a UUID as a number, whose order is that of the texts; else zero.
  private let ids: [UInt128]
  /// For the rare rows whose id is no UUID.
  private let list: PolicyList

  init(columns: [Column], of list: PolicyList, queued: [Int]? = nil) {
    self.columns = columns
    self.list = list
    self.queued = queued
    ids = list.table.columns.ids
  }

  /// Whether this row comes before a row of other keys that were made for the same order.
  func places(_ row: Int, before other: SortKeys, _ otherRow: Int) -> Bool {
    for (left, right) in zip(columns, other.columns) {
      let difference = Self.compare(left, row, right, otherRow)
      if difference != 0 { return difference < 0 }
    }
    // Of equals the new ones come first, in the order in which they were queued: that of the file, most often.
    let (place, otherPlace) = (queued?[row] ?? 0, other.queued?[otherRow] ?? 0)
    if place != otherPlace { return otherPlace == 0 || place != 0 && place < otherPlace }
    if ids[row] != 0, other.ids[otherRow] != 0 { return ids[row] < other.ids[otherRow] }
    return list.id(at: row) < other.list.id(at: otherRow)
  }

  private static func compare(_ left: Column, _ row: Int, _ right: Column, _ otherRow: Int) -> Int {
    let (number, other) = (left.numbers[row], right.numbers[otherRow])
    if number != other { return number < other ? -1 : 1 }
    guard let text = left.text, let otherText = right.text else { return 0 }
    let difference = text.compare(row, otherText, otherRow)
    return left.isAscending ? difference : -difference
  }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  /// As many bytes as fit, as a number that compares like them; what is missing counts as zero.
  init(leadingBytesOf bytes: Span<UInt8>) {
    self = 0
    for index in 0..<Swift.min(bytes.count, Self.bitWidth / 8) {
      self |= Self(bytes[index]) << (Self.bitWidth - 8 * (index + 1))
    }
  }
}

/// The texts of a column in a form whose bytes compare as people order them.
///
/// A run of digits becomes a mark, the count of its digits and the digits without leading zeros, so that longer numbers
/// come later.
struct NaturalText: Sendable {
  private var bytes: [UInt8] = []
  private var starts: [Int] = [0]

  /// A run of more digits counts as several numbers, because a byte holds the count.
  private static let longestRun = 250

  init(field: Int, of table: FoldedRows) {
    bytes.reserveCapacity(table.text.count)
    starts.reserveCapacity(table.count + 1)
    for row in 0..<table.count {
      append(table.text[table.field(field, of: row)])
      starts.append(bytes.count)
    }
  }

  private mutating func append(_ text: ArraySlice<CChar>) {
    var index = text.startIndex
    while index < text.endIndex {
      let byte = UInt8(bitPattern: text[index])
      guard Self.isDigit(byte) else {
        bytes.append(byte)
        index += 1
        continue
      }
      bytes.append(UInt8(ascii: "0"))
      while index < text.endIndex, UInt8(bitPattern: text[index]) == UInt8(ascii: "0") { index += 1 }
      let count = bytes.count
      bytes.append(0)
      while index < text.endIndex, bytes.count - count <= Self.longestRun, Self.isDigit(UInt8(bitPattern: text[index]))
      {
        bytes.append(UInt8(bitPattern: text[index]))
        index += 1
      }
      bytes[count] = UInt8(bytes.count - count - 1)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  func number(of row: Int) -> UInt64 {
    UInt64(leadingBytesOf: bytes.span.extracting(starts[row]..<starts[row + 1]))
  }

  /// Below zero where this row's text comes first, above where the other's does.
  func compare(_ row: Int, _ other: NaturalText, _ otherRow: Int) -> Int {
    let mine = starts[row]..<starts[row + 1]
    let theirs = other.starts[otherRow]..<other.starts[otherRow + 1]
    let order = bytes.withUnsafeBytes { left in
      other.bytes.withUnsafeBytes { right in
        let (left, right) = (left[mine], right[theirs])
        guard let first = UnsafeRawBufferPointer(rebasing: left).baseAddress,
          let second = UnsafeRawBufferPointer(rebasing: right).baseAddress
        else { return 0 }
        return Int(memcmp(first, second, min(mine.count, theirs.count)))
      }
    }
    return order != 0 ? order : mine.count - theirs.count
  }
}
