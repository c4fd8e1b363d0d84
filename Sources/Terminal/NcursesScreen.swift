import CNcurses
package import Canvas
import Glibc

/// The terminal that the program was started in, drawn on through ncurses.
///
/// There is at most one at a time. Its counterpart is ``close()``, which puts the terminal back as it was.
package final class NcursesScreen: Screen {
  package private(set) var size = Size.zero
  package let capabilities: Capabilities

  private let window: UnsafeMutablePointer<WINDOW>
  private let keyboard: Keyboard
  private var output: TerminalOutput
  /// Nil where ncurses writes to the terminal itself.
  private let frames: FrameOutput?
  private var painter: CellPainter
  private var decoder = InputDecoder()
  private var isCursorShown: Bool?
  private var isMouseOn = false
  private var isClosed = false

  /// Takes the terminal: alternate screen, raw keys, bracketed paste.
  ///
  /// Every refusal comes before anything was sent to the terminal. `newterm` is used since `initscr` ends the process
  /// on an unknown terminal.
  ///
  /// With `isASCII` no byte outside ASCII is sent, whatever the buffers hold.
  package init(isASCII: Bool = false) throws(TerminalError) {
    let description = try TerminalDescription()
    CrashRestore.prepare()
    set_escdelay(25)
    frames = description.isXtermLike ? FrameOutput() : nil
    guard cn_newterm(description.drawnAs, frames?.stream) != nil, let window = cn_stdscr() else {
      CrashRestore.disarm()
      throw .unknownTerminal(name: description.name)
    }
    self.window = window
    output = TerminalOutput(isXtermLike: description.isXtermLike)
    CrashRestore.arm(bytes: output.emergencyBytes(), keyboard: Array(TerminalOutput.keyboardBack.utf8))
    raw()
    noecho()
    nonl()
    idlok(window, true)
    guard let keyboard = Keyboard() else {
      endwin()
      CrashRestore.disarm()
      throw .system(call: "newpad", code: errno)
    }
    self.keyboard = keyboard
    let pairs = ColorPairs()
    capabilities = Capabilities(
      name: description.name,
      colors: pairs.colors,
      isUTF8: description.isUTF8,
      isXtermLike: description.isXtermLike,
      drawnAs: description.drawnAs
    )
    painter = CellPainter(pairs: pairs, isUTF8: description.isUTF8 && !isASCII)
    output.begin()
    frames?.begin()
    adoptSize()
  }

  deinit { close() }

  /// Puts the terminal back as it was; a second call does nothing.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    leave()
    CrashRestore.restoreModes()
    CrashRestore.disarm()
    frames?.close()
  }

  // MARK: - Reading

  /// Everything that was typed, pasted or clicked since the last call; never waits, except 25 ms to tell Escape apart.
  func read() -> [InputEvent] { decoder.decode(keyboard.read()) }

  /// What was held back until it was clear what it is, when the time for that is over: ``inputDeadline``.
  func expireInput() -> [InputEvent] { decoder.decode([]) }

  /// When what is held back must be looked at; nil for never.
  var inputDeadline: ContinuousClock.Instant? { decoder.deadline }

  /// Says that nobody could read for so long.
  func excuse(_ time: Duration) { decoder.excuse(time) }

  /// What the terminal has said of itself; a terminal that knows the kitty keyboard protocol is made to use it.
  func takeAnswers() -> [TerminalAnswer] {
    let answers = decoder.takeAnswers()
    let knowsProtocol = answers.contains { answer in
      if case .keyboardProtocol = answer { true } else { false }
    }
    if knowsProtocol, !isClosed, !isendwin() {
      output.takeKeyboard()
      CrashRestore.setKeyboardTaken(true)
    }
    return answers
  }

  // MARK: - Showing

  package func show(_ buffer: Buffer) {
    guard !isClosed else { return }
    if buffer.size == size {
      painter.paint(buffer, into: window)
    } else {
      var fitted = Buffer(size: size)
      fitted.draw(buffer, at: Position(row: 0, column: 0))
      painter.paint(fitted, into: window)
    }
    let cursor = buffer.cursor.flatMap { Rect(size).contains($0) ? $0 : nil }
    if let cursor { wmove(window, Int32(cursor.row), Int32(cursor.column)) }
    if isCursorShown != (cursor != nil) {
      isCursorShown = cursor != nil
      curs_set(cursor != nil ? 1 : 0)
    }
    wnoutrefresh(window)
    doupdate()
    frames?.send()
  }

  package func invalidate() {
    painter.forget()
    frames?.forget()
    // what the terminal shows is not known either
    if let known = cn_curscr() { clearok(known, true) }
    wclear(window)
  }

  /// Asks the terminal for its size, after it changed.
  package func adoptSize() {
    var rows: Int32 = 0
    var columns: Int32 = 0
    if cn_window_size(STDOUT_FILENO, &rows, &columns) == 0 { resizeterm(rows, columns) }
    let now = Size(rows: Int(cn_lines()), columns: Int(cn_columns()))
    guard now != size else { return }
    size = now
    painter.forget()
  }

  package func setMouse(_ isOn: Bool) {
    guard isOn != isMouseOn else { return }
    isMouseOn = isOn
    mouseinterval(0)
    mousemask(isOn ? MouseReport.wanted : 0, nil)
    frames?.send()
  }

  package func setTitle(_ title: String) { output.setTitle(title) }
  package func copy(_ text: String) -> Clipboard.Outcome { output.copy(text) }
  package func bell() {
    beep()
    frames?.send()
  }

  /// Lets the desktop show a line, where the terminal knows OSC 9 and nothing lies between; else the bell.
  package func notify(_ text: String) {
    if !output.notify(text) { bell() }
  }

  /// Asks for the colour of the background; the answer, if any, is one of ``EventPoll/Turn/answers``.
  ///
  /// Nothing waits for it: over a slow line it comes late, and many terminals give none.
  package func askBackground() { output.askBackground() }

  /// Asks to be told when the terminal goes over to dark or to light colours, or no longer.
  package func followAppearance(_ isOn: Bool) { output.followAppearance(isOn) }

  // MARK: - Giving the terminal up for a while

  /// Stops the program, as ctrl-z does in others, and comes back when the shell continues it.
  ///
  /// Where no shell could continue it, the system ignores the stop, and it comes back at once.
  package func suspend() {
    leave()
    CrashRestore.restoreModes()
    CrashRestore.releaseError()
    JobControl.stop()
    resume()
  }

  /// Takes the terminal again after the program was stopped and continued, by whomever.
  ///
  /// Whoever stopped it with SIGSTOP gave no chance to leave, and the shell has changed the modes since: leaving now
  /// makes ncurses set all of them anew, and gives back what the terminal keeps on stacks before it is taken again.
  package func resume() {
    guard !isClosed else { return }
    CrashRestore.holdError()
    if !isendwin() { leave() }
    isCursorShown = nil
    invalidate()
    adoptSize()
    wnoutrefresh(window)
    doupdate()
    output.begin()
    frames?.begin()
  }

  /// Gives the terminal to something else, such as ``ForegroundProcess/run(_:)``, and takes it back afterwards.
  package func lend<Outcome>(_ body: () -> Outcome) -> Outcome {
    leave()
    CrashRestore.restoreModes()
    CrashRestore.releaseError()
    let outcome = body()
    resume()
    return outcome
  }

  private func leave() {
    guard !isendwin() else { return }
    frames?.end()
    output.end()
    CrashRestore.setKeyboardTaken(false)
    endwin()
  }
}
