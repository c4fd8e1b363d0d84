package import Canvas

/// Turns what ncurses read into events.
///
/// It is fed with everything that one turn of the loop found, since only the end of it tells the Escape key from the
/// beginning of Alt with a key. Sequences that nobody knows, and answers of the terminal that come late, are swallowed
/// whole: their letters must never run as commands.
package struct InputDecoder {
  private enum Mode: Equatable {
    case ground
    /// An ESC was read.
    case escape
    /// ESC O was read: a key of the numeric pad follows.
    case pad
    /// ESC [ was read, and so many bytes after it.
    case control(Int)
    /// ESC ] or the like was read, and so many bytes after it, up to a terminator.
    case string(introducer: UInt8, Int)
    case paste
  }

  private static let patience = Duration.seconds(2)
  private static let longestString = 4096

  private var mode = Mode.ground
  private var letters = UTF8Assembler()
  private var withAlt = false
  private var pasted: [UInt8] = []
  /// What came since ESC [ or ESC ], but for a terminator.
  private var collected: [UInt8] = []
  private var lastInput: ContinuousClock.Instant?
  /// The background that the terminal answered with, if it was asked and has answered.
  package private(set) var background: Color?
  private let burst: BurstFilter

  /// A decoder that takes a burst of typed characters for a paste; see ``BurstFilter``.
  package init(burst: BurstFilter = BurstFilter()) { self.burst = burst }

  /// Decodes everything that was read in one turn.
  ///
  /// A paste or an answer whose end does not come within two seconds is taken as ended, or keys would be lost for good.
  package mutating func decode(_ codes: [InputCode], at now: ContinuousClock.Instant = .now) -> [InputEvent] {
    var events: [InputEvent] = []
    if let lastInput, now - lastInput > Self.patience { abandon(&events) }
    lastInput = now
    for code in codes { take(code, &events) }
    endTurn(&events)
    return burst.gather(events)
  }

  private mutating func abandon(_ events: inout [InputEvent]) {
    if mode == .paste { finishPaste(&events) }
    mode = .ground
    letters = UTF8Assembler()
  }

  private mutating func take(_ code: InputCode, _ events: inout [InputEvent]) {
    if mode == .paste {
      switch code {
      case .byte(let byte): paste(byte, &events)
      case .pasteEnds: finishPaste(&events)
      default: break
      }
      return
    }
    switch code {
    case .byte(let byte):
      take(byte, &events)
    case .key(let number, let name):
      endTurn(&events)
      if let press = KeyTable.press(number: number, name: name) { events.append(.key(press)) }
    case .mouse(let report):
      endTurn(&events)
      if let event = report.event { events.append(.mouse(event)) }
    case .pasteBegins:
      endTurn(&events)
      mode = .paste
    case .pasteEnds:
      break
    case .focus(let isFocused):
      endTurn(&events)
      events.append(.focus(isFocused))
    }
  }

  private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
    switch mode {
    case .ground:
      if byte == 0x1B { mode = .escape } else { type(byte, [], &events) }
    case .escape:
      afterEscape(byte, &events)
    case .pad:
      mode = .ground
      if let character = Self.pad(byte) { events.append(.key(character)) }
    case .control(let count):
      control(byte, count, &events)
    case .string(let introducer, let count):
      if byte == 0x1B {
        // ESC \ ends it; the backslash must not be typed
        mode = .string(introducer: 0x1B, count)
      } else if introducer == 0x1B || byte < 0x20 || count >= Self.longestString {
        mode = .ground
        finishAnswer()
        if introducer == 0x1B, byte != 0x5C { afterEscape(byte, &events) }
      } else {
        mode = .string(introducer: introducer, count + 1)
        if introducer == UInt8(ascii: "]") { collected.append(byte) }
      }
    case .paste:
      paste(byte, &events)
    }
  }

  /// Parameters and intermediates are 0x20–0x3F, a final byte ends the sequence, anything else breaks it off.
  private mutating func control(_ byte: UInt8, _ count: Int, _ events: inout [InputEvent]) {
    if (0x20...0x3F).contains(byte), count < Self.longestString {
      mode = .control(count + 1)
      collected.append(byte)
      return
    }
    mode = byte == 0x1B ? .escape : .ground
    switch ControlSequence(parameters: collected, final: byte) {
    case .key(let press): events.append(.key(press))
    case .focus(let isFocused): events.append(.focus(isFocused))
    case .pasteBegins: mode = .paste
    case .pasteEnds, nil: break
    }
    collected = []
  }

  /// The end of a paste may come in pieces, and so as bytes.
  private mutating func paste(_ byte: UInt8, _ events: inout [InputEvent]) {
    pasted.append(byte)
    guard byte == UInt8(ascii: "~"), pasted.suffix(ControlSequence.pasteEnd.count) == ControlSequence.pasteEnd[...]
    else {
      return
    }
    pasted.removeLast(ControlSequence.pasteEnd.count)
    finishPaste(&events)
  }

  private mutating func afterEscape(_ byte: UInt8, _ events: inout [InputEvent]) {
    mode = .ground
    switch byte {
    case 0x1B:
      events.append(.key(KeyPress(.escape)))
      mode = .escape
    case UInt8(ascii: "["):
      mode = .control(0)
      collected = []
    case UInt8(ascii: "O"): mode = .pad
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
      mode = .string(introducer: byte, 0)
      collected = []
    default: type(byte, .alt, &events)
    }
  }

  private mutating func type(_ byte: UInt8, _ modifiers: Modifiers, _ events: inout [InputEvent]) {
    guard byte >= 0x80 else {
      letters = UTF8Assembler()
      let press = KeyTable.press(byte: byte)
      events.append(.key(KeyPress(press.key, press.modifiers.union(modifiers))))
      return
    }
    if letters.isEmpty { withAlt = !modifiers.isEmpty }
    guard let scalar = letters.append(byte), scalar.value >= 0xA0 else { return }
    events.append(.key(KeyPress(Character(scalar), withAlt ? .alt : [])))
  }

  /// What was only begun when the input stopped was a key: Escape, or Alt with `[`, `O` and so on.
  private mutating func endTurn(_ events: inout [InputEvent]) {
    switch mode {
    case .escape: events.append(.key(KeyPress(.escape)))
    case .pad: events.append(.key(KeyPress("O", .alt)))
    case .control(0): events.append(.key(KeyPress("[", .alt)))
    case .string(let introducer, 0): events.append(.key(KeyPress(Character(Unicode.Scalar(introducer)), .alt)))
    case .ground, .control, .string, .paste: return
    }
    mode = .ground
  }

  private mutating func finishAnswer() {
    if let color = BackgroundAnswer.color(in: String(decoding: collected, as: UTF8.self)) { background = color }
    collected = []
  }

  private mutating func finishPaste(_ events: inout [InputEvent]) {
    mode = .ground
    let text = String(decoding: pasted, as: UTF8.self)
    pasted = []
    events.append(.paste(Self.withLineFeeds(text)))
  }

  /// Terminals send a pasted line end as CR; CR LF, too, is one line end.
  static func withLineFeeds(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\r" {
        result.append("\n")
      } else if scalar != "\n" || previous != "\r" {
        result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  /// The keys of the numeric pad in application mode.
  private static func pad(_ byte: UInt8) -> KeyPress? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "H"), UInt8(ascii: "P")...UInt8(ascii: "S"):
      ControlSequence.lettered(byte).map { KeyPress($0) }
    case UInt8(ascii: "M"): KeyPress(.enter)
    case UInt8(ascii: "I"): KeyPress(.tab)
    case UInt8(ascii: "j")...UInt8(ascii: "y"): KeyPress(Character(Unicode.Scalar(byte - 0x40)))
    default: nil
    }
  }
}
