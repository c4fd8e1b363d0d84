import Foundation
import GRDB
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore

@Suite("The cache of policies")
struct PolicyCacheTests {
  private let folder: TemporaryFolder
  private let path: String
  private let loadedAt = Date(timeIntervalSince1970: 1_790_000_000.25)

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("cache")
  }

  private var file: String { "\(path)/cache.sqlite" }

  private func policies(_ count: Int, seed: UInt64 = 1) -> [AllowPolicy] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { .random(id: "id-\($0)", using: &generator) }
  }

  private func outside(_ sql: String) throws {
    let connection = try DatabaseQueue(path: file)
    try connection.writeWithoutTransaction { try $0.execute(sql: sql) }
    try connection.close()
  }

  @Test("an account that was never loaded has none")
  func nothing() async throws {
    let cache = try SQLitePolicyCache(folder: path)
    #expect(try await cache.policies(of: acme) == nil)
    #expect(try await cache.first(10, of: acme) == nil)
  }

  @Test("the policies come back in their order after a restart", arguments: [0, 1, 999, 1000, 1001, 2500])
  func roundTrip(count: Int) async throws {
    let policies = policies(count)
    try await SQLitePolicyCache(folder: path)
      .save(CachedPolicies(policies: policies, loadedAt: loadedAt), of: acme)
    let cached = try await SQLitePolicyCache(folder: path).policies(of: acme)
    #expect(cached?.all == policies)
    #expect(cached?.loadedAt == loadedAt)
  }

  @Test(
    "a time that no clock can have told is held to what can be reckoned with",
    arguments: ["1e300", "-1e300", "9e999"]
  )
  func oddTime(seconds: String) async throws {
    try await SQLitePolicyCache(folder: path).save(CachedPolicies(policies: policies(3), loadedAt: loadedAt), of: acme)
    try outside("UPDATE account SET loaded_at = \(seconds)")
    let head = try #require(try await SQLitePolicyCache(folder: path).first(2, of: acme))
    #expect(head.loadedAt == .distantPast || head.loadedAt == .distantFuture)
  }

  @Test("a later save replaces everything", arguments: [0, 1500, 2001, 3700])
  func replaces(count: Int) async throws {
    let cache = try SQLitePolicyCache(folder: path)
    try await cache.save(CachedPolicies(policies: policies(2500), loadedAt: loadedAt), of: acme)
    let later = policies(count, seed: 2)
    try await cache.save(CachedPolicies(policies: later, loadedAt: loadedAt + 60), of: acme)
    let cached = try await cache.policies(of: acme)
    #expect(cached?.all == later)
    #expect(cached?.loadedAt == loadedAt + 60)
  }

  @Test("the first of them come without the rest", arguments: [0, 1, 1000, 1001, 2500, 9999])
  func first(limit: Int) async throws {
    let cache = try SQLitePolicyCache(folder: path)
    let policies = policies(2500)
    try await cache.save(CachedPolicies(policies: policies, loadedAt: loadedAt), of: acme)
    // The last page is rubbish, which only a call that reads it can notice.
    try outside("UPDATE page SET policies = x'ff' WHERE number = 2")
    let head = try await cache.first(limit, of: acme)
    if limit <= 2000 {
      #expect(head?.policies == Array(policies.prefix(limit)))
      #expect(head?.count == 2500)
      #expect(head?.loadedAt == loadedAt)
    } else {
      #expect(head == nil)
    }
  }

  @Test("accounts share nothing")
  func accounts() async throws {
    let cache = try SQLitePolicyCache(folder: path)
    try await cache.save(CachedPolicies(policies: [.sample("a")], loadedAt: loadedAt), of: acme)
    try await cache.save(CachedPolicies(policies: [.sample("b")], loadedAt: loadedAt), of: globex)
    #expect(try await cache.policies(of: acme)?.all == [.sample("a")])
    #expect(try await cache.policies(of: globex)?.all == [.sample("b")])
  }

  @Test("nobody else can read it")
  func permissions() async throws {
    let cache = try SQLitePolicyCache(folder: path)
    try await cache.save(CachedPolicies(policies: [.sample()], loadedAt: loadedAt), of: acme)
    for (name, mode) in [("", 0o700), ("/cache.sqlite", 0o600), ("/cache.sqlite-wal", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + name)
      #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
    }
  }

  @Test(
    "a file that is no use is made anew",
    arguments: [
      "UPDATE page SET policies = x'ff'",
      "DELETE FROM page",
      "DROP TABLE page",
      "PRAGMA user_version = 4711",
    ]
  )
  func incompatible(sql: String) async throws {
    let cached = CachedPolicies(policies: policies(10), loadedAt: loadedAt)
    try await SQLitePolicyCache(folder: path).save(cached, of: acme)
    try outside(sql)
    let cache = try SQLitePolicyCache(folder: path)
    #expect(try await cache.policies(of: acme) == nil)
    try await cache.save(cached, of: acme)
    #expect(try await cache.policies(of: acme)?.all == cached.all)
    #expect(try await SQLitePolicyCache(folder: path).policies(of: acme)?.all == cached.all)
  }

  @Test("a damaged file is made anew", arguments: [5, 100, 100_000])
  func damaged(size: Int) async throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(to: URL(filePath: file))
    let cache = try SQLitePolicyCache(folder: path)
    #expect(try await cache.policies(of: acme) == nil)
    try await cache.save(CachedPolicies(policies: [.sample()], loadedAt: loadedAt), of: acme)
    #expect(try await cache.policies(of: acme)?.all == [.sample()])
  }

  @Test("a save into a file that went bad meanwhile still saves")
  func wentBad() async throws {
    let cache = try SQLitePolicyCache(folder: path)
    try await cache.save(CachedPolicies(policies: [.sample("a")], loadedAt: loadedAt), of: acme)
    try outside("DROP TABLE page")
    try await cache.save(CachedPolicies(policies: [.sample("b")], loadedAt: loadedAt), of: acme)
    #expect(try await cache.policies(of: acme)?.all == [.sample("b")])
  }

  @Test("six that make the same cache at once all succeed")
  func openAtOnce() async throws {
    let path = path
    let loadedAt = loadedAt
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<6 {
        group.addTask {
          let account = AccountKey(baseURL: "https://api.example", accountID: "\(number)")
          try await SQLitePolicyCache(folder: path)
            .save(CachedPolicies(policies: [.sample("\(number)")], loadedAt: loadedAt), of: account)
        }
      }
      try await group.waitForAll()
    }
    let cache = try SQLitePolicyCache(folder: path)
    for number in 0..<6 {
      let account = AccountKey(baseURL: "https://api.example", accountID: "\(number)")
      #expect(try await cache.policies(of: account)?.policies.map(\.id.text) == ["\(number)"])
    }
  }

  @Test("a folder that cannot be made is named")
  func unwritable() throws {
    try Data().write(to: folder.url.appending(path: "plain"))
    #expect { try SQLitePolicyCache(folder: folder.path("plain/cache")) } throws: { error in
      (error as? Problem)?.what.contains(folder.path("plain/cache")) == true
    }
  }
}
