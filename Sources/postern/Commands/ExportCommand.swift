import PolicyCore
import Policies
import ArgumentParser
import Foundation
import JSONText
import PolicyFiles
import PolicyQuery
import Values

/// The command `postern export`.
struct ExportCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the policies down: a snapshot as JSON, or the dashboard's CSV.",
    discussion: """
      JSON is complete, ordered by creation, one field a line: two snapshots differ in what changed. It is refused while \
      the list keeps changing under the reader. CSV is the dashboard's newest dialect; standard error names what it \
      cannot say. TOML has a table with its id for each policy, to be kept beside your own and followed by `plan`. An \
      existing file is never overwritten. --split writes files that the dashboard takes, at most \
      150 KB each, with a number before the extension.

      EXAMPLES
        postern export > policies.json
        postern export --format csv --filter 'accept:on' --output policies.csv --split
      """
  )

  /// What a snapshot can be written as.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case json
    case csv
    case toml
  }

  @OptionGroup var account: AccountOptions
  @Option(help: "json, csv or toml.")
  var format = Format.json
  @OptionGroup var filtering: FilterOptions
  @OptionGroup var destination: OutputOption
  @Flag(help: "Write as many CSV files as the dashboard's limit of 150 KB demands; needs --output.")
  var split = false

  func validate() throws {
    guard split else { return }
    if format != .csv { throw ValidationError("--split is for --format csv.") }
    if destination.path == nil {
      throw ValidationError("--split needs --output with the name that the files' names are made of.")
    }
  }

  func work() async throws(Problem) -> ExitStatus {
    let sieve = try filtering.sieve()
    let policies = try await withSession(account, isReading: true) { session throws(Problem) in
      let loaded = try await session.policies()
      try loaded.demandWhole("The export would not be complete, so nothing was written.")
      return try await sieve.policies(of: session, in: loaded)
    }
    if policies.isEmpty, !sieve.query.isEmpty { Output.say("postern: the filter keeps no policy.") }
    switch format {
    case .json: try await write { sink in await JSONShapes.write(policies, to: sink) }
    case .csv where split: try write(parts: CSVExport(policies))
    case .csv:
      let written = try await write { sink in await CSVExport.write(policies, to: sink) }
      Output.say(lines: written.remarks.map { "postern: \($0)" })
    case .toml:
      let file = TOMLExport(policies)
      try await write { sink in sink(file.data) }
      Output.say(lines: file.remarks.map { "postern: \($0)" })
    }
    return .done
  }

  /// Writes what comes in pieces: to standard output one after the other, to a file once all are there.
  private func write<Result>(
    _ pieces: (_ sink: @escaping (Data) -> Void) async -> Result
  ) async throws(Problem) -> Result {
    guard let path = destination.path else { return await pieces { Output.write($0) } }
    var data = Data()
    let result = await pieces { data += $0 }
    try ExportFile.write(data, to: path)
    return result
  }

  private func write(parts csv: CSVExport) throws(Problem) {
    guard let path = destination.path else { return }
    let parts = csv.parts()
    for (index, data) in parts.files.enumerated() {
      let name = Self.name(path, part: index + 1)
      try ExportFile.write(data, to: name)
      Output.say("Wrote \(name).")
    }
    Output.say(lines: (csv.remarks + parts.remarks).map { "postern: \($0)" })
  }

  /// `policies.csv` becomes `policies-1.csv`.
  private static func name(_ path: String, part: Int) -> String {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let name = path.dropFirst(folder.count)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path)-\(part)" }
    return "\(folder)\(name[..<dot])-\(part)\(name[dot...])"
  }
}
