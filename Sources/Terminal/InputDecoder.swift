package import Canvas

/// Turns what ncurses read into events.
///
/// It is fed with everything that one turn of the loop found, since only the end of it tells the Escape key from the
/// beginning of Alt with a key. Sequences that nobody knows, and answers of the terminal that come late, are swallowed
/// whole: their letters must never run as commands.
///
/// Two bytes of one sequence may come up to 300 ms apart. An ESC that nothing came with acts at once all the same, so
/// when its tail comes after it (``LateTail``), the key has been acted upon already: a tail that is a key is swallowed,
/// not run on top of Escape; a paste, the focus and answers are taken.
package struct InputDecoder {
  private enum Mode: Equatable {
    case ground
    /// An ESC was read.
    case escape
    /// ESC O was read: a key of the numeric pad follows.
    case pad
    /// ESC [ was read, and so many bytes after it.
    case control(Int)
    /// So many bytes follow that mean nothing: the place in an old report of the mouse, the letter of a Linux F key.
    case skip(Int)
    /// ESC ] or the like was read, and so many bytes after it, up to a terminator.
    case string(introducer: UInt8, Int)
    case paste
    /// What may be the tail of an ESC that was a key.
    case late(LateTail)
  }

  /// What may lie between two bytes of a sequence: 300 ms, and what a busy machine adds.
  private static let gap = Duration.milliseconds(350)
  /// How long the end of what has begun for sure is waited for.
  private static let patience = Duration.seconds(2)
  private static let longestString = 4096

  private var mode = Mode.ground
  private var letters = UTF8Assembler()
  private var withAlt = false
  private var pasted: [UInt8] = []
  /// What came since ESC [ or ESC ], but for a terminator.
  private var collected: [UInt8] = []
  /// Whether the last byte was an ESC that was taken for the key.
  private var mayTailFollow = false
  /// When the last input was read, with the time added in which nobody could read more.
  private var lastInput: ContinuousClock.Instant?
  /// That time since the last input.
  private var busy = Duration.zero
  private var answers: [TerminalAnswer] = []
  private let burst: BurstFilter

  /// A decoder that takes a burst of typed characters for a paste; see ``BurstFilter``.
  package init(burst: BurstFilter = BurstFilter()) { self.burst = burst }

  /// Decodes everything that was read in one turn.
  ///
  /// A paste or an answer whose end does not come within two seconds is taken as ended, or keys would be lost for good.
  package mutating func decode(_ codes: [InputCode], at now: ContinuousClock.Instant = .now) -> [InputEvent] {
    var events: [InputEvent] = []
    expire(at: now, &events)
    if codes.isEmpty { return events }
    lastInput = now
    defer { busy = .zero }
    for code in codes { take(code, &events) }
    endTurn(&events)
    return burst.gather(events, busy: busy)
  }

  /// Says that the program did something else for so long: what came meanwhile is read late, and did not come late.
  package mutating func excuse(_ time: Duration) {
    busy += time
    lastInput? += time
  }

  /// When ``decode(_:at:)`` is to be called at the latest, with nothing if nothing came; nil for never.
  package var deadline: ContinuousClock.Instant? {
    guard let lastInput, let limit else { return nil }
    return lastInput + limit
  }

  /// What the terminal has said since the last call.
  package mutating func takeAnswers() -> [TerminalAnswer] {
    defer { answers = [] }
    return answers
  }

  /// How long what was begun may still be about something.
  private var limit: Duration? {
    switch mode {
    case .ground, .escape: nil
    case .late, .pad, .control(0), .string(_, 0): Self.gap
    case .control, .skip, .string, .paste: Self.patience
    }
  }

  private mutating func expire(at now: ContinuousClock.Instant, _ events: inout [InputEvent]) {
    guard let lastInput else { return }
    if now - lastInput > Self.gap { mayTailFollow = false }
    guard let limit, now - lastInput >= limit else { return }
    switch mode {
    case .paste: finishPaste(&events)
    case .control(1...), .skip, .string(_, 1...): break
    default: giveUp(&events)
    }
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
    if case .byte(let byte) = code { return take(byte, &events) }
    mayTailFollow = false
    endTurn(&events)
    giveUp(&events)
    switch code {
    case .key(let number, let name):
      if let press = KeyTable.press(number: number, name: name) { events.append(.key(press)) }
    case .mouse(let report):
      if let event = report.event { events.append(.mouse(event)) }
    case .pasteBegins: mode = .paste
    case .pasteEnds, .byte: break
    case .focus(let isFocused): events.append(.focus(isFocused))
    }
  }

  private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
    let mayBeTail = mayTailFollow
    mayTailFollow = false
    switch mode {
    case .ground:
      if byte == 0x1B {
        mode = .escape
      } else if mayBeTail, let tail = LateTail(byte) {
        mode = .late(tail)
      } else {
        type(byte, [], &events)
      }
    case .escape: afterEscape(byte, &events)
    case .pad:
      mode = .ground
      if let press = Self.pad(byte) { events.append(.key(press)) }
    case .control(let count): control(byte, count, &events)
    case .skip(let count): mode = count > 1 ? .skip(count - 1) : .ground
    case .string(let introducer, let count): string(byte, introducer, count, &events)
    case .paste: paste(byte, &events)
    case .late(let tail): late(byte, tail, &events)
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
    finishControl(collected, final: byte, &events)
    collected = []
  }

  private mutating func finishControl(
    _ parameters: [UInt8],
    final: UInt8,
    isLate: Bool = false,
    _ events: inout [InputEvent]
  ) {
    switch ControlSequence(parameters: parameters, final: final) {
    case .keys(let presses):
      if !isLate { events += presses.map { .key($0) } }
    case .focus(let isFocused): events.append(.focus(isFocused))
    case .answer(let answer): answers.append(answer)
    case .pasteBegins: mode = .paste
    case .pasteEnds: break
    case nil:
      if parameters.isEmpty, final == UInt8(ascii: "M") { mode = .skip(3) }
      if parameters.isEmpty, final == UInt8(ascii: "[") { mode = .skip(1) }
    }
  }

  private mutating func late(_ byte: UInt8, _ tail: LateTail, _ events: inout [InputEvent]) {
    var tail = tail
    mode = .ground
    switch tail.append(byte) {
    case .open:
      mode = .late(tail)
    case .begun:
      collected = Array(tail.bytes.dropFirst())
      let introducer = tail.bytes[0]
      mode =
        introducer == UInt8(ascii: "[") ? .control(collected.count) : .string(introducer: introducer, collected.count)
    case .whole:
      if tail.bytes[0] == UInt8(ascii: "[") {
        finishControl(tail.parameters, final: byte, isLate: true, &events)
      }
    case .keys:
      for held in tail.bytes { take(held, &events) }
    }
  }

  private mutating func string(_ byte: UInt8, _ introducer: UInt8, _ count: Int, _ events: inout [InputEvent]) {
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

  /// An ESC that nothing came with is the Escape key, and acts at once.
  private mutating func endTurn(_ events: inout [InputEvent]) {
    guard mode == .escape else { return }
    events.append(.key(KeyPress(.escape)))
    mode = .ground
    mayTailFollow = true
  }

  /// What was only begun when the time was over was keys: Alt with `[`, `O` and so on, or what followed Escape.
  private mutating func giveUp(_ events: inout [InputEvent]) {
    let begun = mode
    switch begun {
    case .pad: events.append(.key(KeyPress("O", .alt)))
    case .control(0): events.append(.key(KeyPress("[", .alt)))
    case .string(let introducer, 0): events.append(.key(KeyPress(Character(Unicode.Scalar(introducer)), .alt)))
    case .late: break
    case .ground, .escape, .control, .skip, .string, .paste: return
    }
    mode = .ground
    if case .late(let tail) = begun { for byte in tail.bytes { take(byte, &events) } }
  }

  private mutating func finishAnswer() {
    if let color = BackgroundAnswer.color(in: String(decoding: collected, as: UTF8.self)) {
      answers.append(.background(color))
    }
    collected = []
  }

  private mutating func finishPaste(_ events: inout [InputEvent]) {
    mode = .ground
    let text = PastedText.text(of: pasted)
    pasted = []
    events.append(.paste(text))
  }

  /// The keys of the numeric pad in application mode.
  static func pad(_ byte: UInt8) -> KeyPress? {
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
