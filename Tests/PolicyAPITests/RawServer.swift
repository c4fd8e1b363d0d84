import CTLS
import Foundation
import Synchronization

/// A server on 127.0.0.1 that knows no HTTP beyond finding the end of a request, and answers the bytes it is told to.
///
/// So each case of a test is exact to the byte, whatever a proper server would have made of it.
final class RawServer: Sendable {
  struct Request: Sendable {
    var line: String
    /// Names in lower case.
    var headers: [String: String]
    var body: String
    /// The number of the connection it came over, counted from 0.
    var connection: Int

    var target: String { String(line.split(separator: " ")[1]) }
    var method: String { String(line.split(separator: " ")[0]) }

    func query(_ name: String) -> Int? {
      URLComponents(string: target)?.queryItems?.first { $0.name == name }?.value.flatMap(Int.init)
    }
  }

  enum Step: Sendable {
    case send(String)
    case sendBytes(Data)
    /// Sends a text byte by byte, with a pause before each.
    case drip(String, every: Duration)
    /// Sends the same again and again until the client leaves; tells how many bytes it took.
    case pour(String, @Sendable (Int) -> Void = { _ in })
    /// Waits for so many bytes, and hands them over.
    case receive(Int, @Sendable (Data) -> Void = { _ in })
    /// Waits for a SOCKS client's list of methods (RFC 1928, section 3).
    case receiveGreeting
    /// Ends the connection properly.
    case close
    /// Ends the connection with a reset.
    case reset
    /// Passes bytes on to this port of 127.0.0.1, and back, until either side ends.
    case tunnel(to: Int)
    /// Says nothing more until the client leaves or the server stops.
    case stall
  }

  /// How much of a request is read before the script is asked.
  enum Depth: Sendable {
    case nothing
    case head
    case all
  }

  private struct State {
    var requests: [Request] = []
    var connections: [Int32] = []
    var accepted = 0
    var isStopped = false
  }

  let port: Int
  private let listener: Int32
  private let state = Mutex(State())
  private let depth: Depth
  private let authority: TestAuthority?
  private let script: @Sendable (Request) -> [Step]

  /// Speaks TLS where it is given a certificate.
  init(
    reading depth: Depth = .all,
    as authority: TestAuthority? = nil,
    _ script: @escaping @Sendable (Request) -> [Step]
  ) throws {
    self.depth = depth
    self.authority = authority
    self.script = script
    (listener, port) = try Self.listen()
    Thread.detachNewThread { [self] in acceptAll() }
  }

  var requests: [Request] { state.withLock { $0.requests } }
  var accepted: Int { state.withLock { $0.accepted } }
  var baseURL: String { "http://127.0.0.1:\(port)/client/v4" }

