import CNcurses
import Glibc

/// Reads keys through ncurses.
///
/// They are read from a pad of one cell, since reading from the screen's window would refresh it. Bytes rather than wide
/// characters are asked for: of a character that comes in two pieces ncurses would lose the first.
final class Keyboard {
  private let pad: UnsafeMutablePointer<WINDOW>

  /// Numbers of our own for sequences that terminfo does not have, far above those of ncurses.
  private enum Own {
    static let pasteBegins: Int32 = 0x900
    static let pasteEnds: Int32 = 0x901
    static let focusIn: Int32 = 0x902
    static let focusOut: Int32 = 0x903
  }

  init?() {
    guard let pad = newpad(1, 1) else { return nil }
    self.pad = pad
    keypad(pad, true)
    nodelay(pad, true)
    meta(pad, true)
    define_key("\u{1B}[200~", Own.pasteBegins)
    define_key("\u{1B}[201~", Own.pasteEnds)
    define_key("\u{1B}[I", Own.focusIn)
    define_key("\u{1B}[O", Own.focusOut)
  }

  deinit { delwin(pad) }

  /// Everything that is there to be read.
  func read() -> [InputCode] {
    var codes: [InputCode] = []
    while true {
      let code = wgetch(pad)
      switch code {
      case ERR: return codes
      case KEY_RESIZE: continue
      case KEY_MOUSE:
        var event = MEVENT()
        guard getmouse(&event) == OK else { continue }
        codes.append(.mouse(MouseReport(row: Int(event.y), column: Int(event.x), state: UInt32(event.bstate))))
      case Own.pasteBegins: codes.append(.pasteBegins)
      case Own.pasteEnds: codes.append(.pasteEnds)
      case Own.focusIn: codes.append(.focus(true))
      case Own.focusOut: codes.append(.focus(false))
      case 0...255: codes.append(.byte(UInt8(code)))
      default:
        codes.append(.key(number: code, name: keyname(code).map { String(cString: $0) } ?? ""))
      }
    }
  }
}
