import CNcurses
import Glibc

/// Gives the terminal back when the program dies of a trap, on whichever thread.
///
/// While the screen is up, standard error points at a file in memory: a message of the Swift runtime would otherwise be
/// painted on the alternate screen and vanish with it, and a stray line of a library would spoil the picture. It is
/// copied to the real one once the screen is gone.
///
/// Not caught: SIGKILL, and a stack overflow on another thread than the one that called ``arm(bytes:)``, since only
/// that one has a stack to run the handler on.
package enum CrashRestore {
  /// All that the handler touches, laid out before it is installed and never freed.
  fileprivate struct State {
    var terminal = termios()
    var hasTerminal = false
    var bytes: UnsafeMutableBufferPointer<UInt8>
    /// How many of the first bytes are left out: they give back what was not taken.
    var skipped = 0
    var keyboardLength = 0
    /// A second way to the terminal, and one to nowhere, to be put in the place of standard output.
    var output: Int32 = -1
    var nowhere: Int32 = -1
    var realError: Int32 = -1
    var heldError: Int32 = -1
    /// How much of the held text was copied already.
    var copied: off_t = 0
    var isArmed = false
    var previous: UnsafeMutableBufferPointer<sigaction>
  }

  /// The only unsafe line of the program.
  ///
  /// A signal handler can take no argument and no lock. The pointer is set once, on the main thread, before a handler
  /// is installed; what it points at is written by that thread only, and read by whichever thread has crashed.
  nonisolated(unsafe) private static var state: UnsafeMutablePointer<State>?

  private static let signals: [Int32] = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE]

  /// Remembers how the terminal is now and takes standard error aside; to be called before ncurses starts.
  static func prepare() {
    let state = ensureState()
    state.pointee.hasTerminal = tcgetattr(STDIN_FILENO, &state.pointee.terminal) == 0
    if state.pointee.output < 0 {
      state.pointee.output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
      state.pointee.nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    }
    holdError()
  }

  /// Installs the handlers; `bytes` undo what was sent to the terminal, and `keyboard` too while it is taken.
  static func arm(bytes: [UInt8], keyboard: [UInt8]) {
    let state = ensureState()
    state.pointee.bytes.deallocate()
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: keyboard.count + bytes.count)
    _ = copy.initialize(from: keyboard + bytes)
    state.pointee.bytes = copy
    state.pointee.keyboardLength = keyboard.count
    setKeyboardTaken(false)
    guard !state.pointee.isArmed else { return }
    state.pointee.isArmed = true
    // a stack of its own, so that an overflow of this thread's stack can be handled
    var stack = stack_t()
    stack.ss_size = 65_536
    stack.ss_sp = malloc(stack.ss_size)
    sigaltstack(&stack, nil)
    for (index, signal) in signals.enumerated() {
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = { signal, info, _ in
        // what the kernel makes of a fault has a positive code; 0 and below is what a process sends, abort() included
        CrashRestore.handle(signal, wasSent: (info?.pointee.si_code ?? 0) <= 0)
      }
      action.sa_flags = SA_SIGINFO | SA_ONSTACK | Int32(bitPattern: UInt32(SA_NODEFER))
      sigaction(signal, &action, state.pointee.previous.baseAddress.map { $0 + index })
    }
  }

  /// Says whether the terminal was made to send keys otherwise.
  static func setKeyboardTaken(_ isTaken: Bool) {
    guard let state else { return }
    state.pointee.skipped = isTaken ? 0 : state.pointee.keyboardLength
  }

  /// Takes the handlers away and gives standard error back; to be called after the screen is gone.
  static func disarm() {
    guard let state, state.pointee.isArmed else {
      releaseError()
      return
    }
    state.pointee.isArmed = false
    for (index, signal) in signals.enumerated() { sigaction(signal, &state.pointee.previous[index], nil) }
    releaseError()
  }

  /// Puts the terminal's modes back as ``prepare()`` found them.
  static func restoreModes() {
    guard let state, state.pointee.hasTerminal else { return }
    tcsetattr(STDIN_FILENO, TCSANOW, &state.pointee.terminal)
  }

  /// Points standard error at the file in memory, unless it is no terminal and so cannot spoil the screen.
  static func holdError() {
    let state = ensureState()
    guard state.pointee.heldError < 0, isatty(STDERR_FILENO) == 1 else { return }
    let held = cn_memory_file("postern-stderr")
    guard held >= 0 else { return }
    let real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    guard real >= 0 else {
      close(held)
      return
    }
    dup2(held, STDERR_FILENO)
    state.pointee.realError = real
    state.pointee.heldError = held
    state.pointee.copied = 0
  }

  /// Gives standard error back, with what was written to it meanwhile.
  static func releaseError() {
    guard let state, state.pointee.heldError >= 0 else { return }
    copyHeldError(state)
    dup2(state.pointee.realError, STDERR_FILENO)
    close(state.pointee.realError)
    close(state.pointee.heldError)
    state.pointee.realError = -1
    state.pointee.heldError = -1
  }

  private static func ensureState() -> UnsafeMutablePointer<State> {
    if let state { return state }
    let made = UnsafeMutablePointer<State>.allocate(capacity: 1)
    let previous = UnsafeMutableBufferPointer<sigaction>.allocate(capacity: signals.count)
    previous.initialize(repeating: sigaction())
    made.initialize(to: State(bytes: .allocate(capacity: 0), previous: previous))
    state = made
    return made
  }

  /// Copies through a block on the stack: a handler must not allocate.
  private static func copyHeldError(_ state: UnsafeMutablePointer<State>) {
    var block: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    while true {
      let count = pread(state.pointee.heldError, &block, 32, state.pointee.copied)
      guard count > 0 else { return }
      _ = write(state.pointee.realError, &block, count)
      state.pointee.copied += off_t(count)
    }
  }

  /// Runs in the signal handler: calls only functions that are safe there.
  ///
  /// Returning lets the faulting instruction run again, now under the action that was there before, which ends the
  /// process as if nobody had caught it. A signal that was sent has no instruction to run again, so it is raised.
  private static func handle(_ signal: Int32, wasSent: Bool) {
    guard let state else { return }
    if state.pointee.isArmed {
      state.pointee.isArmed = false
      // the loop's thread may be drawing at this moment: what it still sends must not land on the restored screen
      dup2(state.pointee.nowhere, STDOUT_FILENO)
      let skipped = state.pointee.skipped
      if let first = state.pointee.bytes.baseAddress {
        _ = write(state.pointee.output, first + skipped, state.pointee.bytes.count - skipped)
      }
      if state.pointee.hasTerminal { tcsetattr(STDIN_FILENO, TCSANOW, &state.pointee.terminal) }
      if state.pointee.heldError >= 0 {
        copyHeldError(state)
        dup2(state.pointee.realError, STDERR_FILENO)
      }
      var line: StaticString { "postern: it stopped because of an error in itself; the terminal was restored.\n" }
      _ = write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
    }
    var place: Int?
    switch signal {
    case SIGILL: place = 0
    case SIGTRAP: place = 1
    case SIGSEGV: place = 2
    case SIGBUS: place = 3
    case SIGABRT: place = 4
    case SIGFPE: place = 5
    default: place = nil
    }
    if let place, let previous = state.pointee.previous.baseAddress { sigaction(signal, previous + place, nil) }
    if wasSent { raise(signal) }
  }
}
