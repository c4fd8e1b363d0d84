/// A JSON value as a request carried it, with its type kept, so that `1` is never taken for `true`.
enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads a whole JSON text; nil when the bytes are not JSON.
  static func parse(_ bytes: [UInt8]) -> JSONValue? {
    var reader = JSONReader(bytes)
    return reader.readDocument()
  }

  /// What this value is, in the words of an error message.
  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
