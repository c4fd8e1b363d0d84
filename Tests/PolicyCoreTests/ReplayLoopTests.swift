import Foundation
import Mail
import MailLog
import TestSupport
import Testing
import Values

@testable import PolicyCore
@testable import Policies

/// The replay of random drafts over random mail, message by message.
@Suite("Replay, at random")
struct ReplayLoopTests {
  private static let patterns: [(String, PatternType, String)] = [
    ("a@x.org", .email, ""), ("A@x.org", .email, ""), ("x.org", .domain, ""), ("sub.x.org", .domain, ""),
    ("y.org", .domain, ""),
    (".*@x\\.org", .email, "r"), ("^.*@x\\.org$", .email, "r"), (".*", .domain, "r"), ("^$", .email, "r"),
    ("sub", .email, "r"), ("[@.]x\\.org$", .domain, "r"), ("A@X", .email, "r"), ("8.8.8.0/24", .ip, ""),
    ("8.8.8.8", .ip, ""), ("8\\.8\\.8\\..*", .ip, "r"), ("^[0-9.]+$", .email, "r"),
  ]
  /// What no second opinion takes a side on: unknown types, undecided expressions, what is none.
  private static let odd: [(String, PatternType, String)] = [
    ("x.org", .unknown, ""), (".*@y", .unknown, "r"), ("(a)\\1@x", .email, "r"), ("(", .email, "r"), ("", .email, ""),
  ]
  private static let people = [
    "a@x.org", "A@x.org", "b@x.org", "a@sub.x.org", "c@y.org", "a@x.org.evil.net", "a@xorg.net", "aa@x.org",
  ]

  private static func policy(
    _ id: String,
    of patterns: [(String, PatternType, String)],
    using generator: inout SeededGenerator
  ) -> AllowPolicy {
    let (text, type, kind) = patterns.randomElement(using: &generator) ?? patterns[0]
    // What an exempt recipient is for an IP address is not documented, and the second opinion takes a side.
    let flags = ["t", "a", "v"] + (type == .ip || kind == "r" ? [] : ["x"])
    let chosen = flags.filter { _ in Int.random(in: 0..<5, using: &generator) < 2 }
    return .brief(text, type, chosen.joined() + kind, id: id)
  }

  private static func draft(
    over old: [AllowPolicy],
    of patterns: [(String, PatternType, String)],
    using generator: inout SeededGenerator
  ) -> [DraftOperation] {
    var draft: [DraftOperation] = []
    for policy in old where Int.random(in: 0..<3, using: &generator) == 0 {
      draft.append(
        Bool.random(using: &generator)
          ? .delete(policy) : .put(policy, Self.policy("", of: patterns, using: &generator).fields)
      )
    }
    if Bool.random(using: &generator) { draft.append(.post(Self.policy("n", of: patterns, using: &generator))) }
    return draft
  }

  private static func message(
    _ key: Int,
    using generator: inout SeededGenerator
  ) throws -> (PlainMessage, LoggedMessage) {
    func one(_ texts: [String]) -> String { texts.randomElement(using: &generator) ?? "" }
    let address = one(["8.8.8.8", "8.8.8.9", "9.9.9.9"])
    let plain = PlainMessage(
      senders: [one(people), one(people + [""])],
      recipient: one(people),
      address: address,
      // The search tells no server's name: the same text as the address adds nothing to match by.
      server: address,
      passes: Bool.random(using: &generator)
    )
    var message = MailMessage()
    message.from = .given([plain.senders[0]])
    message.envelopeFrom = .given(plain.senders[1])
    message.recipients = .given([plain.recipient])
    message.passesAuthentication = .given(plain.passes)
    message.setIPs([try IPAddress.parse(plain.address)], orUntold: "")
    let verdict = Verdict.allCases.randomElement(using: &generator) ?? .none
    return (plain, LoggedMessage(key: UInt64(key), time: UInt32(key), verdict: verdict, message: message))
  }

  private static func log(_ messages: [LoggedMessage]) -> MailLog {
    var builder = MailLogBuilder()
    for message in messages { builder.append(message) }
    return MailLog(builder)
  }

  private var rounds: Int { ProcessInfo.processInfo.environment["POSTERN_REPLAY_ROUNDS"].flatMap { Int($0) } ?? 40 }

