import Testing

@testable import Sandbox

@Suite("The server")
struct ServerTests {
  @Test("says its address, and is gone after it was stopped")
  func lifetime() async throws {
    let server = try await SandboxServer.start(SandboxOptions(policies: 1))
    #expect(server.baseURL == "http://127.0.0.1:\(server.port)/client/v4")
    #expect(server.port > 0)
    #expect(try await Wire(port: server.port).send("GET", "/").status == 404)
    await server.stop()
    await server.stop()
    await server.wait()
    await #expect(throws: Wire.Failure.self) { try await Wire(port: server.port).send("GET", "/") }
  }

  @Test("says why it cannot listen on a port that is taken")
  func portTaken() async throws {
    try await TestAPI.run { api async throws in
      let error = await #expect(throws: SandboxError.self) {
        try await SandboxServer.start(SandboxOptions(port: api.server.port, policies: 0))
      }
      guard case .cannotListen(let port, let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(port == api.server.port)
      #expect(reason.contains("in use"))
    }
  }

  @Test("takes no port that is none", arguments: [-1, 65_536])
  func badPort(port: Int) async throws {
    await #expect(throws: SandboxError.cannotListen(port: port, reason: "a port is a number from 0 to 65535")) {
      try await SandboxServer.start(SandboxOptions(port: port, policies: 0))
    }
  }

  @Test("keeps what it received, to the byte")
  func requests() async throws {
    try await TestAPI.run { api async throws in
      let body = TestAPI.batch(posts: Item.post("ü@b.test"))
      _ = try await api.send("GET", "?page=1&search=%C3%BC")
      _ = try await api.send("POST", "/batch", body: body)
      let requests = api.server.requests
      #expect(requests.map(\.method) == ["GET", "POST"])
      #expect(requests.map(\.path) == [api.policies + "?page=1&search=%C3%BC", api.policies + "/batch"])
      #expect(requests.map(\.body) == [[], Array(body.utf8)])
      #expect(requests.map(\.isBatch) == [false, true])
    }
  }

  @Test("serves many clients at once, and loses none of their writes")
  func concurrency() async throws {
    try await TestAPI.run { api async throws in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for client in 0..<16 {
          group.addTask { try await api.batch(posts: Item.post("client\(client)@acme1.com")).status }
          group.addTask { try await api.send("GET", "?per_page=1000").status }
        }
        for try await status in group { #expect(status == 200) }
      }
      #expect(try await api.server.policyCount() == 16)
    }
  }

  @Test("runs beside another one with data of its own")
  func two() async throws {
    try await TestAPI.run(SandboxOptions(policies: 3)) { first async throws in
      try await TestAPI.run(SandboxOptions(policies: 5)) { second async throws in
        #expect(first.server.port != second.server.port)
        #expect(try await first.server.policyCount() == 3)
        #expect(try await second.server.policyCount() == 5)
      }
    }
  }
}
