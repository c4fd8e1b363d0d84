/// Tells at a glance which of many sets of texts may have a text, by a piece that all texts of a set have.
///
/// Of each piece the eight bytes are filed that the fewest sets share. A set without a piece may have every text.
package struct TextSieve: Sendable {
  private var filed: [UInt64: [Int32]] = [:]
  /// A bit for each that is filed, and for some others: most bytes of a text need no more than a look at one.
  private var signs: [UInt64] = []
  private var signShift: UInt64 = 58
  private var always: [Int32] = []
  /// The numbers of bytes that are filed by.
  private var lengths: [Int] = []

  /// The pieces by the numbers of their sets, in lower-case ASCII; empty where none is known.
  ///
  /// Of a longer one the last sixteen bytes are taken.
  package init(_ pieces: [String]) {
    self.init(parts: pieces.map { $0.utf8.suffix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) } })
  }

  init(parts: [UInt128]) {
    var frequencies: [UInt64: Int] = [:]
    for part in parts { for window in Self.windows(of: part) { frequencies[window, default: 0] += 1 } }
    var seen: Set<Int> = []
    for (number, part) in parts.enumerated() {
      guard let window = Self.windows(of: part).min(by: { frequencies[$0, default: 0] < frequencies[$1, default: 0] })
      else {
        always.append(Int32(number))
        continue
      }
      filed[window, default: []].append(Int32(number))
      seen.insert(Self.length(of: window))
    }
    lengths = seen.sorted()
    guard !filed.isEmpty else { return }
    // Sixteen bits or more for each.
    signShift = UInt64(max(filed.count.leadingZeroBitCount - 4, 40))
    signs = [UInt64](repeating: 0, count: max(1, (1 << Int(64 - signShift)) >> 6))
    for window in filed.keys {
      let sign = sign(of: window)
      signs[sign >> 6] |= 1 << UInt64(sign & 63)
    }
  }

  private func sign(of window: UInt64) -> Int { Int((window &* 0x9E37_79B9_7F4A_7C15) >> signShift) }

  /// How many sets may have any text, as far as can be told.
  package var alwaysNamed: Int { always.count }

  /// The numbers of the sets that may have a text, in order; case does not matter.
  package func candidates(for text: String) -> [Int] {
    var found = always
    var last: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      last = last << 8 | UInt64(Self.lowered(byte))
      count += 1
      for length in lengths where length <= count {
        let window = length == 8 ? last : last & ((1 << UInt64(length * 8)) - 1)
        let sign = sign(of: window)
        guard signs[sign >> 6] >> UInt64(sign & 63) & 1 == 1, let numbers = filed[window] else { continue }
        found += numbers
      }
    }
    guard found.count > 1 else { return found.map { Int($0) } }
    found.sort()
    var distinct: [Int] = []
    for number in found where distinct.last != Int(number) { distinct.append(Int(number)) }
    return distinct
  }

  static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 32 : byte }

  private static func length(of window: UInt64) -> Int { 8 - window.leadingZeroBitCount / 8 }

  /// All stretches of eight bytes of a piece, or the piece itself if it is shorter.
  private static func windows(of part: UInt128) -> [UInt64] {
    let length = 16 - part.leadingZeroBitCount / 8
    if length == 0 { return [] }
    if length <= 8 { return [UInt64(truncatingIfNeeded: part)] }
    return (0...length - 8).map { UInt64(truncatingIfNeeded: part >> UInt128($0 * 8)) }
  }
}
