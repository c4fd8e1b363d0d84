import Testing

@testable import Sandbox

@Suite("Paths and credentials")
struct RoutingTests {
  @Test("every answer carries a cf-ray of its own and is JSON")
  func headers() async throws {
    try await TestAPI.run { api async throws in
      let answers = [try await api.send("GET"), try await api.send("GET", "/nobody")]
      let rays = answers.compactMap { $0.headers["cf-ray"] }
      #expect(Set(rays).count == 2)
      #expect(rays.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{16}-SBX/) != nil })
      #expect(answers.allSatisfy { $0.headers["content-type"] == "application/json" && $0.isComplete })
    }
  }

  @Test("a path that leads nowhere is answered in the API's own frame", arguments: ["/", "/client/v4/zones", "/x?y=1"])
  func nowhere(path: String) async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.wire.send("GET", path, headers: api.authorization)
      #expect(answer.status == 404)
      #expect(answer.errors.map(\.code) == [7003])
    }
  }

  @Test("a method that an end point lacks is not allowed", arguments: [("PUT", "/x"), ("POST", "/x"), ("DELETE", "")])
  func wrongMethod(method: String, path: String) async throws {
    try await TestAPI.run { api async throws in
      #expect(try await api.send(method, path).status == 405)
    }
  }

  @Test(
    "without valid credentials nothing is told",
    arguments: [
      [:], ["authorization": "Bearer wrong"], ["authorization": "sandbox-token"], ["authorization": "Bearer"],
      ["authorization": "Basic sandbox-token"], ["x-auth-key": "sandbox-token"],
      ["x-auth-email": "admin@example.com", "x-auth-key": "wrong"],
      ["authorization": "Bearer wrong", "x-auth-email": "admin@example.com", "x-auth-key": "sandbox-token"],
    ]
  )
  func unauthenticated(headers: [String: String]) async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.wire.send("GET", api.policies, headers: headers)
      #expect(answer.status == 401)
      #expect(answer.errors.map(\.code) == [10_000])
      #expect(answer.errors.map(\.message) == ["Authentication error"])
    }
  }

  @Test(
    "a token as a bearer and a key with an e-mail address are taken",
    arguments: [
      ["authorization": "Bearer sandbox-token"], ["authorization": "bearer sandbox-token"],
      ["x-auth-email": "admin@example.com", "x-auth-key": "sandbox-token"],
    ]
  )
  func authenticated(headers: [String: String]) async throws {
    try await TestAPI.run { api async throws in
      #expect(try await api.wire.send("GET", api.policies, headers: headers).status == 200)
    }
  }

  @Test("another account is forbidden, and one that cannot be is not found")
  func accounts() async throws {
    try await TestAPI.run { api async throws in
      let other = api.policies.replacing(api.server.accountID, with: String(repeating: "0", count: 32))
      let forbidden = try await api.wire.send("GET", other, headers: api.authorization)
      #expect(forbidden.status == 403)
      #expect(forbidden.errors.map(\.code) == [10_000])
      let wrong = api.policies.replacing(api.server.accountID, with: "acme")
      let lost = try await api.wire.send("GET", wrong, headers: api.authorization)
      #expect(lost.status == 404)
      #expect(lost.errors.map(\.code) == [7003])
    }
  }

  @Test("account and token are those of the options")
  func ownCredentials() async throws {
    let account = "0123456789abcdef0123456789abcdef"
    try await TestAPI.run(SandboxOptions(policies: 0, accountID: account, token: "other")) { api async throws in
      #expect(api.policies.contains(account))
      #expect(try await api.send("GET").status == 200)
    }
  }

  @Test(
    "a path is read part by part, and decoded",
    arguments: [
      ("GET", "", Route.Destination.found(accountID: "a", .list)),
      ("POST", "", .found(accountID: "a", .create)),
      ("POST", "/batch", .found(accountID: "a", .batch)),
      ("GET", "/a%2Fb%20c", .found(accountID: "a", .read(id: "a/b c"))),
      ("PATCH", "/x", .found(accountID: "a", .edit(id: "x"))),
      ("DELETE", "/x", .found(accountID: "a", .delete(id: "x"))),
      ("GET", "/x/y", .nowhere),
    ]
  )
  func routes(method: String, rest: String, destination: Route.Destination) {
    let path = "/client/v4/accounts/a/email-security/settings/allow_policies" + rest
    #expect(Route.find(method: method, path: path) == destination)
  }
}
