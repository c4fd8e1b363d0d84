/// The signs that the screen is drawn with, in Unicode or in plain ASCII.
package struct Glyphs: Hashable, Sendable {
  package private(set) var horizontal: String
  package private(set) var vertical: String
  package private(set) var topLeft: String
  package private(set) var topRight: String
  package private(set) var bottomLeft: String
  package private(set) var bottomRight: String
  package let ellipsis: String
  package private(set) var up: String
  package private(set) var down: String
  /// That something is out of sight at a side.
  package private(set) var left: String
  package private(set) var right: String
  package private(set) var radioOn: String
  package private(set) var radioOff: String
  package private(set) var checkOn: String
  package private(set) var checkOff: String
  /// One column of a bar.
  package private(set) var bar: String
  /// Whether words stand where others have signs, and nothing where they have lines: for a screen reader.
  package private(set) var areWords = false

  /// How text that is too wide ends.
  package var truncation: Truncation { .end(ellipsis) }

  /// The same for a screen reader: no frames, and words for signs.
  package var calm: Glyphs {
    var glyphs = self
    glyphs.areWords = true
    glyphs.horizontal = " "
    glyphs.vertical = " "
    glyphs.topLeft = " "
    glyphs.topRight = " "
    glyphs.bottomLeft = " "
    glyphs.bottomRight = " "
    glyphs.up = "ascending"
    glyphs.down = "descending"
    glyphs.left = ""
    glyphs.right = ""
    glyphs.radioOn = "on "
    glyphs.radioOff = "off"
    glyphs.checkOn = "on "
    glyphs.checkOff = "off"
    glyphs.bar = " "
    return glyphs
  }

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
    left: "‹",
    right: "›",
    radioOn: "(•)",
    radioOff: "( )",
    checkOn: "[x]",
    checkOff: "[ ]",
    bar: "█"
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
    left: "<",
    right: ">",
    radioOn: "(*)",
    radioOff: "( )",
    checkOn: "[x]",
    checkOff: "[ ]",
    bar: "="
  )
}
