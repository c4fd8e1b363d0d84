package import Foundation

/// A JSON value whose objects keep the order of their members, and a writer with one fixed layout.
///
/// Foundation's encoder either sorts keys or leaves their order open, and its layout may change with its version. The
/// bytes written here are compared by two people on two machines, so layout and order are part of the contract:
/// two spaces of indentation, one member a line, empty arrays as `[]`, no line end at the end.
package enum OrderedJSON: Hashable, Sendable {
  case string(String)
  case bool(Bool)
  case integer(Int)
  case null
  /// JSON that is written already, and stays as it is to the byte.
  case verbatim(Data)
  case array([OrderedJSON])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package let name: String
    package let value: OrderedJSON

    package init(_ name: String, _ value: OrderedJSON) {
      self.name = name
      self.value = value
    }
  }

  package var data: Data {
    var bytes: [UInt8] = []
    write(to: &bytes, depth: 0)
    return Data(bytes)
  }

  /// An array of that many values, as the same bytes that ``data`` gives of it with a line end behind them, piece by
  /// piece: a hundred thousand values at once would take many times the room of their text.
  package static func writeArray(
    of count: Int,
    _ item: (Int) -> OrderedJSON,
    to sink: (Data) throws -> Void
  ) rethrows {
    var bytes: [UInt8] = []
    try writeItems(of: count, item, depth: 0, &bytes, to: sink)
    try sink(Data(bytes + "\n".utf8))
  }

  /// An object whose first member is such an array, likewise piece by piece.
  package static func writeObject(
    _ name: String,
    of count: Int,
    _ item: (Int) -> OrderedJSON,
    and members: [Member],
    to sink: (Data) throws -> Void
  ) rethrows {
    var bytes = Array("{\n  ".utf8)
    write(name, to: &bytes)
    bytes += ": ".utf8
    try writeItems(of: count, item, depth: 1, &bytes, to: sink)
    for member in members {
      bytes += ",\n  ".utf8
      write(member.name, to: &bytes)
      bytes += ": ".utf8
      member.value.write(to: &bytes, depth: 1)
    }
    try sink(Data(bytes + "\n}\n".utf8))
  }

  private static func writeItems(
    of count: Int,
    _ item: (Int) -> OrderedJSON,
    depth: Int,
    _ bytes: inout [UInt8],
    to sink: (Data) throws -> Void
  ) rethrows {
    bytes.append(UInt8(ascii: "["))
    for index in 0..<count {
      bytes += (index == 0 ? "\n" : ",\n").utf8
      bytes += repeatElement(UInt8(ascii: " "), count: 2 * (depth + 1))
      item(index).write(to: &bytes, depth: depth + 1)
      guard bytes.count >= 1 << 18 else { continue }
      try sink(Data(bytes))
      bytes.removeAll(keepingCapacity: true)
    }
    if count > 0 {
      bytes += "\n".utf8
      bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private func write(to bytes: inout [UInt8], depth: Int) {
    switch self {
    case .string(let text): Self.write(text, to: &bytes)
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .integer(let number): bytes += String(number).utf8
    case .null: bytes += "null".utf8
    case .verbatim(let data): bytes += data
    case .array(let items):
      Self.write(items, between: "[", and: "]", to: &bytes, depth: depth) { item, bytes in
        item.write(to: &bytes, depth: depth + 1)
      }
    case .object(let members):
      Self.write(members, between: "{", and: "}", to: &bytes, depth: depth) { member, bytes in
        Self.write(member.name, to: &bytes)
        bytes += ": ".utf8
        member.value.write(to: &bytes, depth: depth + 1)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item],
    between open: String,
    and close: String,
    to bytes: inout [UInt8],
    depth: Int,
    item writeItem: (Item, inout [UInt8]) -> Void
  ) {
    bytes += open.utf8
    for (index, item) in items.enumerated() {
      bytes += (index == 0 ? "\n" : ",\n").utf8
      bytes += repeatElement(UInt8(ascii: " "), count: 2 * (depth + 1))
      writeItem(item, &bytes)
    }
    if !items.isEmpty {
      bytes += "\n".utf8
      bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth)
    }
    bytes += close.utf8
  }

  /// Escapes what RFC 8259 demands: the quotation mark, the backslash and U+0000 to U+001F.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { text in
      // Nearly all texts go over in one piece.
      var start = 0
      for index in text.indices where mustEscape(text[index]) {
        bytes.append(contentsOf: text[start..<index])
        bytes += escape(text[index]).utf8
        start = index + 1
      }
      bytes.append(contentsOf: text[start...])
    }
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
