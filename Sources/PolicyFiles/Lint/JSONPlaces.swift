package import Foundation
import JSONText

/// Where the values of a JSON text stand that pointers (RFC 6901) name.
package struct JSONPlaces: Sendable {
  private let places: [String: (line: Int, column: Int)]

  /// Looks for these; a text that is no JSON has none.
  package init(of pointers: Set<String>, in data: Data) {
    let bytes = [UInt8](data)
    var search = Search(pointers, bytes)
    if let tokens = try? JSONTokens(bytes) { search.run(tokens) }
    places = search.places
  }

  /// Line and column, counted from 1, of the value, or of the nearest one around it that is there.
  package subscript(pointer: String) -> (line: Int, column: Int)? {
    var pointer = pointer[...]
    while true {
      if let place = places[String(pointer)] { return place }
      guard let slash = pointer.lastIndex(of: "/") else { return nil }
      pointer = pointer[..<slash]
    }
  }

  private struct Search {
    /// Those that are looked for, and all around them.
    private var wanted: Set<String> = []
    private var text: TextPlaces
    var places: [String: (line: Int, column: Int)] = [:]

    init(_ pointers: Set<String>, _ bytes: [UInt8]) {
      text = TextPlaces(bytes)
      for pointer in pointers {
        var pointer = pointer[...]
        while wanted.insert(String(pointer)).inserted, let slash = pointer.lastIndex(of: "/") {
          pointer = pointer[..<slash]
        }
      }
    }

    mutating func run(_ tokens: JSONTokens) {
      var tokens = tokens
      guard let first = try? tokens.next() else { return }
      try? visit(first, "", &tokens)
    }

    /// Goes into what is wanted, and past everything else: no deeper than the pointers are.
    private mutating func visit(
      _ token: JSONToken,
      _ pointer: String,
      _ tokens: inout JSONTokens
    ) throws(JSONSyntaxError) {
      guard wanted.contains(pointer) else { return try tokens.skip(token) }
      places[pointer] = text.place(of: tokens.offset)
      switch token {
      case .beginObject:
        while case .name(let name) = try tokens.next() {
          try visit(try tokens.next(), JSONPointer(to: name, in: pointer).text, &tokens)
        }
      case .beginArray:
        var number = 0
        while true {
          let item = try tokens.next()
          if item == .endArray { return }
          try visit(item, "\(pointer)/\(number)", &tokens)
          number += 1
        }
      default: return
      }
    }
  }
}
