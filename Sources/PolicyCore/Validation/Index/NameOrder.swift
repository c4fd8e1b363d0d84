import Patterns

/// Rows sorted by their domain, read from the top-level domain down, so that a domain stands before all below it.
struct NameOrder: Sendable {
  /// The reversed names one behind the other, each label ended by a dot: `org.x.mail.`.
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []

  private struct Entry: Sendable {
    /// The first eight octets, which decide nearly every comparison.
    let head: UInt64
    let start: Int32
    let end: Int32
    let row: Int32
  }

  mutating func add(_ name: HostName, row: Int) {
    let start = bytes.count
    Self.append(name, to: &bytes)
    let head = bytes[start...].prefix(8)
    let value = head.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - head.count))
    entries.append(Entry(head: value, start: Int32(start), end: Int32(bytes.count), row: Int32(row)))
  }

  /// Call once, after the last row.
  mutating func sort() {
    let bytes = bytes
    entries.sort { left, right in
      if left.head != right.head { return left.head < right.head }
      let length = min(left.end - left.start, right.end - right.start)
      var offset = min(Int32(8), length)
      while offset < length {
        let (one, two) = (bytes[Int(left.start + offset)], bytes[Int(right.start + offset)])
        if one != two { return one < two }
        offset += 1
      }
      let difference = (left.end - left.start) - (right.end - right.start)
      return difference == 0 ? left.row < right.row : difference < 0
    }
  }

  /// Goes over the names, each as its labels from the top down with a dot behind each.
  func eachName(_ body: (ArraySlice<UInt8>) -> Void) {
    for place in entries.indices { body(text(place)) }
  }

  /// The rows at a domain and below it.
  func rows(atOrBelow name: HostName) -> some Sequence<Int> {
    let key = Self.reversed(name)
    return (firstPlace(of: key)..<entries.count).lazy.prefix { text($0).starts(with: key) }.map { Int(entries[$0].row) }
  }

  /// The rows at exactly a domain, which stand before those below it.
  func rows(at name: HostName) -> some Sequence<Int> {
    let key = Self.reversed(name)
    return (firstPlace(of: key)..<entries.count).lazy.prefix { text($0).elementsEqual(key) }.map {
      Int(entries[$0].row)
    }
  }

  private func firstPlace(of key: [UInt8]) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if text(middle).lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func text(_ place: Int) -> ArraySlice<UInt8> {
    bytes[Int(entries[place].start)..<Int(entries[place].end)]
  }

  private static func reversed(_ name: HostName) -> [UInt8] {
    var bytes: [UInt8] = []
    append(name, to: &bytes)
    return bytes
  }

  private static func append(_ name: HostName, to bytes: inout [UInt8]) {
    let text = name.ascii.utf8.span
    var end = text.count
    while end >= 0 {
      var start = end
      while start > 0, text[start - 1] != UInt8(ascii: ".") { start -= 1 }
      for index in start..<end { bytes.append(text[index]) }
      bytes.append(UInt8(ascii: "."))
      end = start - 1
    }
  }
}
