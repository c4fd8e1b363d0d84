import CNcurses
import Glibc

/// The programs that keep a copied text: tmux where the screen is inside of it, and the desktop's.
///
/// No shell is asked; a program that is not there, fails or takes too long has copied nothing.
package struct ClipboardPrograms: Sendable {
  private let isInsideTmux: Bool
  private let desktop: [[String]]

  /// The most bytes that are handed to a program.
  package static let limit = 8_000_000
  private static let patience = Duration.seconds(1)

  package init(environment: [String: String]) {
    func has(_ name: String) -> Bool { !environment[name, default: ""].isEmpty }
    isInsideTmux = has("TMUX")
    // Over ssh the display, if any, is another one than the person's.
    let isLocal = !has("SSH_CONNECTION") && !has("SSH_TTY")
    var programs: [[String]] = []
    if isLocal, has("WAYLAND_DISPLAY") { programs.append(["wl-copy"]) }
    if isLocal, has("DISPLAY") {
      programs += [["xclip", "-selection", "clipboard", "-in"], ["xsel", "--clipboard", "--input"]]
    }
    desktop = programs
  }

  /// What the programs have taken.
  package struct Outcome: Hashable, Sendable {
    package var isInTmux = false
    /// Whether tmux was asked to hand it on to its own terminal: 3.2 and later can.
    package var isHandedOn = false
    /// The program that took it for the desktop.
    package var program: String?
  }

  /// Hands the text to those programs that there are; waits for each, one second at most.
  package func copy(_ text: String) -> Outcome {
    var outcome = Outcome()
    guard text.utf8.count <= Self.limit else { return outcome }
    if isInsideTmux {
      outcome.isHandedOn = Self.run(["tmux", "load-buffer", "-w", "-"], input: text)
      outcome.isInTmux = outcome.isHandedOn || Self.run(["tmux", "load-buffer", "-"], input: text)
    }
    outcome.program = desktop.first { Self.run($0, input: text) }?.first
    return outcome
  }

  /// Runs a program on a file in memory that holds the text; gives whether it ended well.
  static func run(_ words: [String], input: String, patience: Duration = patience) -> Bool {
    let file = cn_memory_file("postern-copy")
    guard file >= 0 else { return false }
    defer { close(file) }
    var input = input
    let isWritten = input.withUTF8 { write(file, $0.baseAddress, $0.count) == $0.count }
    guard isWritten, lseek(file, 0, SEEK_SET) == 0, let child = ForegroundProcess.start(words, input: file) else {
      return false
    }
    let end = ContinuousClock.now + patience
    var status: Int32 = 0
    while waitpid(child, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < end else {
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
        return false
      }
      _ = poll(nil, 0, 2)
    }
    return cn_did_exit(status) != 0 && cn_exit_status(status) == 0
  }
}
