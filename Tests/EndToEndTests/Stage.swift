import Foundation
import Sandbox

/// A sandbox, a home of its own for the program, and the environment that leads from one to the other.
final class Stage {
  let server: SandboxServer
  let home: String

  /// Starts a sandbox in this process, so that a test can look behind the API.
  init(_ options: SandboxOptions = SandboxOptions(policies: 40, seed: 7)) async throws {
    server = try await SandboxServer.start(options)
    home = NSTemporaryDirectory() + "postern-stage-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: home) }

  var environment: [String: String] {
    var environment = Stage.bareEnvironment(home: home)
    environment["CLOUDFLARE_ACCOUNT_ID"] = server.accountID
    environment["CLOUDFLARE_API_TOKEN"] = server.token
    environment["CLOUDFLARE_BASE_URL"] = server.baseURL
    return environment
  }

  /// Nothing of the machine but what a program needs to run at all.
  static func bareEnvironment(home: String) -> [String: String] {
    [
      "HOME": home, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "", "LANG": "C.UTF-8",
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  func run(_ arguments: String...) async throws -> Program.Result {
    try await Program.run(arguments, environment)
  }

  /// All policies as the sandbox has them, oldest first.
  func policies() async throws -> [[String: any Sendable]] {
    try await server.allPolicies().map { text in
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: any Sendable] ?? [:]
    }
  }

  /// A policy that is the only one with its pattern, and of which this holds.
  func policy(where condition: ([String: any Sendable]) -> Bool) async throws -> [String: any Sendable] {
    let all = try await policies()
    let patterns = Dictionary(grouping: all) { $0["pattern"] as? String ?? "" }
    return all.first { condition($0) && patterns[$0["pattern"] as? String ?? ""]?.count == 1 } ?? [:]
  }

  func policy(id: String) async throws -> [String: any Sendable]? {
    try await policies().first { $0["id"] as? String == id }
  }

  var batches: [ReceivedRequest] { server.requests.filter(\.isBatch) }
}
