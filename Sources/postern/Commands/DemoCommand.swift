import ArgumentParser
import Configuration
import PolicyAPI
import Sandbox
import Policies
import Values

/// The command `postern demo`.
struct DemoCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the screen on an embedded sandbox: no account is needed, no mail is touched.",
    discussion: """
      The account has 240 policies, of which a few are dangerous: a tour of five steps shows how they are found,
      mended and submitted. With --policies or --seed it has made ones instead, as many as you like. Everything lives in a
      temporary folder that is removed at the end.

      EXAMPLES
        postern demo
        postern demo --policies 100000
      """
  )

  @Option(help: "Make so many policies.")
  var policies: Int?
  @Option(help: "What the policies are made from: the same seed makes the same.")
  var seed: UInt64?
  @OptionGroup var screen: ScreenOptions

  /// More than this take a moment, and a person should know what is waited for.
  private static let manyPolicies = 5000

  func validate() throws {
    guard policies ?? 0 >= 0 else { throw ValidationError("--policies takes a number from 0 up.") }
  }

  func runScreen() throws(Problem) -> ExitStatus {
    try Self.demonstrate(policies: policies, seed: seed, screen.chosen)
  }

  static func demonstrate(
    policies: Int? = nil,
    seed: UInt64? = nil,
    _ screen: ScreenSession.Options
  ) throws(Problem) -> ExitStatus {
    var sandbox = SandboxOptions()
    sandbox.isDemonstration = policies == nil && seed == nil
    sandbox.policies = policies ?? SandboxOptions.defaultPolicies
    sandbox.seed = seed ?? SandboxOptions.defaultSeed
    let folder = try TemporaryFolder(prefix: "postern-demo")
    defer { folder.remove() }
    if sandbox.policies > manyPolicies { Output.say("Making \(sandbox.policies) policies…") }
    let ending = try ScreenSession.run(screen) { [sandbox] () async throws(Problem) -> Demo in
      try await Demo.start(sandbox, folder: folder.path)
    } close: { demo in
      await demo.session.close()
      await demo.server.stop()
    }
    // The demo has one account.
    if case .status(let status) = ending { return status }
    return .done
  }
}

/// A sandbox in this very process, and a session on it.
struct Demo: ScreenWorkspace {
  let server: SandboxServer
  let session: Session

  static func start(_ options: SandboxOptions, folder: String) async throws(Problem) -> Demo {
    let server = try await SandboxServer.started(options)
    let account = Account(
      key: AccountKey(baseURL: server.baseURL, accountID: server.accountID),
      name: "Demo Corp",
      environment: .sandbox
    )
    let connection = APIConnection(
      baseURL: server.baseURL,
      accountID: server.accountID,
      credentials: .token(server.token)
    )
    do throws(Problem) {
      var session = try Session.open(account, connection, Settings(), state: folder, cache: folder)
      session.isTemporary = true
      session.beginsTour = options.isDemonstration
      return Demo(server: server, session: session)
    } catch {
      await server.stop()
      throw error
    }
  }
}
