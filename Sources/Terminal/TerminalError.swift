/// Why the screen could not be taken.
///
/// Nothing on the terminal was changed, so trying again is safe.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Standard input or output is a file or a pipe.
  case notATerminal(stream: String)
  /// There is no terminfo entry of this name; empty when TERM is not set.
  case unknownTerminal(name: String)
  /// The terminal can only print line after line.
  case cannotMoveCursor(name: String)
  /// The system refused something that a screen needs.
  case system(call: String, code: Int32)

  package var description: String { "\(what) \(advice)" }

  /// What is in the way.
  package var what: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream) is not a terminal, so the screen cannot be drawn."
    case .unknownTerminal(let name) where name.isEmpty:
      "TERM is not set, so it is not known how to draw on this terminal."
    case .unknownTerminal(let name):
      "There is no description of the terminal \"\(name)\" on this machine."
    case .cannotMoveCursor(let name):
      "The terminal \"\(name)\" cannot move its cursor, so the screen cannot be drawn."
    case .system(let call, let code):
      "The terminal could not be prepared: \(call) failed with error \(code)."
    }
  }

  /// What to do.
  package var advice: String {
    switch self {
    case .notATerminal:
      "Start it in a terminal, or use the commands that print, such as \"list\" and \"review\"."
    case .unknownTerminal(let name) where name.isEmpty:
      "Set it, for example TERM=xterm-256color."
    case .unknownTerminal:
      "Set TERM to one that it has, for example TERM=xterm-256color, or install it (Debian: ncurses-term)."
    case .cannotMoveCursor:
      "Use another terminal, or the commands that print, such as \"list\" and \"review\"."
    case .system:
      "Nothing was changed; trying again is safe."
    }
  }
}
