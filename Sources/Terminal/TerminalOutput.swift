import CNcurses
import Canvas
import Glibc

/// What is sent to the terminal beside ncurses: modes, title, clipboard.
struct TerminalOutput {
  let isXtermLike: Bool

  private static let pasteOn = "\u{1B}[?2004h"
  private static let pasteOff = "\u{1B}[?2004l"
  private static let focusOn = "\u{1B}[?1004h"
  private static let focusOff = "\u{1B}[?1004l"
  private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
  /// Keep the window's title on a stack, and take it back from there.
  private static let titleKept = "\u{1B}[22;2t"
  private static let titleBack = "\u{1B}[23;2t"

  func begin() { send(Self.pasteOn + (isXtermLike ? Self.titleKept + Self.focusOn : "")) }

  func end() { send((isXtermLike ? Self.focusOff + Self.titleBack : "") + Self.pasteOff) }

  func setTitle(_ title: String) {
    guard isXtermLike else { return }
    send("\u{1B}]2;" + VisibleText(title).string + "\u{07}")
  }

  func askBackground() {
    if isXtermLike { send(BackgroundAnswer.question) }
  }

  func copy(_ text: String) -> Clipboard.Outcome {
    guard isXtermLike else { return .unsupported }
    guard let sequence = Clipboard.sequence(for: text) else {
      return .tooLong(bytes: text.utf8.count, limit: Clipboard.limit)
    }
    send(sequence)
    return .sent
  }

  /// All that gives the terminal back without ncurses, for a crash; needs terminfo, so after `newterm`.
  func emergencyBytes() -> [UInt8] {
    var text = Self.mouseOff + Self.pasteOff
    if isXtermLike { text += Self.focusOff + Self.titleBack }
    for capability in ["rmkx", "sgr0", "op", "cnorm", "rmcup"] {
      if let sequence = cn_terminfo_string(capability) { text += Self.withoutDelays(String(cString: sequence)) }
    }
    return Array((text + "\r").utf8)
  }

  /// Removes terminfo's `$<5>`, which ask for padding and must not be printed.
  static func withoutDelays(_ sequence: String) -> String {
    var result = ""
    var rest = sequence[...]
    while let start = rest.firstRange(of: "$<"), let end = rest[start.upperBound...].firstIndex(of: ">") {
      result += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private func send(_ text: String) {
    cn_flush_stdout()
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, rest.count > 0 {
        let count = write(STDOUT_FILENO, start, rest.count)
        if count < 0, errno != EINTR { return }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
      }
    }
  }
}
