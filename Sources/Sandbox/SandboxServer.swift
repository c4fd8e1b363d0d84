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
  let table: PolicyTable
  let faults: FaultPlan
  let log: RequestLog
  let book: LedgerBook
  private let late: LateWork
  private let services: ServiceGroup
  private let serving: Task<Void, any Error>

  /// What a client takes as its base URL: `http://127.0.0.1:PORT/client/v4`.
  package var baseURL: String { "http://127.0.0.1:\(port)\(Route.prefix)" }

  private init(
    port: Int,
    _ options: SandboxOptions,
    table: PolicyTable,
    responder: SandboxResponder,
    services: ServiceGroup,
    serving: Task<Void, any Error>
  ) {
    self.port = port
    self.accountID = options.accountID
    self.token = options.token
    self.table = table
    self.faults = responder.faults
    self.log = responder.log
    self.book = responder.book
    self.late = responder.late
    self.services = services
    self.serving = serving
  }

  /// Opens the policies, or makes them, and listens; when this returns, requests are answered.
  package static func start(_ options: SandboxOptions = SandboxOptions()) async throws(SandboxError) -> SandboxServer {
    guard (0...65_535).contains(options.port) else {
      throw .cannotListen(port: options.port, reason: "a port is a number from 0 to 65535")
    }
    let table = try PolicyTable(dataFile: options.dataFile, policies: options.policies, seed: options.seed)
    let credentials = Credentials(accountID: options.accountID, token: options.token)
    let endpoints = PolicyEndpoints(table: table, credentials: credentials, accept: options.accept)
    let responder = SandboxResponder(
      endpoints: endpoints,
      faults: FaultPlan(options.faults),
      log: RequestLog(),
      book: LedgerBook(),
      late: LateWork()
    )
    let (ports, announcement) = AsyncStream<Int>.makeStream()
    let silent = Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
    let application = Application(
      responder: responder,
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
      responder: responder,
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
  /// A request that is being carried out is answered first; a fault that waits is cut short, and a batch that was to be
  /// applied later is not applied.
  package func stop() async {
    // Not by cancelling the task: NIO ends the program when a connection that was just accepted is dropped unhandled.
    await services.triggerGracefulShutdown()
    await wait()
    await late.end()
  }
}
