import Foundation
import FuzzTargets
import Testing

/// What the fuzzer starts from, and what it found, without the fuzzer.
@Suite("Readers of what comes from outside, on seeds and finds")
struct ReplayTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "FuzzTargets/Seeds")

  private static func inputs(of name: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder.appending(path: name), includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  @Test("every target has seeds, and every seed a target")
  func seeds() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
    for target in FuzzTarget.all { #expect(try !Self.inputs(of: target.name).isEmpty, "\(target.name)") }
  }

  @Test("no seed and no find breaks a promise", arguments: FuzzTarget.all.map(\.name))
  func replay(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    for input in try Self.inputs(of: name) {
      let bytes = try [UInt8](Data(contentsOf: input))
      #expect(throws: Never.self, "\(name)/\(input.lastPathComponent)") { try target.check(bytes) }
      // What is cut anywhere, or turned round, comes from outside as well.
      for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
        #expect(throws: Never.self, "\(name)/\(input.lastPathComponent), \(length) bytes") {
          try target.check(Array(bytes.prefix(length)))
        }
      }
    }
  }
}
