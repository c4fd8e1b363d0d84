/// How many columns text takes in a terminal.
///
/// The rule is that of `wcwidth`, which ncurses goes by, so that the program, the library and the terminal agree: East
/// Asian wide and emoji are 2, marks and format characters 0, all else 1. Two sequences are shown by their first emoji
/// alone: those joined by U+200D, and those with a skin tone. A variation selector changes nothing. Text is measured
/// as it will be shown, that is as ``VisibleText``.
package enum TextWidth {
  /// The columns of one scalar as it stands, 0 to 2.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    if isWide(value) { return 2 }
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  /// The columns of a text that is already safe.
  package static func displayWidth(of text: VisibleText) -> Int { text.width }

  /// The columns of a text as ``Buffer/write(_:at:style:maxWidth:truncation:)-(String,_,_,_,_)`` would show it.
  package static func displayWidth(of text: String) -> Int { VisibleText(text).width }

  /// The longest beginning of a text that takes at most `columns`, cut between graphemes; with `ellipsis` at its end
  /// when something was cut and the sign fits.
  package static func truncated(_ text: String, to columns: Int, ellipsis: String = "…") -> String {
    VisibleText(text).truncated(to: columns, ellipsis: ellipsis).string
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    if (0x4E00...0x9FFF).contains(value) || (0xAC00...0xD7A3).contains(value) { return true }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      let range = wideRanges[middle]
      if value < range.lowerBound {
        high = middle
      } else if value > range.upperBound {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }
}
