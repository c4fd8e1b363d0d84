import Foundation
import Glibc
import Testing

/// A real terminal: a tmux server of its own with one pane, in which a shell runs what it is given.
final class TmuxTerminal {
  private let socket = "postern-test-" + String(UUID().uuidString.prefix(8))
  private let folder = NSTemporaryDirectory() + "postern-tmux-" + UUID().uuidString
  /// The process of the server; nil where it did not start.
  private var server: Int32?

  /// Starts `script` with `/bin/sh` in a pane of this size.
  init(columns: Int, rows: Int, environment: [String: String], script: String) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let configuration = """
      set -g default-terminal "tmux-256color"
      set -g remain-on-exit on
      set -g status off
      set -g escape-time 0
      """
    try configuration.write(toFile: folder + "/tmux.conf", atomically: true, encoding: .utf8)
    try script.write(toFile: folder + "/script", atomically: true, encoding: .utf8)
    let variables = environment.sorted { $0.key < $1.key }.map { "-e\($0.key)=\($0.value)" }
    await tmux(
      ["-f", folder + "/tmux.conf", "new-session", "-d", "-s", "t", "-x", "\(columns)", "-y", "\(rows)"] + variables
        + ["--", "/bin/sh", "-i", folder + "/script"]
    )
    server = await Int32(tmux(["display-message", "-p", "#{pid}"]).prefix { $0.isNumber })
  }

  /// A shell at which a person types, with the program in `$POSTERN`.
  static func shell(_ stage: Stage) async throws -> TmuxTerminal {
    let environment = stage.environment.merging(["POSTERN": Program.path, "PS1": "shell> "]) { $1 }
    let terminal = try await TmuxTerminal(
      columns: 100,
      rows: 30,
      environment: environment,
      script: "exec /bin/bash --norc -i"
    )
    await terminal.expect("shell>")
    return terminal
  }

  deinit {
    // Outright: asked to end, it may wait for ever for a pane. What runs there hears that its terminal is gone.
    if let server { kill(server, SIGKILL) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The text on the screen.
  var screen: String { get async { await tmux(["capture-pane", "-p", "-t", "t"]) } }

  /// Whether the program has the alternate screen.
  var isAlternate: Bool {
    get async { await tmux(["display-message", "-p", "-t", "t", "#{alternate_on}"]).hasPrefix("1") }
  }

  /// The title that the program has set, or that of before.
  var title: String { get async { await tmux(["display-message", "-p", "-t", "t", "#{pane_title}"]) } }

  /// The backgrounds on the screen, as the parameters that choose them; the colour of a blank's ink is nobody's concern.
  var backgrounds: Set<String> {
    get async {
      let parts = await tmux(["capture-pane", "-p", "-e", "-t", "t"]).components(separatedBy: "\u{1B}[").dropFirst()
      return Set(parts.compactMap { $0.prefix { $0 != "m" }.firstMatch(of: /4(8[;:].*|[0-79])/).map { String($0.0) } })
    }
  }

  /// Sends bytes in one write, as a terminal does that tells something.
  func send(bytes: [UInt8]) async { await send(["-H"] + bytes.map { String($0, radix: 16) }) }

  /// Presses keys, by their names in tmux.
  func press(_ keys: String...) async { await send(keys) }

  /// A key that never left is not one that was not heard.
  private func send(_ words: [String]) async {
    let words = ["tmux", "-L", socket, "-u", "send-keys", "-t", "t"] + words
    let result = try? await Program.Running("/usr/bin/env", words).finish()
    if result?.status != 0 { Issue.record("\(words) was not sent: \(result?.error ?? "no process could be made")") }
  }

  /// Types a text as a person would: the program takes a burst of characters for a paste.
  func type(_ text: String) async {
    // Alone, a semicolon would end the command for tmux.
    for character in text { await send(["-l", character == ";" ? "\\;" : String(character)]) }
  }

  func resize(columns: Int, rows: Int) async {
    await tmux(["resize-window", "-t", "t", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Waits for a text, and shows the whole screen if it does not come.
  func expect(
    _ text: String,
    within seconds: Double = 120,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    await expect("“\(text)”", within: seconds, sourceLocation: sourceLocation) { $0.contains(text) }
  }

  func expect(
    _ what: String,
    within seconds: Double = 120,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: (String) -> Bool
  ) async {
    let holds = await eventually(within: seconds) { condition(await screen) }
    guard !holds else { return }
    Issue.record("\(what) did not come to be; the screen:\n\(await screen)", sourceLocation: sourceLocation)
  }

  @discardableResult
  private func tmux(_ arguments: [String]) async -> String {
    let words = ["tmux", "-L", socket, "-u"] + arguments
    return (try? await Program.Running("/usr/bin/env", words).finish().output) ?? ""
  }
}
