import ArgumentParser
import PolicyCore
import Sandbox

/// The command `postern sandbox`.
struct SandboxCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Serve the API on loopback, for trying and testing.",
    discussion: """
      Prints its base URL as one line when it listens, and runs until it is interrupted. Point Postern at it with \
      CLOUDFLARE_BASE_URL, CLOUDFLARE_ACCOUNT_ID=\(SandboxOptions.defaultAccountID) and \
      CLOUDFLARE_API_TOKEN=\(SandboxOptions.defaultToken).

      EXAMPLES
        postern sandbox --port 8787 --policies 1000
        postern sandbox --accept documented --data policies.sqlite
      """
  )

  @Option(help: "The port; 0 picks a free one.")
  var port = 0
  @Option(help: "How many policies to make.")
  var policies = SandboxOptions.defaultPolicies
  @Option(help: "What the policies are made from: the same seed makes the same.")
  var seed = SandboxOptions.defaultSeed
  @Option(help: "A file that keeps the policies; without one they are gone afterwards.")
  var data: String?
  @Option(help: "Which encodings of a batch are taken: documented, lean or either.")
  var accept = AcceptedEncoding.either
  @Option(help: .init("What goes wrong on purpose; can be given several times.", valueName: "fault"))
  var fault: [Fault] = []

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
    guard policies >= 0 else { throw ValidationError("--policies takes a number from 0 up.") }
  }

  func work() async throws(Problem) -> ExitStatus {
    var options = SandboxOptions()
    options.port = port
    options.policies = policies
    options.seed = seed
    options.dataFile = data
    options.accept = accept
    options.faults = fault
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

extension Fault: ExpressibleByArgument {
  package init?(argument: String) {
    self.init(rawValue: argument)
  }
}