  /// Closes the port and every connection; a second call does nothing.
  func stop() {
    // Under the lock, because a descriptor that was closed meanwhile may belong to another test by now.
    state.withLock { state in
      guard !state.isStopped else { return }
      state.isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
  }

  // MARK: - Sockets

  /// A port that refuses connections.
  ///
  /// It stays bound for as long as the process runs: a port that was let go is soon another test's server.
  static func refusingPort() throws -> Int { try bound(backlog: nil).port }

  private static func listen() throws -> (Int32, Int) { try bound(backlog: 64) }

  /// A socket of its own on loopback, which listens where there is a backlog.
  private static func bound(backlog: Int32?) throws -> (socket: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result: Int32 = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        let bound = bind(descriptor, pointer, length)
        guard bound == 0, backlog.map({ Glibc.listen(descriptor, $0) == 0 }) ?? true else { return -1 }
        return getsockname(descriptor, pointer, &length)
      }
    }
    guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }

  private func acceptAll() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else {
        if state.withLock({ $0.isStopped }) { break }
        continue
      }
      let number = state.withLock { state -> Int? in
        guard !state.isStopped else { return nil }
        state.connections.append(connection)
        state.accepted += 1
        return state.accepted - 1
      }
      guard let number else {
        close(connection)
        break
      }
      Thread.detachNewThread { [self] in
        secure(connection, number: number)
        state.withLock { state in
          state.connections.removeAll { $0 == connection }
          close(connection)
        }
      }
    }
    close(listener)
  }

  /// One accepted connection, with TLS over it or without.
  private struct Connection {
    let descriptor: Int32
    let session: OpaquePointer?
  }

  private func secure(_ descriptor: Int32, number: Int) {
    guard let authority else { return serve(Connection(descriptor: descriptor, session: nil), number: number) }
    // OpenSSL writes with a plain `write`.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    guard let session = authority.accept(descriptor) else { return }
    serve(Connection(descriptor: descriptor, session: session), number: number)
    SSL_shutdown(session)
    SSL_free(session)
  }

  private func serve(_ connection: Connection, number: Int) {
    var pending = Data()
    while let request = readRequest(connection, number: number, pending: &pending) {
      state.withLock { $0.requests.append(request) }
      for step in script(request) {
        switch step {
        case .send(let text): guard write(Data(text.utf8), to: connection) else { return }
        case .sendBytes(let bytes): guard write(bytes, to: connection) else { return }
        case .drip(let text, let pause):
          for byte in text.utf8 {
            Thread.sleep(forTimeInterval: pause / .seconds(1))
            guard write(Data([byte]), to: connection) else { return }
          }
        case .pour(let text, let tell):
          let bytes = Data(repeatElement(Data(text.utf8), count: max(1, (64 << 10) / text.utf8.count)).joined())
          var taken = 0
          while write(bytes, to: connection) { taken += bytes.count }
          tell(taken)
          return
        case .receive(let count, let take):
          while pending.count < count { guard receive(connection, into: &pending) else { return } }
          take(Data(pending.prefix(count)))
          pending = Data(pending.dropFirst(count))
        case .receiveGreeting:
          while pending.count < 2 || pending.count < 2 + Int(pending[1]) {
            guard receive(connection, into: &pending) else { return }
          }
          pending = Data(pending.dropFirst(2 + Int(pending[1])))
        case .close: return
        case .reset:
          var option = linger(l_onoff: 1, l_linger: 0)
          setsockopt(connection.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
          return
        case .tunnel(let port):
          tunnel(connection, to: port, pending: pending)
          return
        case .stall:
          while receive(connection, into: &pending) {}
          return
        }
      }
    }
  }

  private func tunnel(_ connection: Connection, to port: Int, pending: Data) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    let onward = Connection(descriptor: descriptor, session: nil)
    var address = Self.loopback(port: port)
    let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected, write(pending, to: onward) else { return }
    let hasReturned = DispatchSemaphore(value: 0)
    // Only plain connections are tunnelled, so that their descriptors are all there is to them.
    let back = connection.descriptor
    Thread.detachNewThread { [self] in
      pump(from: Connection(descriptor: descriptor, session: nil), to: Connection(descriptor: back, session: nil))
      hasReturned.signal()
    }
    pump(from: connection, to: onward)
    hasReturned.wait()
  }

  private func pump(from source: Connection, to sink: Connection) {
    var bytes = Data()
    while receive(source, into: &bytes), write(bytes, to: sink) { bytes = Data() }
    shutdown(source.descriptor, Int32(SHUT_RDWR))
    shutdown(sink.descriptor, Int32(SHUT_RDWR))
  }

  private func readRequest(_ connection: Connection, number: Int, pending: inout Data) -> Request? {
    var request = Request(line: "", headers: [:], body: "", connection: number)
    if depth == .nothing { return request }
    let end = Data("\r\n\r\n".utf8)
    while pending.range(of: end) == nil {
      guard receive(connection, into: &pending) else { return nil }
    }
    guard let range = pending.range(of: end) else { return nil }
    let lines = String(decoding: pending[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    pending = Data(pending[range.upperBound...])
    request.line = lines[0]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      request.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    guard depth == .all, let length = request.headers["content-length"].flatMap(Int.init) else { return request }
    while pending.count < length {
      // A request that never became whole is recorded as far as it came.
      guard receive(connection, into: &pending) else {
        request.body = String(decoding: pending, as: UTF8.self)
        state.withLock { $0.requests.append(request) }
        return nil
      }
    }
    request.body = String(decoding: pending.prefix(length), as: UTF8.self)
    pending = Data(pending.dropFirst(length))
    return request
  }

  private func receive(_ connection: Connection, into pending: inout Data) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count =
      connection.session.map { Int(SSL_read($0, &bytes, Int32(bytes.count))) }
      ?? recv(connection.descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return false }
    pending.append(contentsOf: bytes[..<count])
    return true
  }

  private func write(_ bytes: Data, to connection: Connection) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        connection.session.map { Int(SSL_write($0, bytes.baseAddress, Int32(bytes.count))) }
          ?? send(connection.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
