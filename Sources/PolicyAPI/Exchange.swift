import Foundation
import Values

/// Asks the server and takes its answer, whatever that is.
///
/// Nothing here repeats a request, and no redirect is followed: the credentials go to the one host of the base URL.
struct Exchange: Sendable {
  private let transport: Transport
  private let connection: APIConnection
  private let now: @Sendable () -> Date
  private let tell: @Sendable (ExchangeEvent) -> Void
  /// Every request of this program counts, whatever it is about.
  let pace = RequestPace()

  /// The longest body that is taken: a page of 1000 policies has 8 MB at the very most.
  private static let longestBody = 64 << 20

  init(
    _ connection: APIConnection,
    to endpoint: Endpoint,
    now: @escaping @Sendable () -> Date,
    tell: @escaping @Sendable (ExchangeEvent) -> Void
  ) {
    self.connection = connection
    self.now = now
    self.tell = tell
    transport = Transport(
      TransferSettings(
        caFile: connection.caFile,
        proxy: connection.proxy,
        port: endpoint.port,
        connectTimeout: connection.connectTimeout,
        longestBody: Self.longestBody
      )
    )
  }

  func shutdown() async {
    await transport.shutdown()
  }

  func get(_ url: String) async throws(ConnectionFailure) -> HTTPAnswer {
    try await answer(to: TransferOrder(url: url, headers: headers(), limit: connection.readTimeout))
  }

  func post(_ body: GatedBody, to url: String) async throws(ConnectionFailure) -> HTTPAnswer {
    let headers = [("Content-Type", "application/json")] + headers()
    return try await answer(
      to: TransferOrder(url: url, headers: headers, body: body, limit: connection.batchTimeout)
    )
  }

  // MARK: - One exchange

  /// The one place where credentials get into a request.
  private func headers() -> [(name: String, value: String)] {
    let common = [(name: "User-Agent", value: connection.userAgent), (name: "Accept", value: "application/json")]
    return switch connection.credentials {
    case .token(let token): common + [(name: "Authorization", value: "Bearer \(token.revealed)")]
    case .key(let email, let key):
      common + [(name: "X-Auth-Email", value: email), (name: "X-Auth-Key", value: key.revealed)]
    }
  }

  private func answer(to order: TransferOrder) async throws(ConnectionFailure) -> HTTPAnswer {
    let start = ContinuousClock.now
    pace.count(at: now())
    do throws(ConnectionFailure) {
      let answer = read(try await transport.answer(to: order))
      tell(event(order, answer, answer.cut, since: start))
      return answer
    } catch {
      tell(event(order, nil, error, since: start))
      throw error
    }
  }

  /// Takes from the headers what the rest of the program asks for.
  private func read(_ answer: HTTPAnswer) -> HTTPAnswer {
    var answer = answer
    let secret = connection.credentials.secret
    answer.rayID = answer.header("cf-ray").map { ServerText.bounded(secret.blanked(in: $0), ServerText.longestRay) }
    answer.retryAfter = answer.header("retry-after").flatMap { RetryAfter.seconds($0, now: now()) }
    answer.location = answer.header("location").map { ServerText.bounded($0, ServerText.longestLink) }
    return answer
  }

  private func event(
    _ order: TransferOrder,
    _ answer: HTTPAnswer?,
    _ failure: ConnectionFailure?,
    since start: ContinuousClock.Instant
  ) -> ExchangeEvent {
    let secret = connection.credentials.secret
    return ExchangeEvent(
      method: order.body == nil ? "GET" : "POST",
      path: order.path,
      status: answer?.status,
      failure: failure.map { secret.blanked(in: "\($0)") },
      duration: ContinuousClock.now - start,
      rayID: answer?.rayID,
      sent: order.headers.map { ExchangeEvent.Header($0.name, $0.value, without: secret) },
      received: answer?.headers.map { ExchangeEvent.Header($0.name, $0.value, without: secret) } ?? [],
      sentBytes: order.body?.bytes.count ?? 0,
      receivedBytes: answer?.body.count ?? 0
    )
  }
}
