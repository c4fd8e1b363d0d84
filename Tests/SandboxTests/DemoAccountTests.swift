import Foundation
import Testing

@testable import Sandbox

@Suite("The account of the demonstration")
struct DemoAccountTests {
  private static let now: Int64 = 1_795_132_800 * Timestamp.microsPerSecond

  @Test("it has as many policies as it says, the same all day, each with its own id and a comment")
  func size() {
    let policies = DemoAccount.policies(at: Self.now)
    #expect(policies.count == DemoAccount.count)
    #expect(Set(policies.map(\.id)).count == policies.count)
    #expect(policies.allSatisfy { $0.comments?.isEmpty == false })
    #expect(policies == DemoAccount.policies(at: Self.now + 86_399 * Timestamp.microsPerSecond))
  }

  @Test("what has expired has done so whenever somebody looks")
  func days() throws {
    for days in [0, 400] {
      let now = Self.now + Int64(days) * 86_400 * Timestamp.microsPerSecond
      let tags = DemoAccount.policies(at: now).compactMap { $0.comments }.filter { $0.contains("expires:") }
      #expect(tags.count == DemoStories.all.count { $0.expires != nil })
      let today = Timestamp.text(now, fractionDigits: 0)
      for tag in tags { #expect(String(tag.suffix(10)) < today) }
    }
  }

  @Test("only the stories have a pattern twice")
  func patterns() {
    let patterns = DemoAccount.policies(at: Self.now).dropFirst(DemoStories.all.count).map(\.pattern)
    #expect(Set(patterns).count == patterns.count)
  }
}
