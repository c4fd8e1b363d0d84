import FlyingSocks

/// A request as it came over the wire (RFC 9112), whole.
struct HTTPRequest: Sendable {
  var method: String
  /// The path and the query, as they were sent.
  var target: String
  /// Names in lower case; of several headers with one name the last.
  var headers: [String: String]
  var body: [UInt8] = []

  /// Whether the client means to ask again over the same connection.
  var keepsConnection: Bool { headers["connection"]?.lowercased() != "close" }

  /// Takes the lines before the empty one apart; nil for what is no request of HTTP/1.1.
  init?(head: some Sequence<UInt8>) {
    let lines = String(decoding: Array(head), as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
    guard words.count == 3, words[2] == "HTTP/1.1", !words[0].isEmpty, words[1].first == "/" else { return nil }
    method = String(words[0])
    target = String(words[1])
    headers = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers[line[..<colon].lowercased()] = String(value)
    }
  }
}

/// Reads requests one after the other from a connection.
struct HTTPRequestReader {
  /// Why no request can be read; the connection ends after the answer, if there is one to give.
  enum Failure: Error {
    /// The client went away between two requests, or within one.
    case ended
    case malformed
    /// The head is longer than any that is meant.
    case headTooLarge
    case bodyTooLarge
    /// The body comes without its length.
    case noLength
  }

  /// Bodies beyond this are refused; 1,000 items in each array of a batch stay far below it.
  static let largestBody = 16 << 20
  private static let largestHead = 64 << 10

  let socket: AsyncSocket
  /// What was read and not yet used.
  private var rest: [UInt8] = []

  init(_ socket: AsyncSocket) {
    self.socket = socket
  }

  mutating func next() async throws(Failure) -> HTTPRequest {
    var searched = 0
    var end: Range<Int>?
    while end == nil {
      end = rest[max(0, searched - 3)...].firstRange(of: [13, 10, 13, 10])
      guard end == nil else { break }
      guard rest.count <= Self.largestHead else { throw .headTooLarge }
      searched = rest.count
      try await receive()
    }
    guard let end, var request = HTTPRequest(head: rest[..<end.lowerBound]) else { throw .malformed }
    rest.removeSubrange(..<end.upperBound)
    guard request.headers["transfer-encoding"] == nil else { throw .noLength }
    guard let length = Int(request.headers["content-length"] ?? "0"), length >= 0 else { throw .malformed }
    guard length <= Self.largestBody else { throw .bodyTooLarge }
    if request.headers["expect"]?.lowercased() == "100-continue", rest.isEmpty {
      try? await socket.write(.init("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }
    while rest.count < length { try await receive() }
    request.body = Array(rest.prefix(length))
    rest.removeFirst(length)
    return request
  }

  private mutating func receive() async throws(Failure) {
    let bytes = try? await socket.read(atMost: 64 << 10)
    guard let bytes, !bytes.isEmpty else { throw .ended }
    rest += bytes
  }
}
