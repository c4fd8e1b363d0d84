import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

@Suite("Getting a connection, or not")
struct ConnectionTests {
  private func problem(at baseURL: String, caFile: String? = nil) async throws -> Problem {
    try await withAPI(baseURL, caFile: caFile) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
  }

  @Test("a refused connection names the address, and may be tried again")
  func refused() async throws {
    let port = try RawServer.refusingPort()
    let problem = try await problem(at: "http://127.0.0.1:\(port)")
    #expect(problem.kind == .unreachable)
    #expect(problem.retry == .safe)
    #expect(problem.what == "Nothing answers at 127.0.0.1:\(port): the connection was refused.")
  }

  @Test("a name that has no address says so")
  func unresolved() async throws {
    // A label of more than 63 characters is turned down before anything is asked of a name server.
    let host = String(repeating: "a", count: 70) + ".invalid"
    let problem = try await problem(at: "https://\(host)")
    #expect(problem.kind == .unreachable)
    #expect(problem.retry == .safe)
    #expect(problem.what == "The name of \(host) cannot be resolved.")
  }

  @Test("a server that speaks no TLS gets no token")
  func plainServer() async throws {
    let server = try RawServer(reading: .nothing) { _ in [.send("HTTP/1.1 400 Bad Request\r\n\r\n"), .stall] }
    defer { server.stop() }
    let problem = try await problem(at: "https://127.0.0.1:\(server.port)")
    #expect(problem.kind == .unreachable)
    #expect(problem.retry == .pointless)
    #expect(problem.what.contains("does not speak TLS"))
  }

  @Test("a certificate that nobody vouches for is refused, for reads and for batches")
  func untrusted() async throws {
    let server = try TLSServer(TestAuthority(), answer: Answers.success("[]", info: #"{"total_count":0}"#))
    let problem = try await problem(at: server.baseURL)
    #expect(problem.kind == .unreachable)
    #expect(problem.retry == .pointless)
    #expect(problem.what.contains("the certificate is not trusted"))
    let answer = try await withAPI(server.baseURL) { api in
      await api.submit(try batch()) { Issue.record("the body was asked for") }
    }
    #expect(SubmitTests.Outcome(answer) == .notSent)
    server.stop()
  }

  @Test("a CA file vouches for the certificates of its authority, and for no other's")
  func caFile() async throws {
    let authority = try TestAuthority()
    let folder = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "ca.pem").path()
    try Data(authority.certificatePEM.utf8).write(to: URL(filePath: file))

    let server = try TLSServer(authority, answer: Answers.success("[]", info: #"{"total_count":0}"#))
    let listing = try await withAPI(server.baseURL, caFile: file) { api in try await api.policies { _ in } }
    #expect(listing.isComplete)
    server.stop()

    let impostor = try TLSServer(TestAuthority(), answer: Answers.success("[]"))
    #expect(try await problem(at: impostor.baseURL, caFile: file).what.contains("not trusted"))
    impostor.stop()
  }

  @Test("a certificate for another name is refused, even if its authority is trusted")
  func wrongName() async throws {
    let authority = try TestAuthority(for: "api.postern.test")
    let file = NSTemporaryDirectory() + "postern-ca-\(UUID().uuidString).pem"
    try Data(authority.certificatePEM.utf8).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let server = try TLSServer(authority, answer: Answers.success("[]"))
    let problem = try await problem(at: server.baseURL, caFile: file)
    #expect(problem.what == "No secure connection to 127.0.0.1:\(server.port): its certificate is for another name.")
    #expect(problem.retry == .pointless)
    server.stop()
  }

  @Test(
    "a CA file without a certificate is told before anything is asked",
    arguments: [
      "", "not a certificate\n", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ]
  )
  func unreadableCAFile(text: String) throws {
    let file = NSTemporaryDirectory() + "postern-ca-\(UUID().uuidString).pem"
    try Data(text.utf8).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    for path in [file, NSTemporaryDirectory()] {
      let connection = APIConnection(
        baseURL: "https://127.0.0.1",
        accountID: "acc",
        credentials: .token(testToken),
        caFile: path
      )
      let problem = #expect(throws: Problem.self) { try CloudflareAPI(connection) }
      #expect(problem?.kind == .usage)
      #expect(problem?.what == "The CA file \(path) holds no certificate that can be read.")
    }
  }

  @Test("a CA file that cannot be read is told before anything is asked")
  func missingCAFile() {
    let connection = APIConnection(
      baseURL: "https://127.0.0.1",
      accountID: "acc",
      credentials: .token(testToken),
      caFile: "/nonexistent/ca.pem"
    )
    let problem = #expect(throws: Problem.self) { try CloudflareAPI(connection) }
    #expect(problem?.what == "The CA file /nonexistent/ca.pem cannot be read.")
  }

  @Test("after the shutdown nothing is asked any more, and a batch is not sent")
  func shutdown() async throws {
    let server = try RawServer { _ in [.close] }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      await api.shutdown()
      await #expect(throws: Problem.self) { try await api.policies { _ in } }
      let answer = await api.submit(try batch()) { Issue.record("the body was asked for") }
      #expect(SubmitTests.Outcome(answer) == .notSent)
    }
    #expect(server.accepted == 0)
  }
}
