import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The allow-policies API, served on 127.0.0.1 until ``stop()``.
///
/// It answers what Cloudflare's reference says and keeps its policies in SQLite, so that a batch is a real transaction.
/// It never writes to the standard output or error.
package final class SandboxServer: Sendable {
  /// The port on which it listens; the one that the system chose where the options said 0.
  package let port: Int
  package let accountID: String
  package let token: String
  private let table: PolicyTable
  private let faults: FaultPlan
  private let log: RequestLog
  private let services: ServiceGroup
  private let serving: Task<Void, any Error>

  /// What a client takes as its base URL: `http://127.0.0.1:PORT/client/v4`.
  package var baseURL: String { "http://127.0.0.1:\(port)\(Route.prefix)" }

  private init(
    port: Int,
    _ options: SandboxOptions,
    table: PolicyTable,
    faults: FaultPlan,
    log: RequestLog,
    services: ServiceGroup,
    serving: Task<Void, any Error>
  ) {
    self.port = port
    self.accountID = options.accountID
    self.token = options.token
    self.table = table
    self.faults = faults
    self.log = log
    self.services = services
    self.serving = serving
  }

  /// Opens the policies, or makes them, and listens; when this returns, requests are answered.
  package static func start(_ options: SandboxOptions = SandboxOptions()) async throws(SandboxError) -> SandboxServer {
    guard (0...65_535).contains(options.port) else {
      throw .cannotListen(port: options.port, reason: "a port is a number from 0 to 65535")
    }
    let table = try PolicyTable(dataFile: options.dataFile, policies: options.policies, seed: options.seed)
    let faults = FaultPlan(options.faults)
    let log = RequestLog()
    let credentials = Credentials(accountID: options.accountID, token: options.token)
    let endpoints = PolicyEndpoints(table: table, credentials: credentials, accept: options.accept)
    let (ports, announcement) = AsyncStream<Int>.makeStream()
    let silent = Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
    let application = Application(
      responder: SandboxResponder(endpoints: endpoints, faults: faults, log: log),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: options.port)),
      onServerRunning: { channel in announcement.yield(channel.localAddress?.port ?? options.port) },
      logger: silent
    )
    var configuration = ServiceGroupConfiguration(services: [application], logger: silent)
    // For a client that has sent half a request; everything else ends at once.
    configuration.maximumGracefulShutdownDuration = .seconds(3)
    let services = ServiceGroup(configuration: configuration)
    let serving = Task {
      defer { announcement.finish() }
      try await services.run()
    }
    guard let port = await ports.first(where: { _ in true }) else {
      throw .cannotListen(port: options.port, reason: await reason(of: serving))
    }
    return SandboxServer(
      port: port,
      options,
      table: table,
      faults: faults,
      log: log,
      services: services,
      serving: serving
    )
  }

  private static func reason(of serving: Task<Void, any Error>) async -> String {
    switch await serving.result {
    case .success: "the server ended at once"
    case .failure(let error as IOError): error.description
    case .failure(let error): "\(error)"
    }
  }

  /// Returns when the sandbox has been stopped.
  package func wait() async { _ = await serving.result }

  /// Closes the port and every connection, and returns when that is done; a second call does nothing.
  ///
  /// A request that is being carried out is answered first; a fault that waits is cut short.
  package func stop() async {
    // Not by cancelling the task: NIO ends the program when a connection that was just accepted is dropped unhandled.
    await services.triggerGracefulShutdown()
    await wait()
  }

  // MARK: - For tests: a look behind the API, and faults while it runs

  /// Replaces the faults; counting begins anew, and an empty list ends all of them.
  package func setFaults(_ new: [Fault]) { faults.replace(with: new) }

  /// The latest requests in the order in which they arrived: at most 2,000, and at most 32 MiB of bodies.
  package var requests: [ReceivedRequest] { log.requests }

  /// Forgets the requests so far.
  package func forgetRequests() { log.clear() }

  /// Gives the number of policies.
  package func policyCount() async throws(SandboxError) -> Int { try await Self.reading(table.count) }

  /// Gives a policy as the API would show it, or nil when there is none with this id.
  package func policyJSON(id: String) async throws(SandboxError) -> String? {
    try await Self.reading { try await self.table.rendered(id: id) }
  }

  /// Gives all policies, each as JSON text, by time of creation.
  package func allPolicies() async throws(SandboxError) -> [String] { try await Self.reading(table.allRendered) }

  private static func reading<Value: Sendable>(
    _ read: @Sendable () async throws -> Value
  ) async throws(SandboxError) -> Value {
    do {
      return try await read()
    } catch {
      throw .storage(reason: "\(error)")
    }
  }
}
