import ArgumentParser

/// Where a command writes what it makes.
struct OutputOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    parsing: .unconditional,
    help: "A new file to write to, instead of standard output (-).",
    completion: .file()
  )
  var output: String?

  /// The file; nil for standard output.
  var path: String? { output.flatMap { $0 == "-" ? nil : $0 } }
}
