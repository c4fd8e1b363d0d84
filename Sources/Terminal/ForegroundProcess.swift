import CNcurses
import Glibc

/// Another program that has the terminal while it runs, such as an editor.
package enum ForegroundProcess {
  /// How it ended.
  package enum Outcome: Hashable, Sendable {
    case exited(status: Int32)
    case killed(signal: Int32)
    /// It could not be started; the number is that of the system's error.
    case notStarted(code: Int32)
  }

  /// Runs a program, found through PATH, with no signal blocked and none ignored, and waits for it.
  ///
  /// When it is suspended from the keyboard, so is this program, and both go on together. The screen must have been
  /// given up before: ``NcursesScreen/lend(_:)`` does both.
  package static func run(_ arguments: [String]) -> Outcome {
    guard let program = arguments.first else { return .notStarted(code: ENOENT) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    setDefaultSignals(&attributes)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var process = pid_t()
    keepDescriptors()
    let code = posix_spawnp(&process, program, nil, &attributes, words, cn_environment())
    guard code == 0 else { return .notStarted(code: code) }
    return wait(for: process)
  }

  /// Starts a program that only reads this file, and neither writes to the terminal nor reads from it.
  static func start(_ words: [String], input: Int32) -> pid_t? {
    guard let program = words.first else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    setDefaultSignals(&attributes)
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var process = pid_t()
    keepDescriptors()
    return posix_spawnp(&process, program, &actions, &attributes, arguments, cn_environment()) == 0 ? process : nil
  }

  /// Keeps this program's connections and files from the children that come now; not every library does so itself.
  private static func keepDescriptors() {
    for descriptor in 3..<Int32(min(sysconf(Int32(_SC_OPEN_MAX)), 4096)) {
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
  }

  /// Lets a child begin with an empty signal mask and default actions, whatever this program blocks and catches.
  private static func setDefaultSignals(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }

  private static func wait(for process: pid_t) -> Outcome {
    var status: Int32 = 0
    while true {
      guard waitpid(process, &status, WUNTRACED) == process else {
        if errno == EINTR { continue }
        return .notStarted(code: errno)
      }
      guard cn_did_stop(status) != 0 else { break }
      // the shell waits for this process, not for the child: it has to see this one stop as well
      kill(getpid(), SIGSTOP)
      kill(process, SIGCONT)
    }
    return cn_did_exit(status) != 0
      ? .exited(status: cn_exit_status(status)) : .killed(signal: cn_end_signal(status))
  }
}
