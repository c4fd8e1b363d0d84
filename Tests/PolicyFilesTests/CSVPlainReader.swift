import Foundation

@testable import PolicyCore
@testable import PolicyFiles

/// CSV read a character at a time and without a thought for speed, to hold the reader against.
enum PlainCSV {
  private enum State {
    case start
    case plain
    case quoted
    case closed
  }

  /// The fields of each row that is not blank; nil for a text that is no CSV.
  static func rows(_ text: String, separatedBy delimiter: Unicode.Scalar = ",") -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var isBlank = true
    var field = String.UnicodeScalarView()
    var state = State.start
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar != delimiter && (scalar == " " || scalar == "\t")
    }

    func endField() {
      if state != .closed {
        while let last = field.last, isSpace(last) { field.removeLast() }
        if !field.isEmpty { isBlank = false }
      }
      row.append(String(field))
      field = String.UnicodeScalarView()
      state = .start
    }
    func endRow() {
      endField()
      if !isBlank { rows.append(row) }
      (row, isBlank) = ([], true)
    }

    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == "\0" { return nil }
      switch state {
      case .quoted:
        guard scalar == "\"" else {
          field.append(scalar)
          continue
        }
        if index < scalars.count, scalars[index] == "\"" {
          field.append(scalar)
          index += 1
        } else {
          state = .closed
        }
      case .start where scalar == "\"":
        (state, isBlank) = (.quoted, false)
      case .start, .plain, .closed:
        if scalar == delimiter {
          endField()
        } else if scalar == "\n" || scalar == "\r" {
          if scalar == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
          endRow()
        } else if state == .closed {
          guard isSpace(scalar) else { return nil }
        } else if state == .plain || !isSpace(scalar) {
          state = .plain
          field.append(scalar)
        }
      }
    }
    if state == .quoted { return nil }
    if state != .start || !row.isEmpty { endRow() }
    return rows
  }

  /// The text of bytes in UTF-8 or else in Windows-1252, by another hand; nil for what is in neither.
  static func decoded(_ bytes: [UInt8]) -> String? {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    guard CSVEncoding.damage(in: bytes) == nil else { return nil }
    guard !bytes.contains(where: { [0, 0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) }) else { return nil }
    return String(bytes: bytes, encoding: .windowsCP1252)
  }
}
