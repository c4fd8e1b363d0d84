/// The signs that the screen is drawn with, in Unicode or in plain ASCII.
package struct Glyphs: Hashable, Sendable {
  package let horizontal: String
  package let vertical: String
  package let topLeft: String
  package let topRight: String
  package let bottomLeft: String
  package let bottomRight: String
  package let ellipsis: String
  package let up: String
  package let down: String
  package let radioOn: String
  package let radioOff: String
  package let checkOn: String
  package let checkOff: String

  /// How text that is too wide ends.
  package var truncation: Truncation { .end(ellipsis) }

  package static let unicode = Glyphs(
    horizontal: "─",
    vertical: "│",
    topLeft: "┌",
    topRight: "┐",
    bottomLeft: "└",
    bottomRight: "┘",
    ellipsis: "…",
    up: "▲",
    down: "▼",
    radioOn: "(•)",
    radioOff: "( )",
    checkOn: "[x]",
    checkOff: "[ ]"
  )

  package static let ascii = Glyphs(
    horizontal: "-",
    vertical: "|",
    topLeft: "+",
    topRight: "+",
    bottomLeft: "+",
    bottomRight: "+",
    ellipsis: "...",
    up: "^",
    down: "v",
    radioOn: "(*)",
    radioOff: "( )",
    checkOn: "[x]",
    checkOff: "[ ]"
  )
}
