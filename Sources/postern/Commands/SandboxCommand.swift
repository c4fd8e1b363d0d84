import ArgumentParser
import Sandbox
import Values

/// The command `postern sandbox`.
struct SandboxCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Serve the API on loopback, for trying and testing.",
    discussion: """
      Prints its base URL as one line when it listens, and runs until it is interrupted. Point Postern at it with \
      CLOUDFLARE_BASE_URL, CLOUDFLARE_ACCOUNT_ID=\(SandboxOptions.defaultAccountID) and \
      CLOUDFLARE_API_TOKEN=\(SandboxOptions.defaultToken).

      FAULTS
      \(faults)

      WHEN is before or after: whether the batch is applied although its answer is spoilt. POINTER is a JSON pointer \
      such as /posts/0/pattern, or owned: a field that only the server can know. FORM is text, shape or empty.

      A fault can be followed by ,on=any, batch, list, read (one policy) or messages, ,after=N to let N such requests pass, and \
      ,first=N to strike N of them. Unless told otherwise html-502, truncated, never-answers, 429, slow and edit-behind \
      strike any request, 403, 202 and those of cursors the search for messages, and the others the batch alone. apply-late takes ,ending=cut, silence or html-502. What \
      another admin does can be told with ,id=ID and, at the end, ,set={"comments":"theirs"}.

      A SLOW LINE
      --bandwidth is shared by all connections, each way for itself; answers are then packed with gzip for clients that \
      ask for it. --latency is waited for each request, and once more for each connection.

      EXAMPLES
        postern sandbox --port 8787 --policies 1000
        postern sandbox --accept documented --data policies.sqlite
        postern sandbox --fault 429:5,on=batch,first=1 --fault apply-then-cut,first=1
        postern sandbox --policies 100000 --bandwidth 1000 --latency 200
        postern sandbox --fault edit-behind:3 --fault 500,on=list,after=1,first=1
      """
  )

  /// The faults, one a line.
  private static var faults: String {
    let widest = Fault.Kind.allCases.map(\.usage.count).max() ?? 0
    return Fault.Kind.allCases.map { kind in
      "  " + kind.usage + String(repeating: " ", count: widest + 2 - kind.usage.count) + kind.summary
    }.joined(separator: "\n")
  }

  @Option(help: "The port; 0 picks a free one.")
  var port = 0
  @Flag(help: "Serve the account of `postern demo`, not one that is made.")
  var demo = false
  @Option(help: "How many policies to make.")
  var policies = SandboxOptions.defaultPolicies
  @Option(help: "About how many messages the account got in thirty days.")
  var messages = SandboxOptions.defaultMessages
  @Option(help: "What the policies are made from: the same seed makes the same.")
  var seed = SandboxOptions.defaultSeed
  @Option(help: "A file that keeps the policies; without one they are gone afterwards.")
  var data: String?
  @Option(help: "Which encodings of a batch are taken: documented, lean or either.")
  var accept = AcceptedEncoding.either
  @Option(
    help: .init("What goes wrong on purpose; can be given several times.", valueName: "name[:argument]"),
    transform: { try Fault(text: $0) }
  )
  var fault: [Fault] = []
  @Option(help: .init("How many kbit/s the line to it carries; without it as many as there are.", valueName: "kbit"))
  var bandwidth: Int?
  @Option(help: .init("How many milliseconds a request and its answer are under way.", valueName: "ms"))
  var latency = 0

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
    guard policies >= 0 else { throw ValidationError("--policies takes a number from 0 up.") }
    guard (0...100_000_000).contains(messages) else {
      throw ValidationError("--messages takes a number from 0 to 100000000.")
    }
    guard bandwidth.map(Link.bandwidths.contains) ?? true else {
      throw ValidationError("--bandwidth takes a number from 1 to \(Link.bandwidths.upperBound).")
    }
    guard Link.latencies.contains(latency) else {
      throw ValidationError("--latency takes a number from 0 to \(Link.latencies.upperBound).")
    }
  }

  func work() async throws(Problem) -> ExitStatus {
    var options = SandboxOptions()
    options.port = port
    options.isDemonstration = demo
    options.policies = policies
    options.messages = messages
    options.seed = seed
    options.dataFile = data
    options.accept = accept
    options.faults = fault
    options.link = Link(latency: .milliseconds(latency), bandwidth: bandwidth)
    let server = try await SandboxServer.started(options)
    Output.write(server.baseURL + "\n")
    await server.wait()
    return .done
  }
}

extension SandboxServer {
  /// Starts the sandbox, and says in the program's own words why it could not.
  static func started(_ options: SandboxOptions) async throws(Problem) -> SandboxServer {
    do throws(SandboxError) {
      return try await start(options)
    } catch {
      throw Problem(.storage, what: error.description, advice: "", retry: .safe)
    }
  }
}

extension AcceptedEncoding: ExpressibleByArgument {}
