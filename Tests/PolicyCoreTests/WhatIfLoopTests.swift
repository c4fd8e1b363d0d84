import Foundation
import Mail
import TestSupport
import Testing
import Values

@testable import PolicyCore
@testable import Policies

/// Answers against a second opinion on random policies, drafts and messages.
@Suite("What lets a message through, at random")
struct WhatIfLoopTests {
  private static let patterns: [(String, PatternType, String)] = [
    ("a@x.org", .email, ""), ("A@x.org", .email, ""), ("x.org", .domain, ""), ("sub.x.org", .domain, ""),
    ("y.org", .domain, ""),
    (".*@x\\.org", .email, "r"), ("^.*@x\\.org$", .email, "r"), (".*", .domain, "r"), ("^$", .email, "r"),
    ("sub", .email, "r"),
    ("[@.]x\\.org$", .domain, "r"), ("^(?!a).*@x\\.org$", .email, "r"), ("A@X", .email, "r"), ("8.8.8.0/24", .ip, ""),
    ("8.8.8.8", .ip, ""), ("8\\.8\\.8\\..*", .ip, "r"), ("^[0-9.]+$", .email, "r"),
  ]
  private static let people = [
    "a@x.org", "A@x.org", "b@x.org", "a@sub.x.org", "c@y.org", "a@x.org.evil.net", "a@xorg.net",
  ]

  private static func policy(_ id: String, using generator: inout SeededGenerator) -> AllowPolicy {
    let (text, type, kind) = patterns.randomElement(using: &generator) ?? patterns[0]
    // What an exempt recipient is for an IP address is not documented, and the second opinion takes a side.
    let flags = ["t", "a", "v"] + (type == .ip || kind == "r" ? [] : ["x"])
    let chosen = flags.filter { _ in Int.random(in: 0..<5, using: &generator) < 2 }
    return .brief(text, type, chosen.joined() + kind, id: id)
  }

  private static func message(using generator: inout SeededGenerator) throws -> (PlainMessage, MailMessage) {
    func one(_ texts: [String]) -> String { texts.randomElement(using: &generator) ?? "" }
    let plain = PlainMessage(
      senders: [one(people), one(people + [""])],
      recipient: one(people),
      address: one(["8.8.8.8", "8.8.8.9", "9.9.9.9"]),
      server: one(["mail.x.org", "mx.evil.net", "sub.x.org"]),
      passes: Bool.random(using: &generator)
    )
    var message = MailMessage()
    message.from = .given([plain.senders[0]])
    message.envelopeFrom = .given(plain.senders[1])
    message.recipients = .given([plain.recipient])
    message.serverName = .given(plain.server)
    message.passesAuthentication = .given(plain.passes)
    try message.set(.ip, to: plain.address)
    return (plain, message)
  }

  @Test("least, most and change are those of the second opinion in all readings")
  func agreement() throws {
    var generator = SeededGenerator.announced("what-if of random drafts")
    let rounds = ProcessInfo.processInfo.environment["POSTERN_WHATIF_ROUNDS"].flatMap { Int($0) } ?? 40
    let levels = [Bypass.none, .spamSpoofBulk, .all]
    for _ in 0..<rounds {
      let old = (0..<Int.random(in: 0..<4, using: &generator)).map { Self.policy("p\($0)", using: &generator) }
      var draft: [DraftOperation] = []
      for policy in old where Int.random(in: 0..<3, using: &generator) == 0 {
        draft.append(
          Bool.random(using: &generator) ? .delete(policy) : .put(policy, Self.policy("", using: &generator).fields)
        )
      }
      if Bool.random(using: &generator) { draft.append(.post(Self.policy("n", using: &generator))) }
      let results = Dictionary(uniqueKeysWithValues: draft.map { ($0.id, $0.result) })
      let new =
        old.filter { results[$0.id] == nil }
        + draft.compactMap { operation in operation.result.map { AllowPolicy(id: operation.id, fields: $0) } }
      let whatIf = WhatIf(PolicySet(PolicyList(old)), draft: draft)
      for _ in 0..<4 {
        let (plain, message) = try Self.message(using: &generator)
        let answer = whatIf.answer(to: message)
        let pairs = PlainMatcher.all.map { matcher in
          (matcher.strength(of: plain, under: old), matcher.strength(of: plain, under: new))
        }
        let place = "\(plain)\nbefore \(old.map(\.fields))\nafter \(new.map(\.fields))\n\(answer)"
        for (side, strengths) in [(answer.before, pairs.map(\.0)), (answer.after, pairs.map(\.1))] {
          try #require(
            side.least == levels[strengths.min() ?? 0] && side.most == levels[strengths.max() ?? 0],
            "\(place)"
          )
          try #require(side.bypass == (side.least == side.most ? side.least : nil))
        }
        let changes = Set(pairs.map { $1 > $0 ? BypassChange.more : $1 < $0 ? .less : .same })
        try #require(answer.change == (changes.count == 1 ? changes.first : .undecided), "\(place)")
      }
    }
  }
}
