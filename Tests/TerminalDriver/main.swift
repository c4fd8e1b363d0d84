// The program that TerminalTests start in a pseudo-terminal: it takes the screen as the real one does, writes each event
// to the file named by its first argument, and does what single keys ask for.
import Canvas
import Glibc
import Terminal

struct Driver {
  private let log: Int32
  private let poll: EventPoll
  private let screen: NcursesScreen
  private let waker: Waker
  private var wasWoken = false

  init(log path: String) throws(TerminalError) {
    let signals = try SignalQueue()
    waker = try Waker()
    screen = try NcursesScreen()
    poll = EventPoll(screen: screen, signals: signals, waker: waker)
    log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  }

  /// Gives the exit status.
  mutating func run() -> Int32 {
    note("ready \(screen.capabilities.colors)")
    while true {
      show()
      let turn = poll.next(timeout: .seconds(20))
      if turn.wasWoken { note("woken") }
      for answer in turn.answers { note("\(answer)") }
      for event in turn.events {
        if let status = handle(event) {
          screen.close()
          return status
        }
      }
      // a test that forgets its driver must not leave it behind
      if turn.isEmpty { return 99 }
    }
  }

  private func handle(_ event: InputEvent) -> Int32? {
    switch event {
    case .key(let press):
      note("key \(press)")
      return command(press)
    case .paste(let text, let isBurst): note("\(isBurst ? "burst" : "paste") \(VisibleText(text).string)")
    case .mouse(let mouse): note("mouse \(mouse.kind) \(mouse.position.row) \(mouse.position.column)")
    case .resize(let size): note("resize \(size.rows) \(size.columns)")
    case .focus(let isFocused): note("focus \(isFocused)")
    case .suspend: screen.suspend()
    case .resumed: note("resumed")
    case .terminate(let signal): return 128 + signal
    }
    return nil
  }

  private func command(_ press: KeyPress) -> Int32? {
    switch press.description {
    case "q": return 0
    case "c": screen.askBackground()
    case "m": screen.setMouse(true)
    case "t": screen.setTitle("a title")
    case "l": screen.followAppearance(true)
    case "z": screen.suspend()
    case "n": screen.notify("a notice")
    case "T": fatalError("a trap that was asked for")
    case "A": abort()
    case "W": startThread { Unmanaged<Waker>.fromOpaque($0).takeUnretainedValue().wake() }
    case "B": startThread { _ in fatalError("a trap on another thread") }
    case "e":
      let (outcome, _) = poll.lend { ForegroundProcess.run(["sh", "-c", "grep SigBlk /proc/self/status >&2; exit 7"]) }
      note("child \(outcome)")
    default: break
    }
    return nil
  }

  private func startThread(_ body: @escaping @Sendable (UnsafeRawPointer) -> Void) {
    let work = Work(body: body, argument: waker)
    var thread = pthread_t()
    pthread_create(&thread, nil, Work.run, Unmanaged.passRetained(work).toOpaque())
  }

  private func show() {
    var buffer = Buffer(size: screen.size)
    let style = Style(foreground: .hex(0xFF8800), background: .indexed(4), attributes: .bold)
    buffer.write("driver \(screen.size.rows)x\(screen.size.columns)", at: Position(row: 0, column: 0), style: style)
    buffer.write("日本 e\u{301} ─", at: Position(row: 1, column: 0))
    screen.show(buffer)
  }

  private func note(_ line: String) {
    var line = line + "\n"
    line.withUTF8 { _ = write(log, $0.baseAddress, $0.count) }
  }
}

/// What another thread does.
final class Work: Sendable {
  private let body: @Sendable (UnsafeRawPointer) -> Void
  private let argument: Waker

  init(body: @escaping @Sendable (UnsafeRawPointer) -> Void, argument: Waker) {
    self.body = body
    self.argument = argument
  }

  static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
    guard let pointer else { return nil }
    let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
    work.body(Unmanaged.passUnretained(work.argument).toOpaque())
    return nil
  }
}

do throws(TerminalError) {
  var driver = try Driver(log: CommandLine.arguments.last ?? "/dev/null")
  exit(driver.run())
} catch {
  var line = "driver: \(error)\n"
  line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(2)
}
