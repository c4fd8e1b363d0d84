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
    var writer = JSONWriter()
    write(to: &writer)
    return Data(writer.bytes)
  }

  package func write(to writer: inout JSONWriter) {
    switch self {
    case .string(let text): writer.string(text)
    case .bool(let flag): writer.bool(flag)
    case .integer(let number): writer.integer(number)
    case .null: writer.null()
    case .verbatim(let data): writer.verbatim(data)
    case .array(let items):
      writer.beginArray()
      for item in items {
        writer.item()
        item.write(to: &writer)
      }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.member(member.name)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }
}
