import ArgumentParser
import Foundation
import Synchronization

/// How a command runs, whatever it does.
struct RunOptions: ParsableArguments {
  @Option(
    help: "The configuration file, instead of the usual one or of POSTERN_CONFIG.",
    completion: .file(extensions: ["toml"])
  )
  var config: String?
  @Option(help: .init("How long each answer of the API may take, and a token command.", valueName: "seconds"))
  var timeout: Int?
  @Option(help: "Who is behind a submission, for the history (or POSTERN_ACTOR).")
  var actor: String?
  @Flag(help: "Nothing on standard error but errors.")
  var quiet = false

  /// What was said; a value of the parser's own cannot be read before there is a command line.
  private struct Said {
    var timeout: Int?
    var quiet = false
    var actor: String?
  }

  /// The options of this run: there is one command in a process, and its parts need not hand them on.
  private static let current = Mutex(Said())

  /// The longest time for one answer; nil where nobody named one.
  static var limit: Duration? { current.withLock { $0.timeout.map { .seconds($0) } } }

  /// Who is behind this run; nil where nobody said.
  static var actor: String? {
    let named = current.withLock(\.actor) ?? ProcessInfo.processInfo.environment["POSTERN_ACTOR"]
    return named.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }

  static var isQuiet: Bool { current.withLock { $0.quiet } }

  func validate() throws {
    if let timeout, !(1...600).contains(timeout) {
      throw ValidationError("--timeout takes a number from 1 to 600.")
    }
    if let config {
      guard !config.isEmpty else { throw ValidationError("--config takes the name of a file.") }
      setenv("POSTERN_CONFIG", config, 1)
    }
    let said = Said(timeout: timeout, quiet: quiet, actor: actor)
    Self.current.withLock { $0 = said }
  }
}
