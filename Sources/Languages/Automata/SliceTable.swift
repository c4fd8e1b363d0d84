/// Numbers for short lists of numbers, in the order in which they came: open addressing over one flat store.
struct SliceTable {
  private var store: [UInt32] = []
  private var starts: [Int] = [0]
  private var slots: [Int32]

  init() { slots = [Int32](repeating: -1, count: 64) }

  var count: Int { starts.count - 1 }

  subscript(_ number: Int) -> ArraySlice<UInt32> { store[starts[number]..<starts[number + 1]] }

  /// The number of a list, a new one if it was not there.
  mutating func number(of list: [UInt32]) -> Int {
    var slot = Self.hash(list[...]) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if starts[number + 1] - starts[number] == list.count, self[number].elementsEqual(list) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(count)
    store.append(contentsOf: list)
    starts.append(store.count)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in 0..<count {
      var slot = Self.hash(self[number]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  private static func hash(_ list: ArraySlice<UInt32>) -> Int {
    var mixed: UInt64 = 0x9E37_79B9_7F4A_7C15
    for word in list {
      mixed = (mixed ^ UInt64(word)) &* 0xBF58_476D_1CE4_E5B9
      mixed ^= mixed >> 31
    }
    return Int(truncatingIfNeeded: mixed >> 1)
  }
}
