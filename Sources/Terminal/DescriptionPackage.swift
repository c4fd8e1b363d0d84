/// The Debian package that has the description of a terminal.
package struct DescriptionPackage: Hashable, Sendable {
  package let name: String

  package init(terminal: String) {
    name =
      Self.own.first { terminal == $0.terminal || terminal.hasPrefix($0.terminal + "-") }?.package ?? "ncurses-term"
  }

  /// Those terminals that bring a package of their own; `ncurses-term` has the others.
  private static let own = [
    (terminal: "xterm-kitty", package: "kitty-terminfo"), (terminal: "foot", package: "foot-terminfo"),
  ]
}
