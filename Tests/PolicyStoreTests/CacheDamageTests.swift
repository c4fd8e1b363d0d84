import Foundation
import PolicyCore
import PolicyStore
import TestSupport
import Testing

@Suite("A damaged cache")
struct CacheDamageTests {
  private static let loadedAt = Date(timeIntervalSince1970: 1_790_000_000)

  /// The file of a cache of 1200 policies.
  private static func file() async throws -> Data {
    let folder = try TemporaryFolder()
    try await { () async throws -> Void in
      let policies = (0..<1200).map { AllowPolicy.sample("p\($0)") }
      let cache = try SQLitePolicyCache(folder: folder.path)
      try await cache.save(CachedPolicies(policies: policies, loadedAt: loadedAt), of: acme)
    }()
    let deadline = ContinuousClock.now + .seconds(120)
    // SQLite takes the log away when it has closed the file.
    while FileManager.default.fileExists(atPath: folder.path("cache.sqlite-wal")) {
      try #require(ContinuousClock.now < deadline, "the cache stays open")
      await Task.yield()
    }
    return try Data(contentsOf: URL(filePath: folder.path("cache.sqlite")))
  }

  /// Whatever the file is, the cache opens, and a save is found again.
  private static func expectReplaced(_ bytes: Data, _ place: Comment) async throws {
    let folder = try TemporaryFolder()
    try bytes.write(to: URL(filePath: folder.path("cache.sqlite")))
    let cache = try SQLitePolicyCache(folder: folder.path)
    if let found = try await cache.policies(of: acme) { #expect(found.policies.count == 1200, place) }
    let new = [AllowPolicy.sample("new")]
    try await cache.save(CachedPolicies(policies: new, loadedAt: loadedAt + 1), of: acme)
    #expect(try await cache.policies(of: acme)?.all == new, place)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.allSatisfy { ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"].contains($0) }, place)
  }

  @Test("that was cut off anywhere is replaced without a word", arguments: 1...2 as ClosedRange<UInt64>)
  func truncated(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let file = try await Self.file()
    for _ in 0..<10 {
      let length = Int.random(in: 0..<file.count, using: &generator)
      try await Self.expectReplaced(file.prefix(length), "seed \(seed), \(length) of \(file.count) bytes")
    }
  }

  @Test("with a part of rubbish is replaced without a word", arguments: 1...2 as ClosedRange<UInt64>)
  func rubbish(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let file = try await Self.file()
    for _ in 0..<10 {
      let start = Int.random(in: 0..<file.count / 512, using: &generator) * 512
      var bytes = file
      for index in start..<start + 512 { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
      try await Self.expectReplaced(bytes, "seed \(seed), byte \(start)")
    }
  }
}
