import Foundation

/// The bytes that a program sends to its terminal, read as a terminal reads them.
///
/// Only the sequences that ncurses and the program itself send are let through; all else is a fault. So a text that
/// was not made harmless shows, whatever it would have done.
struct TerminalBytes {
  /// What should not have been sent, and where.
  private(set) var faults: [String] = []
  /// What a person can read of it, cursor movements left out.
  private(set) var text = ""
  /// The contents of the operating system commands (OSC): titles, clipboard, questions.
  private(set) var commands: [String] = []

  private var bytes: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)[...]
    while let byte = self.bytes.popFirst() {
      switch byte {
      case 0x1B: readSequence()
      case 0x08, 0x09, 0x0A, 0x0D, 0x0E, 0x0F: break  // cursor movements, and the other set of characters
      case 0x00..<0x20, 0x7F: note("control \(Self.hex(byte))")
      case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: readScalar(byte)
      }
    }
  }

  private mutating func note(_ what: String) { faults.append("\(what), after “\(text.suffix(30))”") }

  private static func hex(_ value: some BinaryInteger) -> String { String(value, radix: 16, uppercase: true) }

  // MARK: - Text

  private mutating func readScalar(_ first: UInt8) {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    let whole = [first] + bytes.prefix(length - 1)
    guard length > 1, let string = String(validating: whole, as: UTF8.self), let scalar = string.unicodeScalars.first
    else {
      note("a byte that is not UTF-8, \(Self.hex(first))")
      return
    }
    bytes = bytes.dropFirst(length - 1)
    if let harm = Self.harm(of: scalar) { note("\(harm) U+\(Self.hex(scalar.value))") }
    text.unicodeScalars.append(scalar)
  }

  /// Why a scalar must not be sent: by ECMA-48 and the Unicode standard, not by the program's own list.
  static func harm(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x00..<0x20, 0x7F: "control"
    case 0x80...0x9F: "C1 control"
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "bidirectional control"
    case 0xAD, 0x200B...0x200D, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
      "invisible"
    case 0x2028, 0x2029: "separator"
    case 0xE000...0xF8FF, 0xF0000...0x10FFFF, 0xFFFE, 0xFFFF: "no character"
    default: nil
    }
  }

  // MARK: - Sequences

  private mutating func readSequence() {
    guard let byte = bytes.popFirst() else { return note("an unfinished sequence") }
    switch byte {
    case UInt8(ascii: "["): readControlSequence()
    case UInt8(ascii: "]"): readCommand()
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      guard let set = bytes.popFirst(), Array("B0A".utf8).contains(set) else { return note("a set of characters") }
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "M"): break
    default: note("sequence ESC \(Self.hex(byte))")
    }
  }

  /// Movements, erasing, inserting, scrolling, attributes, modes; of the window's manipulations only the title's stack.
  private mutating func readControlSequence() {
    let parameters = bytes.prefix { (0x20..<0x40).contains($0) }
    bytes = bytes.dropFirst(parameters.count)
    guard let final = bytes.popFirst() else { return note("an unfinished control sequence") }
    let name = String(decoding: parameters + [final], as: UTF8.self)
    let isKnown =
      Array("@ABCDGHJKLMPSTXbdhlmr".utf8).contains(final)
      || ["22;2t", "23;2t", "22;0;0t", "23;0;0t", "?u", ">5u", "<u"].contains(name)
    if !isKnown { note("control sequence \(name)") }
  }

  /// The title, the clipboard, and the question for the background.
  private mutating func readCommand() {
    let contents = bytes.prefix { $0 != 0x07 && $0 != 0x1B }
    bytes = bytes.dropFirst(contents.count)
    guard let end = bytes.popFirst() else { return note("an unfinished command") }
    if end == 0x1B, bytes.popFirst() != UInt8(ascii: "\\") { note("a command that does not end") }
    let command = String(decoding: contents, as: UTF8.self)
    commands.append(command)
    let isKnown = command.hasPrefix("2;postern: ") || command == "11;?" || command.hasPrefix("52;c;")
    if !isKnown { note("command \(command.prefix(40))") }
    for harm in command.unicodeScalars.compactMap(Self.harm) { note("\(harm) in a command") }
  }
}
