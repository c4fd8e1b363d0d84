import ArgumentParser
import Foundation

/// Measures the rooms by themselves; `.ci/bench` measures the whole program beside others.
@main
struct Main: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Measure what grows with the number of policies.",
    discussion: """
      Each benchmark runs in a process of its own at each size, so that its memory is its own. Times are milliseconds \
      for one piece of work: the median of the runs, the fastest and the slowest. A figure of a machine that others use \
      too says little alone; ratios of one run do.
      """,
    subcommands: [Run.self, Measure.self, Pages.self],
    defaultSubcommand: Run.self
  )
}

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the benchmarks, all or some.")

  @Option(help: "Numbers of policies, with commas; 1000000 is for those who can wait.")
  var sizes = "1000,10000,100000"
  @Option(help: "Only benchmarks whose name contains this; can be given several times.")
  var only: [String] = []
  @Option(help: "How many seconds to measure each, beside what making ready takes.")
  var seconds = 1.0
  @Flag(help: "Print JSON instead of a table.")
  var json = false
  @Flag(help: "Print the names and what they measure.")
  var list = false

  func run() async throws {
    let chosen = Benchmark.all.filter { benchmark in
      only.isEmpty || only.contains { benchmark.name.contains($0) }
    }
    guard !list else { return chosen.forEach { print(Report.padded($0.name, 22) + $0.what) } }
    let sizes = self.sizes.split(separator: ",").compactMap { Int($0) }
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--sizes takes numbers with commas between them.")
    }
    guard !chosen.isEmpty else { throw ValidationError("No benchmark has such a name.") }
    var results: [Measurement] = []
    if !json { print(Report.header) }
    for benchmark in chosen {
      for size in sizes {
        do {
          let result = try Child.measure(benchmark, policies: size, seconds: seconds)
          results.append(result)
          if !json { print(Report.line(result)) }
        } catch {
          FileHandle.standardError.write(Data("\(benchmark.name), \(size) policies: \(error)\n".utf8))
        }
      }
    }
    if json { print(try Report.json(results)) }
    guard results.count == chosen.count * sizes.count else { throw ExitCode.failure }
  }
}

/// What a child does.
struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measure one in this process.", shouldDisplay: false)

  @Argument var name: String
  @Argument var policies: Int
  @Argument var seconds: Double

  func run() async throws {
    guard let benchmark = Benchmark.all.first(where: { $0.name == name }) else {
      throw ValidationError("There is no benchmark \(name).")
    }
    let result = try await Measurement.of(benchmark, policies: policies, within: .seconds(seconds))
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }
}

/// For whoever serves them: the pages of the account that the benchmarks measure with.
struct Pages: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write the pages of a made account, one file a page.")

  @Argument(help: "The folder, which must exist.")
  var folder: String
  @Option(help: "How many policies.")
  var policies = 100_000

  func run() async throws {
    let account = MadeAccount(.mixed, policies: policies)
    for page in 1...account.pages {
      try account.page(page).write(to: URL(filePath: "\(folder)/\(page).json"))
    }
  }
}

enum Child {
  static func measure(_ benchmark: Benchmark, policies: Int, seconds: Double) throws -> Measurement {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["measure", benchmark.name, "\(policies)", "\(seconds)"]
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try Unexpected.unless(process.terminationStatus == 0, "ended with \(process.terminationStatus)")
    return try JSONDecoder().decode(Measurement.self, from: data)
  }
}
