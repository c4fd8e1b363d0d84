import Synchronization

/// Finds a table's rows by id: a hash table of row numbers over the column of UUIDs, and a dictionary for other ids.
package struct IDIndex: Sendable {
  /// Row numbers plus one, and zero for a free place; a power of two of them, at most half full.
  private let places: [UInt32]
  private let others: [PolicyID: Int]

  /// The index of a builder's rows, and the rows whose id an earlier row has.
  package static func of(_ builder: PolicyTableBuilder) -> (index: IDIndex, repeated: Set<Int>) {
    var repeated: Set<Int> = []
    var others: [PolicyID: Int] = [:]
    var size = 4
    while size < 2 * builder.count { size *= 2 }
    var places = [UInt32](repeating: 0, count: size)
    let ids = builder.ids
    for row in 0..<ids.count {
      if builder.bits[row].isOdd, let id = builder.oddRows[Int32(row)]?.id {
        if others[id] == nil { others[id] = row } else { repeated.insert(row) }
        continue
      }
      var place = hash(ids[row]) & (size - 1)
      while places[place] != 0, ids[Int(places[place]) - 1] != ids[row] { place = (place + 1) & (size - 1) }
      if places[place] == 0 { places[place] = UInt32(row + 1) } else { repeated.insert(row) }
    }
    return (IDIndex(places: places, others: others), repeated)
  }

  package func row(of id: PolicyID, in columns: PolicyColumns) -> Int? {
    guard let uuid = id.uuid else { return others[id] }
    var place = Self.hash(uuid) & (places.count - 1)
    while places[place] != 0 {
      let row = Int(places[place]) - 1
      if columns.ids[row] == uuid { return row }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Seeded anew in each process: who chooses the ids must not choose their places.
  static func hash(_ id: UInt128) -> Int {
    let (high, low) = (UInt64(truncatingIfNeeded: id >> 64) ^ seed.0, UInt64(truncatingIfNeeded: id) ^ seed.1)
    let product = high.multipliedFullWidth(by: low | 1)
    let mixed = (product.high ^ product.low) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 20)
  }

  private static let seed = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
}

extension PolicyID {
  /// The number of a UUID in its usual spelling, lower-case with hyphens; nil for any other text.
  package var uuid: UInt128? {
    var text = text
    return text.withUTF8 { Self.uuid($0) }
  }

  /// Zero is no UUID here: it stands for an id that is kept elsewhere.
  package static func uuid(_ text: UnsafeBufferPointer<UInt8>) -> UInt128? {
    guard text.count == lengthOfUUID else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    var digits = 0
    for index in 0..<36 {
      let byte = text[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte &- UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte &- UInt8(ascii: "a") &+ 10
      default: return nil
      }
      if digits < 16 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
      digits += 1
    }
    let number = UInt128(high) << 64 | UInt128(low)
    return number == 0 ? nil : number
  }

  package init(uuid: UInt128) {
    self.init(
      String(unsafeUninitializedCapacity: Self.lengthOfUUID) { buffer in
        Self.write(uuid: uuid, to: buffer)
        return Self.lengthOfUUID
      }
    )
  }

  /// Appends the text of a UUID.
  package static func append(uuid: UInt128, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: lengthOfUUID) { buffer in
      write(uuid: uuid, to: buffer)
      bytes.append(contentsOf: UnsafeBufferPointer(buffer))
    }
  }

  private static let lengthOfUUID = 36

  private static func write(uuid: UInt128, to buffer: UnsafeMutableBufferPointer<UInt8>) {
    let (high, low) = (UInt64(truncatingIfNeeded: uuid >> 64), UInt64(truncatingIfNeeded: uuid))
    var place = 0
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
        buffer[place] = UInt8(ascii: "-")
        place += 1
      }
      let half = digit < 16 ? high : low
      let value = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (digit % 16)) & 15)
      buffer[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
      place += 1
    }
  }
}
