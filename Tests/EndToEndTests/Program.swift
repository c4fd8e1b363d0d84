import Foundation
import Glibc
import Testing

/// The built program, and runs of it without a terminal.
enum Program {
  /// It lies beside the test bundle, whatever the build folder is called.
  static let path: String = {
    let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folders =
      [runner.deletingLastPathComponent()]
      + CommandLine.arguments.prefix(1).map {
        URL(fileURLWithPath: $0).deletingLastPathComponent()
      }
    return folders.map { $0.appendingPathComponent("postern").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "postern"
  }()

  struct Result {
    let status: Int32
    let output: String
    let error: String
  }

  /// Runs it to its end with this environment and nothing else of ours; a run that takes over a minute is killed.
  static func run(_ arguments: [String], _ environment: [String: String]) async throws -> Result {
    try await Running(path, arguments, environment).finish()
  }

  /// A process that has not ended yet.
  ///
  /// Spawned directly: Foundation's `Process` takes one for running as long as anything that it started lives, and a
  /// terminal's server outlives the command that starts it. Output goes to files, as a pipe would be inherited too.
  final class Running {
    private let identifier: pid_t
    private let folder = NSTemporaryDirectory() + "postern-run-" + UUID().uuidString
    private var status: Int32?

    init(_ path: String, _ arguments: [String], _ environment: [String: String]? = nil) throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, folder + "/out", O_WRONLY | O_CREAT, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, folder + "/err", O_WRONLY | O_CREAT, 0o600)
      // The sandbox's sockets are open here: a program that took them over would keep a closed port or connection alive.
      for descriptor in 3..<min(1024, Int32(sysconf(Int32(_SC_OPEN_MAX)))) {
        posix_spawn_file_actions_addclose(&actions, descriptor)
      }
      let variables = environment ?? ProcessInfo.processInfo.environment
      let words = ([path] + arguments).map { strdup($0) } + [nil]
      let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
      defer { for text in words + settings { free(text) } }
      var identifier: pid_t = 0
      let code = posix_spawn(&identifier, path, &actions, nil, words, settings)
      guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
      self.identifier = identifier
    }

    deinit {
      if !hasEnded { kill(SIGKILL) }
      try? FileManager.default.removeItem(atPath: folder)
    }

    func kill(_ signal: Int32) { Glibc.kill(identifier, signal) }

    /// Waits without holding a thread: the tests share two of them with the sandbox.
    func finish() async -> Result {
      if await !eventually(within: 60, { hasEnded }) {
        kill(SIGKILL)
        _ = await eventually { hasEnded }
      }
      return Result(status: status ?? -1, output: read("out"), error: read("err"))
    }

    var hasEnded: Bool {
      if status != nil { return true }
      var raw: Int32 = 0
      guard waitpid(identifier, &raw, WNOHANG) == identifier else { return false }
      status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
      return true
    }

    private func read(_ name: String) -> String {
      (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
    }
  }
}

/// Waits until something holds; false if it does not within the time.
func eventually(within seconds: Double = 120, _ condition: () async throws -> Bool) async rethrows -> Bool {
  let deadline = Date().addingTimeInterval(seconds)
  while Date() < deadline {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return try await condition()
}

/// All end-to-end tests: one at a time, as each has a terminal, a program and a sandbox.
@Suite(.serialized) enum EndToEnd {}
