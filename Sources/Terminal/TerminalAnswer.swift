package import Canvas

/// What the terminal says of itself, asked or not.
package enum TerminalAnswer: Hashable, Sendable {
  /// The colour of its background: the answer to OSC 11.
  case background(Color)
  /// It went over to dark or to light colours, or says which it has: mode 2031.
  case appearance(isDark: Bool)
  /// It knows the kitty keyboard protocol; with what of it is switched on.
  case keyboardProtocol(flags: Int)
}
