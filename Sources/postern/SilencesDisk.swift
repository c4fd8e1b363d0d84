import Configuration
import Foundation
import PolicyCore
import PolicyFiles
import Values

/// The file of accepted findings that people, reviewers and pipelines share.
struct SilencesDisk: Sendable {
  let path: String

  init(path: String) { self.path = HomePath.expanded(path) }

  /// That of the configuration; nil where it names none.
  static func configured() throws(Problem) -> SilencesDisk? {
    let environment = ProcessInfo.processInfo.environment
    let settings = try ConfigurationFile.load(try Paths(environment: environment), environment: environment).settings
    return settings.silences.map { SilencesDisk(path: $0) }
  }

  /// What the file accepts; nothing while there is none.
  func read() throws(Problem) -> [Silence] { try named { () throws(Problem) in try SilenceFile(try bytes()).silences } }

  /// Adds a silence at the end of the file, which is made where it is missing; gives all that are in it then.
  ///
  /// Read again before, as a person, or another process, may have written meanwhile. What is accepted already is not
  /// added a second time.
  func add(_ silence: Silence, now: Instant = Instant(Date())) throws(Problem) -> [Silence] {
    guard !silence.pattern.isEmpty else {
      throw Problem(
        .usage,
        what: "Without a pattern nothing can be accepted in \(path).",
        advice: "Mend the policy, or start without --silences."
      )
    }
    return try named { () throws(Problem) in
      let before = try bytes()
      let known = try SilenceFile(before).silences
      guard !known.contains(where: { $0.key == silence.key && !$0.isOver(at: now) }) else { return known }
      let after = try SilenceFile.adding(silence, to: before)
      try ExportFile.replace(before, with: after, in: path)
      return try SilenceFile(after).silences
    }
  }

  /// A problem with what is in the file says which it is: its name may come from the configuration.
  private func named<Answer>(_ work: () throws(Problem) -> Answer) throws(Problem) -> Answer {
    do throws(Problem) {
      return try work()
    } catch {
      guard error.kind == .invalid, !error.what.contains(path) else { throw error }
      throw Problem(.invalid, what: "\(path): \(error.what)", advice: error.advice)
    }
  }

  /// That a finding is accepted there, and not on this machine.
  func standsHere(_ silence: Silence) -> Problem {
    Problem(
      .usage,
      what: "\(silence.rule.rawValue) on \(silence.pattern) is accepted in \(path), line \(silence.line).",
      advice: "Take it out there: others go by that file too."
    )
  }

  private func bytes() throws(Problem) -> Data {
    FileManager.default.fileExists(atPath: path) ? try InputFile.read(path) : Data()
  }
}
