/// Small numbers side by side in 32 bits, read in the order in which they were written.
struct PackedBits {
  private(set) var raw: UInt32
  private var position: UInt32 = 0

  init(raw: UInt32 = 0) {
    self.raw = raw
  }

  /// Writes the lowest `width` bits of `value`.
  mutating func write(_ value: UInt32, width: UInt32) {
    raw |= (value & (1 << width - 1)) << position
    position += width
  }

  mutating func read(width: UInt32) -> UInt32 {
    defer { position += width }
    return raw >> position & (1 << width - 1)
  }

  mutating func write(_ flag: Bool?) {
    write(flag.map { $0 ? 2 : 1 } ?? 0, width: 2)
  }

  mutating func readFlag() -> Bool? {
    let value = read(width: 2)
    return value == 0 ? nil : value == 2
  }
}
