/// Something that came from the terminal, or from the system about it.
package enum InputEvent: Hashable, Sendable {
  case key(KeyPress)
  /// Text pasted between brackets, or, as a burst, typed faster than a person types. Line ends are `\n`.
  case paste(String, isBurst: Bool = false)
  case mouse(MouseEvent)
  case resize(Size)
  /// The terminal's window gained or lost the keyboard.
  case focus(Bool)
  /// Somebody else asks the program to stop for a while (SIGTSTP).
  case suspend
  /// The program runs again after it was stopped: modes and screen must be set anew.
  case resumed
  /// The program is asked to end; the number of the signal (2, 3, 15 or, when the terminal is gone, 1).
  case terminate(signal: Int32)
}

/// What the mouse did, and where.
package struct MouseEvent: Hashable, Sendable {
  package enum Button: Hashable, Sendable { case left, middle, right }

  package enum Kind: Hashable, Sendable {
    /// Pressed, or pressed and let go at once: what a person calls a click.
    case press(Button)
    case release(Button)
    case wheelUp
    case wheelDown
  }

  package let kind: Kind
  package let position: Position
  package let modifiers: Modifiers

  package init(_ kind: Kind, at position: Position, modifiers: Modifiers = []) {
    self.kind = kind
    self.position = position
    self.modifiers = modifiers
  }
}
