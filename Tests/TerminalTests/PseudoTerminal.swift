import Foundation
import Glibc
import Testing

/// A program of the test in a terminal of its own, and the hands and eyes of its user.
final class PseudoTerminal {
  private var controller: Int32
  /// The other side, kept open so that the terminal's modes can be read after the driver has gone.
  private let terminal: Int32
  private let process: pid_t
  private let folder: String
  private let before: [UInt8]
  private(set) var output: [UInt8] = []
  private var status: Int32?

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Starts the driver under a value of TERM.
  init(term: String?, rows: Int = 24, columns: Int = 80) throws {
    var controller: Int32 = -1
    var terminal: Int32 = -1
    // with a buffer of its own: tests run side by side
    var name = [CChar](repeating: 0, count: 256)
    guard openpty(&controller, &terminal, nil, nil, nil) == 0, ttyname_r(terminal, &name, name.count) == 0 else {
      throw Failure(description: "no pseudo-terminal: \(errno)")
    }
    self.controller = controller
    self.terminal = terminal
    for descriptor in [controller, terminal] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    Self.setSize(controller, rows: rows, columns: columns)
    let flags = fcntl(controller, F_GETFL)
    _ = fcntl(controller, F_SETFL, flags | O_NONBLOCK)
    before = Self.modes(terminal)

    var template = Array("\(FileManager.default.temporaryDirectory.path)/terminal-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(description: "no temporary folder: \(errno)") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // the leader of a new session that opens a terminal gets it as its controlling one
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, 0x80)  // POSIX_SPAWN_SETSID, which Glibc's module leaves out

    let arguments = Self.words([try Self.driver(), folder + "/log"])
    let environment = Self.words(
      ["PATH=/usr/bin:/bin", "LC_ALL=C", "SWIFT_BACKTRACE=enable=no"] + (term.map { ["TERM=\($0)"] } ?? [])
    )
    defer { for word in arguments + environment { free(word) } }
    var process = pid_t()
    let code = posix_spawn(&process, try Self.driver(), &actions, &attributes, arguments, environment)
    guard code == 0 else { throw Failure(description: "the driver did not start: \(code)") }
    self.process = process
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if controller >= 0 { close(controller) }
    close(terminal)
    unlink(folder + "/log")
    rmdir(folder)
  }

  // MARK: - Hands

  func type(_ text: String) throws { try type(Array(text.utf8)) }

  /// Types as the driver reads, since a terminal holds no more than 4 KB that nobody has read.
  func type(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    try wait(for: "end of typing") {
      let count = rest.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
      rest = rest.dropFirst(max(0, count))
      return rest.isEmpty
    }
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Closes the window, as it were.
  func hangUp() {
    close(controller)
    controller = -1
  }

  func resize(rows: Int, columns: Int) {
    Self.setSize(controller, rows: rows, columns: columns)
  }

  // MARK: - Eyes

  /// The lines that the driver noted.
  var log: [String] {
    let file = open(folder + "/log", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return String(decoding: Self.readAll(file), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// What the driver sent, as text.
  var text: String { String(decoding: output, as: UTF8.self) }

  /// Whether the terminal's modes are what they were before the driver started.
  var hasModesOfBefore: Bool { Self.modes(terminal) == before }

  /// Waits until a condition holds, reading what the driver sends meanwhile.
  func wait(for what: String, within seconds: Int = 60, _ condition: () -> Bool) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      output += Self.readAll(controller)
      if condition() { return }
      guard ContinuousClock.now < end else {
        throw Failure(description: "no \(what) within \(seconds) s; log: \(log); output: \(text.debugDescription)")
      }
      var descriptor = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      poll(&descriptor, 1, 5)
    }
  }

  func wait(forLog line: String) throws {
    try wait(for: "\"\(line.prefix(80))\" in the log") { log.contains(line) }
  }

  /// Waits until the driver has ended; gives its exit status, or minus the signal that ended it.
  func end() throws -> Int32 {
    var raw: Int32 = 0
    try wait(for: "end") { waitpid(process, &raw, WNOHANG) == process }
    output += Self.readAll(controller)
    let status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
    self.status = status
    return status
  }

  // MARK: - Parts

  private static func driver() throws -> String {
    var path = [CChar](repeating: 0, count: 4096)
    // the test bundle, or the tool that loads it, names itself on the command line
    let candidates = CommandLine.arguments.filter { $0.contains("/") } + [#filePath]
    for candidate in candidates where realpath(candidate, &path) != nil {
      let real = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      var parts = real.split(separator: "/")
      while !parts.isEmpty {
        parts.removeLast()
        let driver = "/" + (parts + ["TerminalDriver"]).joined(separator: "/")
        var about = stat()
        if stat(driver, &about) == 0, about.st_mode & S_IFMT == S_IFREG { return driver }
      }
    }
    throw Failure(description: "TerminalDriver is not beside the tests: \(CommandLine.arguments)")
  }

  private static func words(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    strings.map { strdup($0) } + [nil]
  }

  private static func setSize(_ descriptor: Int32, rows: Int, columns: Int) {
    // struct winsize: rows, columns, and two counts of pixels
    var size = [UInt16(rows), UInt16(columns), 0, 0]
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  private static func modes(_ descriptor: Int32) -> [UInt8] {
    // raw memory, since the members of `termios` belong to a module that tests do not import
    let size = MemoryLayout<termios>.size
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    guard tcgetattr(descriptor, memory.baseAddress?.assumingMemoryBound(to: termios.self)) == 0 else { return [] }
    return Array(memory)
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &block, block.count)
      guard count > 0 else { return result }
      result += block.prefix(count)
    }
  }
}
