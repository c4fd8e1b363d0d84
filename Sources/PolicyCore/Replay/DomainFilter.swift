import Patterns

/// Tells at a glance whether an address may be at a domain of some patterns, or below one.
///
/// Of each domain only a hash is here: what it lets through is looked at more closely, and what it does not is nowhere
/// among them.
struct DomainFilter: Sendable {
  /// Zero is a free place.
  private var slots: [UInt64]

  init(_ names: NameOrder) {
    slots = [UInt64](repeating: 0, count: 64)
    var count = 0
    names.eachName { name in
      var hash = Self.start
      for byte in name { hash = Self.mixed(hash, byte) }
      guard !holds(hash) else { return }
      count += 1
      if 2 * count > slots.count { grow() }
      insert(Self.ended(hash))
    }
  }

  /// Whether an address in UTF-8, in the form in which patterns are compared, may be at one of the domains or below it.
  func mayHold(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let at = address.lastIndex(of: UInt8(ascii: "@")) else { return false }
    var hash = Self.start
    var end = address.count
    // Label by label from the top, each with a dot behind it.
    while end > at {
      var start = end
      while start > at + 1, address[start - 1] != UInt8(ascii: ".") { start -= 1 }
      for index in start..<end {
        let byte = address[index]
        // What is no plain name is looked at more closely.
        if byte >= 0x80 || (0x41...0x5A).contains(byte) { return true }
        hash = Self.mixed(hash, byte)
      }
      hash = Self.mixed(hash, UInt8(ascii: "."))
      if holds(hash) { return true }
      end = start - 1
    }
    return false
  }

  // MARK: - The table

  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }

  private static func ended(_ hash: UInt64) -> UInt64 { (hash ^ hash >> 32) | 1 << 63 }

  private func holds(_ hash: UInt64) -> Bool {
    let value = Self.ended(hash)
    var place = Int(truncatingIfNeeded: value) & (slots.count - 1)
    while slots[place] != 0 {
      if slots[place] == value { return true }
      place = (place + 1) & (slots.count - 1)
    }
    return false
  }

  private mutating func insert(_ value: UInt64) {
    var place = Int(truncatingIfNeeded: value) & (slots.count - 1)
    while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = value
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for value in old where value != 0 { insert(value) }
  }
}
