/// Finds which of many languages have a text, without asking each of them.
///
/// Equal languages are asked once. Of the others most have a piece that all their texts have (``RequiredPart``); of each
/// such piece the eight bytes are filed that the fewest languages share, and only those are asked whose bytes occur. The
/// rest is always asked.
package struct LanguageSieve: Sendable {
  private var distinct: [Language] = []
  /// Where each of the distinct ones stands in what was given.
  private var places: [[Int]] = []
  private var filed: [UInt64: [Int32]] = [:]
  /// The numbers of bytes that are filed by.
  private var lengths: [Int] = []
  private var always: [Int32] = []

  package init(_ languages: [Language]) {
    var numbers: [Language: Int] = [:]
    for (place, language) in languages.enumerated() where !language.isEmpty {
      if let number = numbers[language] {
        places[number].append(place)
      } else {
        numbers[language] = distinct.count
        distinct.append(language)
        places.append([place])
      }
    }
    let parts = distinct.map { RequiredPart(of: $0).bytes }
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
  }

  /// How many languages are asked whatever the text is.
  package var alwaysAsked: Int { always.count }

  /// The places of the languages that have the text, in order.
  package func matching(_ text: String) -> [Int] {
    var asked = always
    var last: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      last = last << 8 | UInt64(Self.lowered(byte))
      count += 1
      for length in lengths where length <= count {
        let window = length == 8 ? last : last & ((1 << UInt64(length * 8)) - 1)
        if let numbers = filed[window] { asked += numbers }
      }
    }
    var found: [Int] = []
    asked.sort()
    var previous: Int32 = -1
    for number in asked where number != previous {
      previous = number
      if distinct[Int(number)].contains(text) { found += places[Int(number)] }
    }
    return found.sorted()
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
