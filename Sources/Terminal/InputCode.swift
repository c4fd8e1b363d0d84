/// What ncurses hands over when it reads the keyboard.
package enum InputCode: Hashable, Sendable {
  /// A byte that is no part of a sequence known to terminfo.
  case byte(UInt8)
  /// A key with a number of its own; the name is there for extended keys, whose numbers differ between terminals.
  case key(number: Int32, name: String)
  case mouse(MouseReport)
  case pasteBegins, pasteEnds
  case focus(Bool)
}

/// A report of the mouse, in ncurses' bits.
package struct MouseReport: Hashable, Sendable {
  package let row: Int
  package let column: Int
  package let state: UInt32

  package init(row: Int, column: Int, state: UInt32) {
    self.row = row
    self.column = column
    self.state = state
  }
}
