/// What the terminal can do.
package struct Capabilities: Hashable, Sendable {
  /// The name of its description, from TERM.
  package let name: String
  /// The number of colours: 0, 8, 16, 88, 256 or, with direct colour, 16,777,216.
  package let colors: Int
  /// Whether characters outside ASCII can be sent.
  package let isUTF8: Bool
  /// Whether it understands what xterm does: window title, clipboard, focus.
  package let isXtermLike: Bool

  /// The name of the description that is used; another than ``name`` where this machine has none of that.
  package let drawnAs: String

  package init(name: String, colors: Int, isUTF8: Bool, isXtermLike: Bool, drawnAs: String? = nil) {
    self.drawnAs = drawnAs ?? name
    self.name = name
    self.colors = colors
    self.isUTF8 = isUTF8
    self.isXtermLike = isXtermLike
  }

  /// What to say, once, where the terminal's own description is missing; nil where it is there.
  package var substitution: String? {
    guard drawnAs != name else { return nil }
    let package = DescriptionPackage(terminal: name).name
    return "This machine has no description of \(name), so the screen is drawn as for \(drawnAs). Debian has it in "
      + "\(package)."
  }

  /// Whether exact red, green and blue can be shown; terminfo alone says so, `COLORTERM` means nothing to ncurses.
  package var hasDirectColor: Bool { colors > 256 }
}
