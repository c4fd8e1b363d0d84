import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Asks the server and takes its answer, whatever that is.
///
/// Nothing here repeats a request, and no redirect is followed: the credentials go to the one host of the base URL.
struct Exchange: Sendable {
  private let reading: HTTPClient
  /// A client of its own for batches: each goes over a new connection, so that none is lost on one that the server
  /// has silently closed, and whatever fails before the connection stands was surely not sent.
  private let sending: HTTPClient
  private let connection: APIConnection
  private let now: @Sendable () -> Date
  private let tell: @Sendable (ExchangeEvent) -> Void

  /// The longest body that is taken: a page of 1000 policies has 8 MB at the very most.
  private static let longestBody = 64 << 20

  init(
    _ connection: APIConnection,
    now: @escaping @Sendable () -> Date,
    tell: @escaping @Sendable (ExchangeEvent) -> Void
  ) {
    self.connection = connection
    self.now = now
    self.tell = tell
    let settings = Self.settings(for: connection)
    reading = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    var once = settings
    once.maximumUsesPerConnection = 1
    once.httpVersion = .http1Only
    sending = HTTPClient(eventLoopGroupProvider: .singleton, configuration: once)
  }

  func shutdown() async {
    // It fails only for a client that is shut down already.
    try? await reading.shutdown()
    try? await sending.shutdown()
  }

  func get(_ url: String) async throws(ConnectionFailure) -> HTTPAnswer {
    try await authorized(HTTPClientRequest(url: url), over: reading, within: connection.readTimeout)
  }

  func post(_ body: GatedBody, to url: String) async throws(ConnectionFailure) -> HTTPAnswer {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.body = .stream(body, length: .known(Int64(body.count)))
    return try await authorized(request, over: sending, within: connection.batchTimeout, bytes: body.count)
  }

  // MARK: - One exchange

  /// The one place where credentials get into a request.
  private func authorized(
    _ request: HTTPClientRequest,
    over client: HTTPClient,
    within limit: Duration,
    bytes: Int = 0
  ) async throws(ConnectionFailure) -> HTTPAnswer {
    var request = request
    request.headers.add(name: "User-Agent", value: connection.userAgent)
    request.headers.add(name: "Accept", value: "application/json")
    switch connection.credentials {
    case .token(let token):
      request.headers.add(name: "Authorization", value: "Bearer \(token.revealed)")
    case .key(let email, let key):
      request.headers.add(name: "X-Auth-Email", value: email)
      request.headers.add(name: "X-Auth-Key", value: key.revealed)
    }
    let start = ContinuousClock.now
    do throws(ConnectionFailure) {
      let answer = try await Self.answer(to: request, over: client, within: limit, now: now)
      tell(event(request, bytes, answer, answer.cut, since: start))
      return answer
    } catch {
      tell(event(request, bytes, nil, error, since: start))
      throw error
    }
  }

  private func event(
    _ request: HTTPClientRequest,
    _ bytes: Int,
    _ answer: HTTPAnswer?,
    _ failure: ConnectionFailure?,
    since start: ContinuousClock.Instant
  ) -> ExchangeEvent {
    let secret = connection.credentials.secret
    return ExchangeEvent(
      method: request.method.rawValue,
      path: URLComponents(string: request.url)?.percentEncodedPath ?? "",
      status: answer?.status,
      failure: failure.map { secret.blanked(in: "\($0)") },
      duration: ContinuousClock.now - start,
      rayID: answer?.rayID,
      sent: request.headers.map { ExchangeEvent.Header($0.name, $0.value, without: secret) },
      received: answer?.headers.map { ExchangeEvent.Header($0.name, $0.value, without: secret) } ?? [],
      sentBytes: bytes,
      receivedBytes: answer?.body.count ?? 0
    )
  }

  /// Races the exchange against its time limit, since the library's own deadline ends with the answer's head.
  private static func answer(
    to request: HTTPClientRequest,
    over client: HTTPClient,
    within limit: Duration,
    now: @escaping @Sendable () -> Date
  ) async throws(ConnectionFailure) -> HTTPAnswer {
    do {
      return try await withThrowingTaskGroup(of: HTTPAnswer?.self) { race in
        race.addTask { try await answer(to: request, over: client, now: now) }
        race.addTask {
          try await Task.sleep(for: limit)
          return nil
        }
        defer { race.cancelAll() }
        guard let first = try await race.next(), let answer = first else { throw ConnectionFailure.timedOut(limit) }
        return answer
      }
    } catch {
      throw ConnectionFailure(error)
    }
  }

  private static func answer(
    to request: HTTPClientRequest,
    over client: HTTPClient,
    now: @Sendable () -> Date
  ) async throws -> HTTPAnswer {
    let response = try await client.execute(request, deadline: .distantFuture)
    let headers = response.headers
    var answer = HTTPAnswer(status: Int(response.status.code))
    answer.headers = headers.map { ($0.name, $0.value) }
    answer.rayID = headers.first(name: "cf-ray")
    answer.retryAfter = headers.first(name: "retry-after").flatMap { RetryAfter.seconds($0, now: now()) }
    answer.clockAhead = headers.first(name: "date").flatMap { HTTPDate.date($0)?.timeIntervalSince(now()) }
    answer.location = headers.first(name: "location")
    if let length = headers.first(name: "content-length").flatMap(Int.init) {
      answer.body.reserveCapacity(min(max(length, 0), longestBody))
    }
    do {
      for try await chunk in response.body {
        answer.body.append(contentsOf: chunk.readableBytesView)
        guard answer.body.count <= longestBody else { throw ConnectionFailure.tooLarge(bytes: answer.body.count) }
      }
      try Task.checkCancellation()
    } catch {
      try Task.checkCancellation()
      answer.cut = ConnectionFailure(error)
    }
    return answer
  }

  // MARK: - Settings

  private static func settings(for connection: APIConnection) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .fullVerification
    tls.minimumTLSVersion = .tlsv12
    if let file = connection.caFile { tls.trustRoots = .file(file) }
    var settings = HTTPClient.Configuration(tlsConfiguration: tls)
    settings.redirectConfiguration = .disallow
    settings.proxy = connection.proxy.map(\.forClient)
    settings.timeout.connect = TimeAmount(connection.connectTimeout)
    // A certificate that is not trusted would otherwise be tried again until the time is up.
    settings.connectionPool.retryConnectionEstablishment = false
    return settings
  }
}

extension Proxy {
  fileprivate var forClient: HTTPClient.Configuration.Proxy {
    switch kind {
    case .http:
      .server(
        host: host,
        port: port,
        authorization: login.map { .basic(username: $0.user, password: $0.password.revealed) }
      )
    case .socks5: .socksServer(host: host, port: port)
    }
  }
}
