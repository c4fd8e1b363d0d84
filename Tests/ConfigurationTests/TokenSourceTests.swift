import Foundation
import PolicyCore
import Testing

@testable import Configuration
import Values

@Suite("Where a token comes from")
struct TokenSourceTests {
  @Test("a variable")
  func variable() async throws {
    let source = TokenSource.environment(variable: "T")
    #expect(try await source.credentials(environment: ["T": " tok-en_1\n"]) == .token(Secret("tok-en_1")))
    #expect(!source.mayChange)
  }

  @Test("an e-mail address and a key")
  func key() async throws {
    let source = TokenSource.key(email: "ann@acme.example", variable: "K")
    let credentials = try await source.credentials(environment: ["K": "k"])
    #expect(credentials == .key(email: "ann@acme.example", key: Secret("k")))
  }

  @Test("what is missing is named", arguments: [[:], ["T": ""]])
  func missing(environment: [String: String]) async throws {
    let problem = await problem(of: .environment(variable: "T"), environment)
    #expect(problem?.kind == .unauthorized)
    #expect(problem?.what.contains("variable T is not set") == true)
  }

  @Test(
    "what cannot stand in a header is refused and not shown",
    arguments: ["s3cret s3cret", "s3cret\r\nX: y", "s3crét"]
  )
  func unfit(value: String) async throws {
    let problem = try #require(await problem(of: .environment(variable: "T"), ["T": value]))
    #expect(problem.kind == .unauthorized)
    #expect(!"\(problem)".contains("s3cr"))
  }

  @Test("the first line of a file that only its owner can read", arguments: [0o600, 0o400] as [mode_t])
  func file(mode: mode_t) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.write("tok3n\nrest", to: "token", mode: mode)
    let source = TokenSource.file(path: path)
    #expect(try await source.credentials(environment: [:]) == .token(Secret("tok3n")))
    #expect(source.mayChange)
  }

  @Test("a file that others could read is refused", arguments: [0o640, 0o604, 0o660, 0o620, 0o601, 0o777] as [mode_t])
  func openFile(mode: mode_t) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.write("s3cret", to: "token", mode: mode)
    let problem = try #require(await problem(of: .file(path: path)))
    #expect(problem.what.contains(String(mode, radix: 8)))
    #expect(problem.advice.contains("chmod 600"))
    #expect(!"\(problem)".contains("s3cret"))
  }

  @Test("a file that is replaced is read anew")
  func replaced() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let source = TokenSource.file(path: try folder.write("one", to: "token", mode: 0o600))
    #expect(try await source.credentials(environment: [:]) == .token(Secret("one")))
    _ = try folder.write("two", to: "token", mode: 0o600)
    #expect(try await source.credentials(environment: [:]) == .token(Secret("two")))
  }

  @Test("what is no file with a token is refused")
  func noFile() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    #expect(await problem(of: .file(path: folder.path("absent")))?.what.contains("No such file") == true)
    #expect(await problem(of: .file(path: folder.path("")))?.what.contains("not a regular file") == true)
    let pipe = folder.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(await problem(of: .file(path: pipe))?.what.contains("not a regular file") == true)
    let empty = try folder.write("\n", to: "empty", mode: 0o600)
    #expect(await problem(of: .file(path: empty))?.what.contains("no token") == true)
    let big = try folder.write(String(repeating: "x", count: 20000), to: "big", mode: 0o600)
    #expect(await problem(of: .file(path: big))?.what.contains("too big") == true)
  }

  private func problem(of source: TokenSource, _ environment: [String: String] = [:]) async -> Problem? {
    do {
      _ = try await source.credentials(environment: environment)
      return nil
    } catch {
      return error
    }
  }
}

/// A folder of its own for a test.
struct TemporaryFolder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { name.isEmpty ? url.path : url.appending(path: name).path }

  func write(_ text: String, to name: String, mode: mode_t) throws -> String {
    let path = path(name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try #require(chmod(path, mode) == 0)
    return path
  }

  /// One that stays behind harms nobody.
  func remove() {
    try? FileManager.default.removeItem(at: url)
  }
}
