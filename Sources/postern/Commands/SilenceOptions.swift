import ArgumentParser
import Foundation
import PolicyCore
import PolicyFiles
import Values

/// A file of accepted findings, for the commands that judge.
struct SilenceOptions: ParsableArguments {
  @Option(help: "Findings that are accepted, in a TOML file ([[silences]]).", completion: .file(extensions: ["toml"]))
  var silences: String?

  /// Reads the file, and says what has run out; none without a file.
  func read() throws(Problem) -> [Silence] {
    guard let path = silences else { return [] }
    let all = try SilenceFile(try InputFile.read(path)).silences
    let now = Instant(Date())
    for silence in all where silence.isOver(at: now) {
      let until = silence.until ?? ""
      Output.say("\(path):\(silence.line): \(silence.rule.rawValue) on \(silence.pattern) has run out (\(until)).")
    }
    return all
  }

  /// Says which of them fit none of the findings on all that is there.
  func sayUnused(_ silences: [Silence], beside found: Set<Silence.Key>) {
    for silence in silences where !found.contains(silence.key) {
      Output.say(
        "\(self.silences ?? ""):\(silence.line): \(silence.rule.rawValue) on \(silence.pattern) fits nothing any more."
      )
    }
  }
}
