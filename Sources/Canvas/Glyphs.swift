/// The signs that the screen is drawn with, in Unicode or in plain ASCII.
package struct Glyphs: Hashable, Sendable {
  package let horizontal: String
  package let vertical: String
  package let topLeft: String
  package let topRight: String
  package let bottomLeft: String
  package let bottomRight: String
  package let leftTee: String
  package let rightTee: String
  package let ellipsis: String
  package let arrow: String
  package let up: String
  package let down: String
  package let bullet: String
  package let radioOn: String
  package let radioOff: String
  package let checkOn: String
  package let checkOff: String
  package let scrollThumb: String
  package let scrollTrack: String
  /// The frames of a sign of activity, to be shown one after the other.
  package let spinner: [String]

  /// How text that is too wide ends.
  package var truncation: Truncation { .end(ellipsis) }

  package static let unicode = Glyphs(
    horizontal: "─",
    vertical: "│",
    topLeft: "┌",
    topRight: "┐",
    bottomLeft: "└",
    bottomRight: "┘",
    leftTee: "├",
    rightTee: "┤",
    ellipsis: "…",
    arrow: "→",
    up: "▲",
    down: "▼",
    bullet: "•",
    radioOn: "(•)",
    radioOff: "( )",
    checkOn: "[x]",
    checkOff: "[ ]",
    scrollThumb: "█",
    scrollTrack: "│",
    spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
  )

  package static let ascii = Glyphs(
    horizontal: "-",
    vertical: "|",
    topLeft: "+",
    topRight: "+",
    bottomLeft: "+",
    bottomRight: "+",
    leftTee: "+",
    rightTee: "+",
    ellipsis: "...",
    arrow: "->",
    up: "^",
    down: "v",
    bullet: "*",
    radioOn: "(*)",
    radioOff: "( )",
    checkOn: "[x]",
    checkOff: "[ ]",
    scrollThumb: "#",
    scrollTrack: "|",
    spinner: ["|", "/", "-", "\\"]
  )
}
