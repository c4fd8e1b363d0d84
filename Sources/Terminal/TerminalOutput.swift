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
  /// Dark or light is told whenever the terminal goes over to the other.
  private static let appearanceOn = "\u{1B}[?2031h"
  private static let appearanceOff = "\u{1B}[?2031l"
  /// Which terminals that do not know the kitty keyboard protocol leave unanswered.
  private static let keyboardQuestion = "\u{1B}[?u"
  /// 1, no key looks like the beginning of a sequence; 4, the key of the standard layout is told.
  private static let keyboardTaken = "\u{1B}[>5u"
  static let keyboardBack = "\u{1B}[<u"

  /// The window's title; nil until it was set.
  private var title: String?
  /// Whether changes between dark and light are told.
  private var followsAppearance = false
  /// Whether the terminal was made to tell keys by number.
  private(set) var isKeyboardTaken = false

  init(isXtermLike: Bool) { self.isXtermLike = isXtermLike }

  /// To be sent when the alternate screen was entered: of keyboard modes each screen has a stack of its own.
  func begin() {
    var text = Self.pasteOn
    if isXtermLike {
      text += Self.titleKept + Self.focusOn
      if let title { text += Self.sequence(title: title) }
      if followsAppearance { text += Self.appearanceOn }
      text += Self.keyboardQuestion
    }
    send(text)
  }

  /// To be sent before the alternate screen is left.
  mutating func end() {
    var text = ""
    if isKeyboardTaken { text += Self.keyboardBack }
    isKeyboardTaken = false
    if followsAppearance { text += Self.appearanceOff }
    if isXtermLike { text += Self.focusOff + Self.titleBack }
    send(text + Self.pasteOff)
  }

  /// Makes a terminal that has answered tell keys by number where the bytes alone would not do.
  mutating func takeKeyboard() {
    guard !isKeyboardTaken else { return }
    isKeyboardTaken = true
    send(Self.keyboardTaken)
  }

  mutating func setTitle(_ title: String) {
    guard isXtermLike else { return }
    self.title = title
    send(Self.sequence(title: title))
  }

  private static func sequence(title: String) -> String { "\u{1B}]2;" + VisibleText(title).string + "\u{07}" }

  func askBackground() {
    if isXtermLike { send(BackgroundAnswer.question) }
  }

  mutating func followAppearance(_ isOn: Bool) {
    guard isXtermLike, isOn != followsAppearance else { return }
    followsAppearance = isOn
    send(isOn ? Self.appearanceOn : Self.appearanceOff)
  }

  /// Gives whether it could be sent: a terminal inside of this one keeps such sequences to itself.
  func notify(_ text: String) -> Bool {
    guard isXtermLike, getenv("TMUX") == nil, getenv("STY") == nil else { return false }
    send("\u{1B}]9;" + VisibleText(text).string + "\u{07}")
    return true
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
  ///
  /// But for the keyboard, which is given back only where it was taken: ``keyboardBack``.
  func emergencyBytes() -> [UInt8] {
    var text = Self.mouseOff + Self.pasteOff
    if isXtermLike { text += Self.appearanceOff + Self.focusOff + Self.titleBack }
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
    FrameOutput.write(Array(text.utf8))
  }
}
