import Canvas
import Testing

@testable import Terminal

@Suite("Widths of the C library") struct LibraryWidthTests {
  /// The two know different versions of Unicode, so a few may differ.
  ///
  /// Those are drawn as a sign of ASCII, and the rest of the row stays right.
  @Test("text that may be shown is as wide for ncurses as for us") func agreement() {
    TerminalDescription.chooseLocale()
    var different: [String] = []
    for value in (UInt32(0x20)...0x3FFFF) {
      guard let scalar = Unicode.Scalar(value), !VisibleText.mustEscape(scalar) else { continue }
      let library = CellPainter.libraryWidth(of: value)
      if library >= 0, library != TextWidth.columns(of: scalar) { different.append(String(value, radix: 16)) }
    }
    #expect(different.count < 128, "\(different.count): \(different.prefix(60))")
  }
}
