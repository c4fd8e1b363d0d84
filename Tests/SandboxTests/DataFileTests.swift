import Foundation
import GRDB
import Testing

@testable import Sandbox

@Suite("The data file")
struct DataFileTests {
  private func withFolder(_ test: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sandbox-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await test(folder)
  }

  @Test("keeps the policies from one run to the next, and the generator does not run again")
  func persistence() async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "policies.sqlite").path
      var options = SandboxOptions(policies: 12, seed: 4, dataFile: file)
      let first = try await TestAPI.run(options) { api async throws in
        let generated = try await api.all().compactMap { $0["id"]?.string }
        _ = try await api.batch(deletes: generated.prefix(3).map(Item.delete).joined(separator: ","))
        _ = try await api.create("new@acme1.com")
        return try await api.server.allPolicies()
      }
      #expect(first.count == 10)
      options.policies = 500
      options.seed = 99
      let second = try await TestAPI.run(options) { api in try await api.server.allPolicies() }
      #expect(second == first)
    }
  }

  @Test("stays empty when everything in it was deleted")
  func emptied() async throws {
    try await withFolder { folder in
      let options = SandboxOptions(policies: 2, dataFile: folder.appending(path: "policies.sqlite").path)
      try await TestAPI.run(options) { api async throws in
        let ids = try await api.all().compactMap { $0["id"]?.string }
        _ = try await api.batch(deletes: ids.map(Item.delete).joined(separator: ","))
      }
      try await TestAPI.run(options) { api async throws in #expect(try await api.server.policyCount() == 0) }
    }
  }

  @Test("is readable for its owner alone")
  func mode() async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "policies.sqlite").path
      try await TestAPI.run(SandboxOptions(policies: 1, dataFile: file)) { _ async throws in
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
      }
    }
  }

  @Test("that is something else is refused, and left as it was")
  func foreign() async throws {
    try await withFolder { folder in
      let text = folder.appending(path: "notes.txt")
      try Data("not a database, and long enough to be sure of it".utf8).write(to: text)
      await #expect(throws: SandboxError.self) {
        try await SandboxServer.start(SandboxOptions(dataFile: text.path))
      }
      #expect(try Data(contentsOf: text).count == 48)
      let other = folder.appending(path: "other.sqlite").path
      try await DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE note (text)") }
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: other)
      await #expect(throws: SandboxError.foreignDataFile(path: other)) {
        try await SandboxServer.start(SandboxOptions(dataFile: other))
      }
      #expect(try FileManager.default.attributesOfItem(atPath: other)[.posixPermissions] as? Int == 0o644)
      let missing = folder.appending(path: "no/such/folder.sqlite").path
      await #expect(throws: SandboxError.dataFile(path: missing, reason: "No such file or directory")) {
        try await SandboxServer.start(SandboxOptions(dataFile: missing))
      }
    }
  }
}
