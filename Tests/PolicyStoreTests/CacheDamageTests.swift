import Foundation
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("A damaged cache")
struct CacheDamageTests {
  private static let loadedAt = Date(timeIntervalSince1970: 1_790_000_000)

  /// The file of a cache of 5000 policies, and its name.
  private static func file() async throws -> (name: String, bytes: Data) {
    let folder = try TemporaryFolder()
    let policies = (0..<5000).map { AllowPolicy.sample("p\($0)") }
    try await PolicyFileCache(folder: folder.path)
      .save(CachedPolicies(policies: policies, loadedAt: loadedAt), of: acme)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let name = try #require(names.first { $0.hasSuffix(".policies") })
    return (name, try Data(contentsOf: URL(filePath: folder.path(name))))
  }

  /// Whatever the file is, it is refused, and a save is found again.
  private static func expectReplaced(_ bytes: Data, _ name: String, _ place: Comment) async throws {
    let folder = try TemporaryFolder()
    try bytes.write(to: URL(filePath: folder.path(name)))
    let cache = PolicyFileCache(folder: folder.path)
    await #expect(throws: Problem.self, place) { try await cache.policies(of: acme) }
    let new = [AllowPolicy.sample("new")]
    try await cache.save(CachedPolicies(policies: new, loadedAt: loadedAt + 1), of: acme)
    #expect(try await cache.policies(of: acme)?.all == new, place)
  }

  @Test("that was cut off anywhere is none", arguments: 1...4 as ClosedRange<UInt64>)
  func truncated(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let (name, file) = try await Self.file()
    for _ in 0..<10 {
      let length = Int.random(in: 0..<file.count, using: &generator)
      try await Self.expectReplaced(file.prefix(length), name, "seed \(seed), \(length) of \(file.count) bytes")
    }
  }

  @Test("with one bit turned anywhere is none", arguments: 1...4 as ClosedRange<UInt64>)
  func flipped(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let (name, file) = try await Self.file()
    for round in 0..<20 {
      // Half of them in the header.
      let place = Int.random(in: 0..<(round.isMultiple(of: 2) ? 150 : file.count), using: &generator)
      var bytes = file
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try await Self.expectReplaced(bytes, name, "seed \(seed), byte \(place)")
    }
  }

  @Test("a file that shrinks while it is read is none, and ends nothing")
  func shrinking() async throws {
    let (name, bytes) = try await Self.file()
    let folder = try TemporaryFolder()
    let path = folder.path(name)
    try bytes.write(to: URL(filePath: path))
    let file = try #require(PolicyFile(path))
    let header = try #require(file.header(of: acme))
    truncate(path, 1000)
    #expect(header.blocks.allSatisfy { file.block($0) == nil })
  }
}
