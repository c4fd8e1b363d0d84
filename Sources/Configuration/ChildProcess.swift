import Glibc
import Values

/// A program that is run for what it writes; waiting for it blocks the thread.
///
/// Foundation's `Process` would hand this program's blocked signals on to the child, which then could not be
/// interrupted; so the child is started with `posix_spawn` and all signals as they are by default.
struct ChildProcess {
  enum Outcome: Hashable, Sendable {
    case ended(status: Int, output: [UInt8], complaint: [UInt8])
    case killed(signal: Int, output: [UInt8], complaint: [UInt8])
    case notStarted(reason: String)
    case timedOut(output: [UInt8], complaint: [UInt8])
    case stopped
  }

  /// More than any token or complaint; what follows is read and forgotten.
  private static let limit = 64 * 1024
  /// How often it is looked whether the child has ended, as that does not wake a `poll`.
  private static let slice: Int32 = 20

  private var output = Stream()
  private var complaint = Stream()

  /// What came out of one pipe so far.
  private struct Stream {
    var bytes: [UInt8] = []
    var isOpen = true
  }

  /// Runs a program, found by the `PATH`, until it ends, the deadline passes or `isStopped` says so.
  ///
  /// A program that ends is not waited for any further, even where a child of its own holds its output open, as
  /// agents do that it started.
  mutating func run(
    _ words: [String],
    environment: [String: String],
    deadline: ContinuousClock.Instant,
    isStopped: () -> Bool
  ) -> Outcome {
    guard let program = words.first, !program.isEmpty else { return .notStarted(reason: "no program is named") }
    guard let out = Pipe() else { return .notStarted(reason: Self.reason(errno)) }
    defer { close(out.reader) }
    guard let err = Pipe() else {
      close(out.writer)
      return .notStarted(reason: Self.reason(errno))
    }
    defer { close(err.reader) }
    var child: pid_t = 0
    let failure = Self.spawn(words, environment, output: out.writer, complaint: err.writer, &child)
    close(out.writer)
    close(err.writer)
    guard failure == 0 else { return .notStarted(reason: Self.reason(failure)) }

    while true {
      collect(out.reader, err.reader)
      var status: Int32 = 0
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child || (ended < 0 && errno == ECHILD) {
        collect(out.reader, err.reader, wait: 0)
        return outcome(status)
      }
      let isLate = ContinuousClock.now >= deadline
      if isLate || isStopped() {
        Self.end(child)
        return isLate ? .timedOut(output: output.bytes, complaint: complaint.bytes) : .stopped
      }
    }
  }

  private func outcome(_ status: Int32) -> Outcome {
    let signal = status & 0x7F
    if signal != 0 { return .killed(signal: Int(signal), output: output.bytes, complaint: complaint.bytes) }
    return .ended(status: Int(status >> 8 & 0xFF), output: output.bytes, complaint: complaint.bytes)
  }

  /// Waits a little for output, and takes what there is.
  private mutating func collect(_ out: Int32, _ err: Int32, wait: Int32 = slice) {
    // A negative descriptor is passed over by poll.
    var polled = [
      pollfd(fd: output.isOpen ? out : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: complaint.isOpen ? err : -1, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&polled, nfds_t(polled.count), wait) > 0 else { return }
    Self.drain(out, into: &output)
    Self.drain(err, into: &complaint)
  }

  private static func drain(_ descriptor: Int32, into stream: inout Stream) {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while stream.isOpen {
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 {
        stream.bytes += chunk.prefix(min(count, limit - stream.bytes.count))
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        stream.isOpen = false
      } else if errno == EAGAIN {
        return
      }
    }
  }

  /// Asks the child to end, and then makes it.
  private static func end(_ child: pid_t) {
    var status: Int32 = 0
    kill(child, SIGTERM)
    for _ in 0..<25 {
      if waitpid(child, &status, WNOHANG) != 0 { return }
      _ = poll(nil, 0, slice)
    }
    kill(child, SIGKILL)
    waitpid(child, &status, 0)
  }

  private static func spawn(
    _ words: [String],
    _ environment: [String: String],
    output: Int32,
    complaint: Int32,
    _ child: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, complaint, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    keepDescriptors()
    return posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
  }

  /// Keeps this program's connections and files from the children that come now; not every library does so itself.
  private static func keepDescriptors() {
    for descriptor in 3..<Int32(min(sysconf(Int32(_SC_OPEN_MAX)), 4096)) {
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// Two ends of a pipe that no later child inherits; the reading end does not block.
///
/// A child that another thread starts at this very moment may inherit them. That harms nothing: it is the end of the
/// child, not of its output, that is waited for.
private struct Pipe {
  let reader: Int32
  let writer: Int32

  init?() {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reader = ends[0]
    writer = ends[1]
    _ = fcntl(reader, F_SETFL, O_NONBLOCK)
  }
}
