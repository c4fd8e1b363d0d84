/// A server on 127.0.0.1 that speaks TLS with a test's own certificate, and gives one answer to everything.
struct TLSServer {
  private let server: RawServer

  init(_ authority: TestAuthority, answer: String) throws {
    server = try RawServer(as: authority) { _ in [.send(answer)] }
  }

  var port: Int { server.port }
  var baseURL: String { "https://127.0.0.1:\(port)" }

  func stop() { server.stop() }
}
