import FlyingSocks
import Foundation
import Synchronization

/// HTTP/1.1 on a port of 127.0.0.1, as much of it as clients of the API use, and as broken as a fault wants it.
///
/// A server library answers every request properly; here a connection has to end before an answer, or in its middle.
final class HTTPServer: Sendable {
  /// What goes back to the client.
  enum Reply: Sendable {
    case answer(Answer)
    /// The head of an answer and half of its body, and the end of the connection.
    case half(Answer)
    /// The end of the connection, without a word.
    case cut
  }

  /// The port on which it listens; the one that the system chose where it was asked for 0.
  let port: Int
  private let listener: Socket
  private let line: Line
  private let respond: @Sendable (HTTPRequest) async -> Reply
  /// How many requests are being carried out or answered.
  private let active = Mutex(0)

  /// Listens; connections wait until ``run()``.
  init(
    port: UInt16,
    line: Line,
    respond: @escaping @Sendable (HTTPRequest) async -> Reply
  ) throws(SocketError) {
    self.line = line
    self.respond = respond
    do {
      listener = try Socket(domain: AF_INET)
      try listener.setValue(true, for: .localAddressReuse)
      // Connections inherit it: the end of an answer does not wait until the client has acknowledged its beginning.
      try listener.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
      try listener.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: port))
      try listener.listen()
      guard case .ip4(_, let chosen) = try listener.sockname() else { throw SocketError.unsupportedAddress }
      self.port = Int(chosen)
    } catch {
      throw error as? SocketError ?? .unsupportedAddress
    }
  }

  /// Serves until its task is cancelled; then every connection is closed.
  func run() async {
    let pool: some AsyncSocketPool = .make()
    defer { try? listener.close() }
    do {
      try await pool.prepare()
      let socket = try AsyncSocket(socket: listener, pool: pool)
      await withDiscardingTaskGroup { group in
        group.addTask { try? await pool.run() }
        while !Task.isCancelled {
          if let connection = try? await socket.accept() {
            group.addTask { await self.serve(connection) }
          } else {
            // Gone before it was taken, or too many files are open: no reason to stop, nor to spin.
            try? await Task.sleep(for: .milliseconds(10))
          }
        }
        group.cancelAll()
      }
    } catch {
      return
    }
  }

  /// Returns when every request that has arrived is answered, or the time is up.
  func drained(within limit: Duration) async {
    let deadline = ContinuousClock.now + limit
    while active.withLock({ $0 > 0 }), ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(2))
    }
  }

  // MARK: - One connection

  private func serve(_ socket: AsyncSocket) async {
    defer { try? socket.close() }
    var reader = HTTPRequestReader(socket)
    var isFirst = true
    while true {
      let request: HTTPRequest
      do {
        request = try await reader.next()
      } catch {
        guard let refusal = Self.refusal(of: error) else { return }
        var answer = Answer(refusal)
        answer.headers["connection"] = "close"
        try? await socket.write(Self.bytes(of: answer))
        return await Self.discard(from: socket)
      }
      active.withLock { $0 += 1 }
      defer { active.withLock { $0 -= 1 } }
      await line.arrive(request, isFirst: isFirst)
      isFirst = false
      guard (try? await send(await respond(request), to: request, over: socket)) == true else { return }
    }
  }

  /// Gives whether the connection goes on.
  private func send(_ reply: Reply, to request: HTTPRequest, over socket: AsyncSocket) async throws -> Bool {
    switch reply {
    case .answer(let answer):
      let (head, body) = wire(answer, for: request)
      try await line.send(head + body) { try await socket.write($0) }
      return request.keepsConnection
    case .half(let answer):
      let (head, body) = wire(answer, for: request)
      try await line.send(head + body.prefix(body.count / 2)) { try await socket.write($0) }
      return false
    case .cut:
      return false
    }
  }

  /// An answer as it goes over the line: packed, where the line is slow and the client can unpack it.
  private func wire(_ answer: Answer, for request: HTTPRequest) -> (head: Data, body: Data) {
    guard line.packs, Packing.isAsked(for: request.headers["accept-encoding"]),
      let packed = Packing.packed(answer.body.utf8)
    else { return (Self.head(of: answer, length: answer.body.utf8.count), Data(answer.body.utf8)) }
    var answer = answer
    answer.headers["content-encoding"] = "gzip"
    answer.headers["vary"] = "accept-encoding"
    return (Self.head(of: answer, length: packed.count), packed)
  }

  private static func bytes(of answer: Answer) -> Data {
    head(of: answer, length: answer.body.utf8.count) + Data(answer.body.utf8)
  }

  private static func head(of answer: Answer, length: Int) -> Data {
    let own = [
      "content-type": answer.contentType, "content-length": "\(length)",
      "cf-ray": ray(), "date": HTTPDate.text(of: Int(Date().timeIntervalSince1970)),
    ]
    let headers = own.merging(answer.headers) { $1 }.sorted { $0.key < $1.key }
    let head = headers.reduce(into: "HTTP/1.1 \(answer.status) \r\n") { $0 += "\($1.key): \($1.value)\r\n" }
    return Data((head + "\r\n").utf8)
  }

  private static func refusal(of failure: HTTPRequestReader.Failure) -> Refusal? {
    switch failure {
    case .ended: nil
    case .malformed: Refusal(400, .malformedBody, "This is no request of HTTP/1.1")
    case .headTooLarge: Refusal(431, .malformedBody, "The head of the request is too large")
    case .noLength: Refusal(411, .malformedBody, "The body has to come with its content-length")
    case .bodyTooLarge:
      Refusal(413, .bodyTooLarge, "The body is larger than \(HTTPRequestReader.largestBody) bytes")
    }
  }

  /// Takes what the client still sends, up to a bound: closed with bytes unread, a connection loses the answer on it.
  private static func discard(from socket: AsyncSocket) async {
    shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
    var left = 4 * HTTPRequestReader.largestBody
    while left > 0, let bytes = try? await socket.read(atMost: 64 << 10), !bytes.isEmpty { left -= bytes.count }
  }

  /// Makes a request's number in the form that Cloudflare gives it: 16 hexadecimal digits and a data centre.
  private static func ray() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + "-SBX"
  }
}