  @Test("each message changes as a second opinion says, in all readings")
  func agreement() async throws {
    var generator = SeededGenerator.announced("replays of random drafts")
    for _ in 0..<rounds {
      let old = (0..<Int.random(in: 0..<5, using: &generator)).map {
        Self.policy("p\($0)", of: Self.patterns, using: &generator)
      }
      let draft = Self.draft(over: old, of: Self.patterns, using: &generator)
      let results = Dictionary(uniqueKeysWithValues: draft.map { ($0.id, $0.result) })
      let new =
        old.filter { results[$0.id] == nil }
        + draft.compactMap { operation in operation.result.map { AllowPolicy(id: operation.id, fields: $0) } }
      let mail = try (0..<12).map { try Self.message($0, using: &generator) }
      let replay = MailReplay(WhatIf(PolicySet(PolicyList(old)), draft: draft))
      let result = try await replay.run(over: Self.log(mail.map(\.1)))
      for (row, (plain, _)) in mail.enumerated() {
        let changes = Set(
          PlainMatcher.all.map { matcher -> BypassChange in
            let (was, becomes) = (matcher.strength(of: plain, under: old), matcher.strength(of: plain, under: new))
            return becomes > was ? .more : becomes < was ? .less : .same
          }
        )
        let expected = changes.count == 1 ? changes.first : .undecided
        try #require(
          result.changes[row] == expected,
          "\(plain)\nbefore \(old.map(\.fields))\nafter \(new.map(\.fields))"
        )
      }
    }
  }

  @Test("each message changes as the what-if says, where something of it or of a policy cannot be told too")
  func likeWhatIf() async throws {
    var generator = SeededGenerator.announced("replays of odd drafts")
    for _ in 0..<rounds {
      let old = (0..<Int.random(in: 0..<6, using: &generator)).map {
        Self.policy("p\($0)", of: Self.patterns + Self.odd, using: &generator)
      }
      let draft = Self.draft(over: old, of: Self.patterns + Self.odd, using: &generator)
      let mail = try (0..<12).map { number -> LoggedMessage in
        var message = try Self.message(number, using: &generator).1
        func isUntold() -> Bool { Int.random(in: 0..<5, using: &generator) == 0 }
        if isUntold() { message.message.from = .untold(LoggedMessage.Untold.from) }
        if isUntold() { message.message.envelopeFrom = .untold(LoggedMessage.Untold.envelopeFrom) }
        if isUntold() { message.message.replyTo = .given(["c@y.org"]) }
        if isUntold() { message.message.recipients = .untold(LoggedMessage.Untold.recipients) }
        if isUntold() { message.message.passesAuthentication = .untold(LoggedMessage.Untold.authentication) }
        if isUntold() {
          message.message.setIPs([], orUntold: LoggedMessage.Untold.ip)
        } else if isUntold() {
          message.message.otherIPs = [try IPAddress.parse("8.8.8.8")].filter { $0 != message.message.ip.value }
        }
        return message
      }
      let whatIf = WhatIf(PolicySet(PolicyList(old)), draft: draft)
      let log = Self.log(mail)
      let result = try await MailReplay(whatIf).run(over: log)
      for (row, message) in mail.enumerated() {
        try #require(log[row] == message)
        let answer = whatIf.answer(to: message.message)
        try #require(result.changes[row] == answer.change, "\(draft)\n\(answer)\n\(old.map(\.fields))")
      }
    }
  }

  @Test("counts are those of the messages, by verdict, and the gravest and newest come first")
  func counts() async throws {
    var generator = SeededGenerator.announced("counts of replays")
    let mail = try (0..<200).map { try Self.message($0, using: &generator).1 }
    let policy = AllowPolicy.brief("x.org", .domain, "t", id: "p")
    let result = try await MailReplay(WhatIf(PolicySet(PolicyList([])), draft: [.post(policy)])).run(
      over: Self.log(mail)
    )
    for change in BypassChange.allCases {
      let rows = mail.indices.filter { result.changes[$0] == change }
      #expect(result.count(change) == rows.count)
      for (verdict, count) in result.verdicts(change) { #expect(rows.count { mail[$0].verdict == verdict } == count) }
      let ordered = result.rows(change)
      #expect(Set(ordered) == Set(rows) && ordered.count == rows.count)
      let keys = ordered.map { (mail[$0].verdict.rank, -Int(mail[$0].time)) }
      #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 })
    }
    #expect(result.count(.more) > 0 && result.count(.same) > 0)
  }

  @Test("a replay that is cancelled ends")
  func cancelled() async throws {
    var generator = SeededGenerator.announced("cancelled replays")
    let log = Self.log(try (0..<50).map { try Self.message($0, using: &generator).1 })
    let replay = MailReplay(WhatIf(PolicySet(PolicyList([])), draft: [.post(.brief("x.org", .domain, "t", id: "p"))]))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await replay.run(over: log)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
