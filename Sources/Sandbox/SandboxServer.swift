import FlyingSocks

/// The allow-policies API and the search for messages, served on 127.0.0.1 until ``stop()``.
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
  let searches: MessageSearches
  private let late: LateWork
  private let pauses: Pauses
  private let server: HTTPServer
  private let serving: Task<Void, Never>

  /// What a client takes as its base URL: `http://127.0.0.1:PORT/client/v4`.
  package var baseURL: String { "http://127.0.0.1:\(port)\(Route.prefix)" }

  private init(
    port: Int,
    _ options: SandboxOptions,
    table: PolicyTable,
    responder: SandboxResponder,
    server: HTTPServer,
    serving: Task<Void, Never>
  ) {
    self.port = port
    self.accountID = options.accountID
    self.token = options.token
    self.table = table
    self.faults = responder.faults
    self.log = responder.log
    self.book = responder.book
    self.searches = responder.endpoints.searches
    self.late = responder.late
    self.pauses = responder.pauses
    self.server = server
    self.serving = serving
  }

  /// Opens the policies, or makes them, and listens; when this returns, requests are answered.
  package static func start(_ options: SandboxOptions = SandboxOptions()) async throws(SandboxError) -> SandboxServer {
    guard (0...65_535).contains(options.port) else {
      throw .cannotListen(port: options.port, reason: "a port is a number from 0 to 65535")
    }
    let table = try PolicyTable(dataFile: options.dataFile, made: options.makePolicies)
    let credentials = Credentials(accountID: options.accountID, token: options.token)
    let searches = MessageSearches(table: table, seed: options.seed, messages: options.messages, now: Timestamp.now)
    let endpoints = PolicyEndpoints(
      table: table,
      credentials: credentials,
      accept: options.accept,
      searches: searches
    )
    let responder = SandboxResponder(
      endpoints: endpoints,
      faults: FaultPlan(options.faults),
      log: RequestLog(),
      book: LedgerBook(),
      late: LateWork(),
      pauses: Pauses()
    )
    let server: HTTPServer
    do throws(SocketError) {
      let line = Line(options.link, pauses: responder.pauses)
      server = try HTTPServer(port: UInt16(options.port), line: line) { await responder.respond(to: $0) }
    } catch {
      throw .cannotListen(port: options.port, reason: reason(of: error))
    }
    let serving = Task { await server.run() }
    return SandboxServer(
      port: server.port,
      options,
      table: table,
      responder: responder,
      server: server,
      serving: serving
    )
  }

  private static func reason(of error: SocketError) -> String {
    if case .failed(_, _, let message) = error { return message }
    return "\(error)"
  }

  /// Returns when the sandbox has been stopped.
  package func wait() async { _ = await serving.result }

  /// Closes the port and every connection, and returns when that is done; a second call does nothing.
  ///
  /// A request that is being carried out is answered first; a fault that waits is cut short, and a batch that was to be
  /// applied later is not applied.
  package func stop() async {
    pauses.end()
    await server.drained(within: .seconds(3))
    serving.cancel()
    await wait()
    await late.end()
  }
}
