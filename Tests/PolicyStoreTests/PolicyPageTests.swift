import Foundation
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore

@Suite("A page of cached policies")
struct PolicyPageTests {
  private func decode(_ page: Data, limit: Int = .max) -> [AllowPolicy]? {
    var policies: [AllowPolicy] = []
    return PolicyPage.decode(page, into: &policies, limit: limit) ? policies : nil
  }

  @Test("gives back what was put in", arguments: 1...20 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let policies =
      (0..<50).map { AllowPolicy.random(id: "id-\($0)", using: &generator) }
      + (50..<60).map { AllowPolicy.random(id: "id-\($0)", using: &generator).odd(using: &generator) }
    #expect(decode(PolicyPage.encode(policies)) == policies, "seed \(seed)")
  }

  @Test("holds texts of any length", arguments: [0, 1, 15, 16, 127, 128, 16_383, 16_384, 100_000])
  func lengths(length: Int) {
    let policy = AllowPolicy.sample(pattern: String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "a" : ""))
    #expect(decode(PolicyPage.encode([policy])) == [policy])
  }

  @Test("an empty page holds nothing")
  func empty() {
    #expect(decode(PolicyPage.encode([])) == [])
  }

  @Test("gives no more than asked for", arguments: [0, 1, 2, 3, 4])
  func limit(limit: Int) {
    let policies = ["a", "b", "c"].map { AllowPolicy.sample($0) }
    #expect(decode(PolicyPage.encode(policies), limit: limit) == Array(policies.prefix(limit)))
  }

  @Test("a page that is cut off inside a policy is none")
  func cutOff() {
    let first = PolicyPage.encode([.sample("a", comments: "x")])
    let page = PolicyPage.encode([.sample("a", comments: "x"), .sample("b", comments: "y")])
    for length in 1..<page.count {
      #expect((decode(page.prefix(length)) == nil) == (length != first.count), "\(length) bytes")
    }
  }

  @Test("random bytes never crash the reader")
  func rubbish() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      let count = Int.random(in: 0..<200, using: &generator)
      let page = Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
      if let policies = decode(page) { #expect(policies.isEmpty == page.isEmpty) }
    }
  }
}
