import ArgumentParser
import Foundation
import PolicyCore
import PolicyFiles
import Values

/// A file of accepted findings, for the commands that judge.
struct SilenceOptions: ParsableArguments {
  @Option(
    help: "Findings that are accepted, in a TOML file ([[silences]]); or the configuration's silences.",
    completion: .file(extensions: ["toml"])
  )
  var silences: String?

  /// The file that is named, or else the configuration's; nil for none, which an empty name means.
  func disk() throws(Problem) -> SilencesDisk? {
    if let silences {
      guard silences != "-" else {
        throw Problem(.usage, what: "--silences - cannot be written to.", advice: "Name a file.")
      }
      return silences.isEmpty ? nil : SilencesDisk(path: silences)
    }
    return try SilencesDisk.configured()
  }

  /// Reads the file, and says what has run out; none without a file.
  ///
  /// One that is named has to be there; the configuration's may be yet to come.
  func read() throws(Problem) -> [Silence] {
    let all: [Silence]
    let name: String
    if let path = silences, !path.isEmpty {
      all = try SilenceFile(try InputFile.read(path)).silences
      name = path
    } else {
      guard let disk = try disk() else { return [] }
      all = try disk.read()
      name = disk.path
    }
    let now = Instant(Date())
    for silence in all where silence.isOver(at: now) {
      let until = silence.until ?? ""
      Output.say("\(name):\(silence.line): \(silence.rule.rawValue) on \(silence.pattern) has run out (\(until)).")
    }
    return all
  }

  /// Says which of them fit none of the findings on all that is there.
  func sayUnused(_ silences: [Silence], beside found: Set<Silence.Key>) {
    guard !silences.isEmpty else { return }
    let name = self.silences ?? (try? disk())?.path ?? ""
    for silence in silences where !found.contains(silence.key) {
      Output.say("\(name):\(silence.line): \(silence.rule.rawValue) on \(silence.pattern) fits nothing any more.")
    }
  }
}
