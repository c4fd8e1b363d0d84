import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Policies
import Values

@Suite("What a server says is bounded where it comes in")
struct ServerTextTests {
  private static let secret = Secret("a-very-long-token-of-ours")

  @Test("a long text is cut at a character, and says how long it was")
  func cut() {
    #expect(ServerText.bounded("short", 10) == "short")
    #expect(ServerText.bounded(String(repeating: "é", count: 10), 5) == "éé… (20 bytes, cut)")
    let long = ServerText.bounded(String(repeating: "x", count: 5 << 20), ServerText.longestMessage)
    #expect(long.hasSuffix("x… (5 MB, cut)"))
    #expect(long.utf8.count < ServerText.longestMessage + 30)
    #expect(ServerText.bounded(Data(count: 100)).count == 100)
    #expect(ServerText.bounded(Data(repeating: 7, count: 3 << 20)).count < ServerText.longestBody + 30)
  }

  @Test("every field of every error is bounded and blanked, and their number too")
  func errors() {
    let text = String(repeating: "x", count: 990) + Self.secret.revealed + String(repeating: "y", count: 5000)
    let error = ServerError(code: 1, message: text, documentationURL: text, pointer: text)
    let found = ServerText.bounded(Array(repeating: error, count: 500), without: Self.secret)
    #expect(found.count == ServerText.mostErrors + 1)
    #expect(found.last?.message == "and 480 errors more")
    for error in found {
      for text in [error.message, error.pointer ?? "", error.documentationURL ?? ""] {
        #expect(text.utf8.count <= 1040)
        #expect(!text.contains("a-very"), "not even a part of it, where the cut is")
      }
    }
  }

  @Test("blanking many secrets takes one pass")
  func manySecrets() {
    let one = Data((Self.secret.revealed + " ").utf8)
    var body = Data()
    for _ in 0..<20_000 { body += one }
    let blanked = Self.secret.blanked(in: body)
    #expect(blanked == Data(String(repeating: "••• ", count: 20_000).utf8))
  }

  @Test("a list that never ends is left where it is too large, and says why")
  func endless() async throws {
    func listing(_ bytes: Int, _ size: Int) async throws -> PolicyListing {
      let reader = ListReader(
        page: { (number) async throws(Problem) -> PolicyPage in
          let rows = (0..<size).map { AllowPolicy(id: PolicyID("\(number)-\($0)"), fields: PolicyFields()) }
          var page = PolicyPage(policies: rows, info: PageInfo(totalCount: nil, perPage: size))
          page.bytes = bytes
          return page
        },
        progress: { _ in }
      )
      return try await reader.listing()
    }
    let heavy = try await listing(1 << 28, 3)
    #expect(!heavy.isComplete)
    #expect(heavy.policies.count == 12)
    #expect(heavy.stopped == "The list has more than 1024 MB: no more of it was read.")
  }
}
