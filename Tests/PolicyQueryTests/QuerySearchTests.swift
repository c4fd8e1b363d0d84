import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyQuery

/// The fast search against one that anybody can see to be right.
struct QuerySearchTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `the fast search finds what a naive one finds`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<60 {
      let policies = (0..<Int.random(in: 0...40, using: &generator)).map { number in
        AllowPolicy(
          id: PolicyID("\(number)"),
          fields: PolicyFields(pattern: text(&generator), comments: text(&generator)),
          modifiedAt: "2026-08-14T09:12:00Z"
        )
      }
      let drafted = policies.filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
      let draft = Draft(
        drafted.enumerated().map { position, policy in
          let edit = PolicyEdit(changes: PolicyFields(pattern: text(&generator)))
          return DraftOperation(intent: .edit(base: policy, edit), position: position)
        }
      )
      let words = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        (text: word(&generator), isNegated: Int.random(in: 0..<3, using: &generator) == 0)
      }
      let typed = words.map { "\($0.isNegated ? "-" : "")\"\($0.text)\"" }.joined(separator: " ")
      let rows = try PolicyFilter.rows(of: PolicyList(policies), draft: draft, query: Query(parsing: typed))
      let found = Set(rows.indices.map { rows.id(at: $0) })
      let expected = policies.filter { policy in
        let texts = [policy.fields, draft[policy.id]?.result].compactMap { $0 }.flatMap {
          [$0.pattern, $0.comments].compactMap { $0 }
        }
        return words.allSatisfy { word in texts.contains { holds($0, word.text) } != word.isNegated }
      }
      #expect(found == Set(expected.map(\.id)), "seed \(seed), round \(round): \(typed)")
    }
  }

  private let alphabet = ["a", "A", "b", "B", "é", "e\u{301}", "É", "日", "ß", "\n", " ", "0", "\u{1}", "ﬁ"]

  private func text(_ generator: inout SeededGenerator) -> String? {
    guard Int.random(in: 0..<8, using: &generator) > 0 else { return nil }
    return (0..<Int.random(in: 0...9, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "" }
      .joined()
  }

  private func word(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...3, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
  }

  private func holds(_ text: String, _ word: String) -> Bool {
    let scalars = Array(folded(text).unicodeScalars)
    let wanted = Array(folded(word).unicodeScalars)
    return scalars.indices.contains { scalars[$0...].starts(with: wanted) }
  }

  private func folded(_ text: String) -> String {
    let spaced = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    return spaced.lowercased().precomposedStringWithCanonicalMapping
  }
}
