package import Foundation

/// A run of a table's rows as bytes: the columns one behind the other, and what is odd as JSON.
///
/// All numbers are little-endian. Whoever changes the layout raises ``version``. Four counts (rows, bytes of texts,
/// bytes of oddities, zero), then the columns: bits, starts, ids, three times, texts, oddities.
package enum TableBlock {
  package static let version: UInt32 = 1
  /// More rows than any block has.
  private static let mostRows = 1 << 20
  private static let headerSize = 16
  private static let bytesPerRow = 4 + 8 + 16 + 24

  // MARK: - Writing

  package static func encode(_ table: PolicyTable, rows: Range<Int>) -> [UInt8] {
    let columns = table.columns
    let (first, last) = (Int(columns.starts[2 * rows.lowerBound]), Int(columns.starts[2 * rows.upperBound]))
    let odd = oddities(of: columns, in: rows)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerSize + rows.count * bytesPerRow + last - first + odd.count)
    for count in [rows.count, last - first, odd.count, 0] { append(UInt32(count), to: &bytes) }
    for row in rows { append(columns.bits[row].raw, to: &bytes) }
    for place in 2 * rows.lowerBound..<2 * rows.upperBound { append(columns.starts[place] - UInt32(first), to: &bytes) }
    for row in rows { append(columns.ids[row], to: &bytes) }
    for times in [columns.created, columns.modified, columns.last] {
      for row in rows { append(times[row], to: &bytes) }
    }
    bytes += columns.texts[first..<last]
    bytes += odd
    return bytes
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// By the row within the block.
  private static func oddities(of columns: PolicyColumns, in rows: Range<Int>) -> Data {
    let odd = columns.oddRows.isEmpty ? [] : rows.filter { columns.bits[$0].isOdd }
    let values = odd.map { (Int32($0 - rows.lowerBound), columns.oddRows[Int32($0)] ?? OddValues()) }
    guard !values.isEmpty else { return Data() }
    return (try? JSONEncoder().encode(Dictionary(uniqueKeysWithValues: values))) ?? Data()
  }

  // MARK: - Reading

  /// How many rows a block says that it has, as far as its bytes could hold them.
  static func mostRows(in block: Data) -> Int {
    guard block.count >= headerSize else { return 0 }
    let said = block.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    return min(Int(said), (block.count - headerSize) / bytesPerRow)
  }

  /// Appends the block's rows; false where the bytes are no block.
  package static func decode(_ bytes: UnsafeRawBufferPointer, into builder: inout PolicyTableBuilder) -> Bool {
    guard bytes.count >= headerSize else { return false }
    func number<Number: FixedWidthInteger>(_ type: Number.Type, _ offset: Int) -> Number {
      Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
    let counts = (0..<4).map { Int(number(UInt32.self, 4 * $0)) }
    let (rows, textBytes, oddBytes) = (counts[0], counts[1], counts[2])
    guard rows <= mostRows, counts[3] == 0, bytes.count == headerSize + rows * bytesPerRow + textBytes + oddBytes else {
      return false
    }
    let starts = headerSize + 4 * rows
    let ids = starts + 8 * rows
    let times = ids + 16 * rows
    let texts = times + 24 * rows
    let words = bytes[texts..<texts + textBytes]
    guard let odd = oddities(bytes[(texts + textBytes)...]) else { return false }
    var end = 0
    for row in 0..<rows {
      let pattern = Int(number(UInt32.self, starts + 8 * row))
      let comments = Int(number(UInt32.self, starts + 8 * row + 4))
      let next = row + 1 < rows ? Int(number(UInt32.self, starts + 8 * row + 8)) : textBytes
      guard pattern == end, pattern <= comments, comments <= next, next <= textBytes else { return false }
      end = next
      var kept = PolicyTableBuilder.Row()
      kept.bits = RowBits(raw: number(UInt32.self, 4 * row + headerSize))
      kept.uuid = number(UInt128.self, ids + 16 * row)
      kept.created = number(Int64.self, times + 8 * row)
      kept.modified = number(Int64.self, times + 8 * (rows + row))
      kept.last = number(Int64.self, times + 8 * (2 * rows + row))
      if let values = odd[Int32(row)] { kept.odd = values }
      guard kept.isSound(hasPattern: comments > pattern, hasComments: next > comments) else { return false }
      func part(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: words[texts + start..<texts + end]).bindMemory(to: UInt8.self)
      }
      builder.append(kept, pattern: part(pattern, comments), comments: part(comments, next))
    }
    return true
  }

  private static func oddities(_ bytes: Slice<UnsafeRawBufferPointer>) -> [Int32: OddValues]? {
    guard !bytes.isEmpty else { return [:] }
    return try? JSONDecoder().decode([Int32: OddValues].self, from: Data(bytes))
  }
}

extension PolicyTable {
  /// The table of these blocks; nil where one is none, or two rows have one id.
  package init?(blocks: [Data]) {
    var builder = PolicyTableBuilder()
    // Once for all of them: room made block by block would move what is there as often as there are blocks.
    let bytes = blocks.reduce(0) { $0 + $1.count }
    builder.reserve(blocks.reduce(0) { $0 + TableBlock.mostRows(in: $1) }, bytes: bytes)
    for block in blocks {
      guard block.withUnsafeBytes({ TableBlock.decode($0, into: &builder) }) else { return nil }
    }
    self.init(builder)
    if repeats > 0 { return nil }
  }
}

extension PolicyTableBuilder.Row {
  /// Whether the columns and what stands beside them say the same: nothing in a file is trusted.
  fileprivate func isSound(hasPattern: Bool, hasComments: Bool) -> Bool {
    guard bits.isSound, bits.isOdd == !odd.isEmpty, (uuid == 0) == (odd.id != nil), odd.id?.uuid == nil,
      bits.hasPattern || !hasPattern, bits.hasComments || !hasComments
    else { return false }
    let isOther = bits.typeIsElsewhere
    guard isOther == (odd.type != nil), odd.type.map({ !RowBits.holds($0) }) ?? true else { return false }
    for column in TimeColumn.allCases {
      let moment = column == .created ? created : column == .modified ? modified : last
      guard bits.spelling(of: column).holds(moment), (bits.spelling(of: column) == .odd) == (odd.times[column] != nil)
      else { return false }
    }
    return PolicyField.allCases.allSatisfy { field in
      let isUnread = odd.unread[field] != nil
      switch field {
      case .pattern: return !isUnread || !bits.hasPattern
      case .comments: return !isUnread || !bits.hasComments
      case .patternType: return !isUnread || (bits.type == nil && !isOther)
      case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
        return isUnread == bits.isUnread(field)
      }
    }
  }
}

extension TimeSpelling {
  /// Whether a moment can be spelled so.
  fileprivate func holds(_ moment: Int64) -> Bool {
    let years: ClosedRange<Int64> = -62_167_219_200_000_000...253_402_300_799_999_999
    return switch self {
    case .none, .odd: moment == 0
    case .seconds: years.contains(moment) && moment % 1_000_000 == 0
    case .milliseconds: years.contains(moment) && moment % 1000 == 0
    case .microseconds: years.contains(moment)
    }
  }
}
