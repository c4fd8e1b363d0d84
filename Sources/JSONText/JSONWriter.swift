package import Foundation

/// Writes JSON in this project's one layout, value after value, into bytes.
///
/// Who calls it keeps the grammar: a member or an item before each value, and as many ends as begins.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var depth: Int
  /// Whether what was begun last has nothing in it yet.
  private var isEmpty: Bool

  package init() {
    self.init(depth: 0, isEmpty: true)
  }

  private init(depth: Int, isEmpty: Bool) {
    self.depth = depth
    self.isEmpty = isEmpty
  }

  /// For some of the items of an array at a depth; ``JSONArrayOutput`` puts such pieces together.
  package static func items(atDepth depth: Int) -> JSONWriter { JSONWriter(depth: depth, isEmpty: false) }

  // MARK: - Structure

  package mutating func beginObject() { begin("{") }
  package mutating func endObject() { end("}") }
  package mutating func beginArray() { begin("[") }
  package mutating func endArray() { end("]") }

  /// Goes before each item of an array.
  package mutating func item() {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    line()
  }

  /// Goes before the value of each member of an object.
  package mutating func member(_ name: String) {
    item()
    string(name)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(UInt8(ascii: " "))
  }

  private mutating func begin(_ sign: Unicode.Scalar) {
    bytes.append(UInt8(ascii: sign))
    depth += 1
    isEmpty = true
  }

  private mutating func end(_ sign: Unicode.Scalar) {
    depth -= 1
    if !isEmpty { line() }
    isEmpty = false
    bytes.append(UInt8(ascii: sign))
  }

  private mutating func line() {
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<2 * depth { bytes.append(UInt8(ascii: " ")) }
  }

  // MARK: - Values

  package mutating func null() { bytes.append(contentsOf: "null".utf8) }
  package mutating func bool(_ flag: Bool) { bytes.append(contentsOf: (flag ? "true" : "false").utf8) }
  package mutating func integer(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

  /// JSON that is written already, and stays as it is to the byte.
  package mutating func verbatim(_ data: Data) { bytes.append(contentsOf: data) }

  package mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string($0) }
  }

  /// Takes UTF-8, and escapes what RFC 8259 demands: the quotation mark, the backslash and U+0000 to U+001F.
  package mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    // Nearly all texts go over in one piece.
    var start = 0
    for index in text.indices where Self.mustEscape(text[index]) {
      bytes.append(contentsOf: text[start..<index])
      bytes.append(contentsOf: Self.escape(text[index]).utf8)
      start = index + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    bytes.append(UInt8(ascii: "\""))
  }

  /// A text without anything that has to be escaped, which `append` puts at the end of the bytes.
  package mutating func plainString(_ append: (inout [UInt8]) -> Void) {
    bytes.append(UInt8(ascii: "\""))
    append(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private static func mustEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func escape(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case UInt8(ascii: "\n"): "\\n"
    case UInt8(ascii: "\r"): "\\r"
    case UInt8(ascii: "\t"): "\\t"
    default: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    }
  }
}

/// An array that goes out piece by piece: a hundred thousand values at once would take many times the room of their
/// text.
///
/// The bytes are those of ``OrderedJSON/data`` with a line end behind them.
package struct JSONArrayOutput {
  private let isMember: Bool
  private var hasItems = false
  private let sink: (Data) -> Void

  /// The array by itself, or as the first member of an object.
  package init(member name: String? = nil, to sink: @escaping (Data) -> Void) {
    isMember = name != nil
    self.sink = sink
    var head = JSONWriter()
    if let name {
      head.beginObject()
      head.member(name)
    }
    head.beginArray()
    sink(Data(head.bytes))
  }

  /// The depth at which items are to be written.
  package static func depth(inMember: Bool) -> Int { inMember ? 2 : 1 }

  /// Adds items that were written with ``JSONWriter/items(atDepth:)``.
  package mutating func add(_ items: JSONWriter) {
    guard !items.bytes.isEmpty else { return }
    // Whoever wrote them did not know whether others stand before them.
    sink(Data(hasItems ? items.bytes[...] : items.bytes.dropFirst()))
    hasItems = true
  }

  /// Ends the array, and the object with further members.
  package func finish(with members: [OrderedJSON.Member] = []) {
    var tail: [UInt8] = []
    if hasItems { tail += (isMember ? "\n  " : "\n").utf8 }
    tail.append(UInt8(ascii: "]"))
    if isMember {
      var object = JSONWriter.items(atDepth: 1)
      for member in members {
        object.member(member.name)
        member.value.write(to: &object)
      }
      object.endObject()
      tail += object.bytes
    }
    sink(Data(tail + "\n".utf8))
  }
}
