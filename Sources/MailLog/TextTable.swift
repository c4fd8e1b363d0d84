/// Texts, each once, by numbers: what a million messages name is a fraction of as many texts.
package struct TextTable: Sendable, Equatable {
  /// All of them, one behind the other.
  package fileprivate(set) var bytes: [UInt8] = []
  /// Where each ends.
  package fileprivate(set) var ends: [UInt32] = []

  package init() {}

  package var count: Int { ends.count }

  package func range(of number: Int) -> Range<Int> { (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number]) }

  package subscript(number: Int) -> String { String(decoding: bytes[range(of: number)], as: UTF8.self) }
}

/// Collects texts, and knows those that it has.
package struct TextTableBuilder: Sendable {
  package private(set) var table = TextTable()
  /// Numbers of texts, counted from one, by their hash; zero is a free place.
  private var slots: [UInt32] = [UInt32](repeating: 0, count: 1024)

  package init() {}

  package mutating func number(of text: String) -> UInt32 {
    var text = text
    return text.withUTF8 { number(of: $0) }
  }

  /// The number of a text in UTF-8, which is added where it is new.
  package mutating func number(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if 2 * (table.count + 1) > slots.count { grow() }
    var place = Self.hash(UnsafeRawBufferPointer(text)) & (slots.count - 1)
    while slots[place] != 0 {
      if isText(text, at: Int(slots[place]) - 1) { return slots[place] - 1 }
      place = (place + 1) & (slots.count - 1)
    }
    table.bytes.append(contentsOf: text)
    table.ends.append(UInt32(table.bytes.count))
    slots[place] = UInt32(table.count)
    return slots[place] - 1
  }

  private func isText(_ text: UnsafeBufferPointer<UInt8>, at number: Int) -> Bool {
    let range = table.range(of: number)
    guard range.count == text.count else { return false }
    return table.bytes.withUnsafeBufferPointer { bytes in
      var (place, other) = (range.lowerBound, 0)
      while other < text.count, bytes[place] == text[other] {
        place += 1
        other += 1
      }
      return other == text.count
    }
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    table.bytes.withUnsafeBytes { bytes in
      for number in 0..<table.count {
        let text = UnsafeRawBufferPointer(rebasing: bytes[table.range(of: number)])
        var place = Self.hash(text) & (larger.count - 1)
        while larger[place] != 0 { place = (place + 1) & (larger.count - 1) }
        larger[place] = UInt32(number + 1)
      }
    }
    slots = larger
  }

  /// Seeded anew in each process: who sends mail chooses its texts, and must not choose which of them meet.
  private static func hash(_ text: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: text)
    return hasher.finalize()
  }
}
