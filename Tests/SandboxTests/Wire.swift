import Foundation

@testable import Sandbox

/// What came back over a socket, down to how the connection ended.
struct WireAnswer: Sendable {
  var status: Int
  /// Names in lower case.
  var headers: [String: String]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// Whether the body is as long as its content-length says.
  var isComplete: Bool { headers["content-length"].flatMap { Int($0) } == body.count }

  /// The body as a JSON object.
  var json: [String: JSONValue] {
    guard case .object(let members) = JSONValue.parse(body) else { return [:] }
    return members
  }

  /// The message, code and pointer of each error.
  var errors: [(code: Double, message: String, pointer: String?)] {
    (json["errors"]?.items ?? []).map { item in
      (item["code"]?.number ?? 0, item["message"]?.string ?? "", item["source"]?["pointer"]?.string)
    }
  }

  var pointers: [String?] { errors.map(\.pointer) }
}

/// An HTTP/1.1 client made of one blocking socket a request, so that a test sees what truly crossed the wire.
///
/// It repeats nothing, follows nothing and reuses nothing.
struct Wire: Sendable {
  var port: Int
  /// How long to wait for bytes before giving up: all tests run at once, and the pure ones take the cores first.
  var patience: Duration = .seconds(180)

  enum Failure: Error {
    case socket(Int32)
    /// The connection ended before an answer's head was complete.
    case noAnswer
    /// Nothing came for as long as the patience lasted.
    case silence
  }

  func send(
    _ method: String,
    _ path: String,
    headers: [String: String] = [:],
    body: [UInt8] = []
  ) async throws
    -> WireAnswer
  {
    var head = "\(method) \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
    if !body.isEmpty || method != "GET" { head += "content-length: \(body.count)\r\n" }
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    let request = Array((head + "\r\n").utf8) + body
    // A thread of its own: blocking reads would use up the pool on which the server's own work runs.
    let received: [UInt8] = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try exchange(request) }) }
    }
    return try Self.parse(received)
  }

  private func exchange(_ request: [UInt8]) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure.socket(errno) }
    defer { close(descriptor) }
    let (seconds, attoseconds) = patience.components
    var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure.socket(errno) }
    var rest = request[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      // A server that refuses a body early closes the connection; its answer can still be read.
      guard sent > 0 else { break }
      rest = rest.dropFirst(sent)
    }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count > 0 {
        received += chunk.prefix(count)
      } else if count < 0, errno == EAGAIN {
        throw Failure.silence
      } else {
        return received
      }
    }
  }

  private static func parse(_ bytes: [UInt8]) throws -> WireAnswer {
    let separator: [UInt8] = [13, 10, 13, 10]
    guard let end = bytes.firstRange(of: separator) else { throw Failure.noAnswer }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Failure.noAnswer
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      headers[line[..<colon].lowercased()] = value
    }
    return WireAnswer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
  }
}
