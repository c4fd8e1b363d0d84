import Foundation
import Mail
import MailLog
import TestSupport
import Testing
import Values

@testable import PolicyCore
@testable import Policies

@Suite("What policies let through")
struct PolicyUsageTests {
  private typealias Kind = LoggedMessage.Allowance.Kind

  private func message(
    _ key: Int,
    from: String,
    _ pattern: String?,
    _ kind: LoggedMessage.Allowance.Kind = .trustedSender,
    _ verdict: Verdict = .none,
    to: String = "ann@acme.example"
  ) -> LoggedMessage {
    var message = MailMessage()
    message.from = .given([from])
    message.recipients = .given([to])
    return LoggedMessage(
      key: UInt64(key),
      time: UInt32(1_000_000 + key),
      verdict: verdict,
      allowance: pattern.map { LoggedMessage.Allowance(pattern: $0, kind: kind) },
      message: message
    )
  }

  private func usage(_ policies: [AllowPolicy], _ messages: [LoggedMessage]) async throws -> PolicyUsage {
    var builder = MailLogBuilder()
    for message in messages { builder.append(message) }
    return try await PolicyUsage(of: PolicySet(PolicyList(policies)), in: KeptMail(log: MailLog(builder), heads: []))
  }

  @Test("is counted by pattern and kind, with the last time and the verdicts")
  func counts() async throws {
    let policies = [
      AllowPolicy.brief("x.org", .domain, "t", id: "trusted"), .brief("x.org", .domain, "a", id: "acceptable"),
      .brief("a@x.org", .email, "t", id: "unused"), .brief("phish@acme.example", .email, "x", id: "mailbox"),
    ]
    let usage = try await usage(
      policies,
      [
        message(1, from: "a@x.org", "x.org", .trustedSender, .malicious), message(2, from: "b@x.org", "x.org"),
        message(3, from: "b@x.org", "x.org", .acceptableSender, .bulk), message(4, from: "b@x.org", nil),
        message(5, from: "s@y.org", "phish@acme.example", .exemptRecipient, .spam, to: "phish@acme.example"),
        message(6, from: "s@y.org", "gone.example", .trustedSender), message(7, from: "s@y.org", "X.org"),
      ]
    )
    #expect(usage[0]?.count == 2 && usage[0]?.last == 1_000_002 && usage[0]?.count(.malicious) == 1)
    #expect(usage[0]?.byVerdict.map(\.verdict) == [.malicious, .none])
    #expect(usage[1]?.count == 1 && usage[1]?.count(.bulk) == 1)
    #expect(usage[2] == nil)
    #expect(usage[3]?.count == 1)
    // By its bytes: what the API names in capitals is another pattern.
    #expect(usage.strangers == 2)
    #expect(usage.differences == 0)
    #expect(usage.usedRows == [0, 1, 3])
  }

  private static let read = [MailDayHead(day: 20_760, count: 1, bytes: 1, reads: [.all: 20_761 * 86_400])]

  @Test("is told in sentences, with what is shared and what was left out")
  func sentences() async throws {
    let now = Instant(microseconds: 20_780 * 86_400_000_000)
    func sentences(_ heads: [MailDayHead], _ id: PolicyID, _ now: Instant = now) async throws -> [String] {
      var builder = MailLogBuilder()
      for mail in [
        message(1, from: "a@x.org", "x.org", .trustedSender, .malicious), message(2, from: "a@y.org", "x.org"),
      ] {
        builder.append(mail)
      }
      let policies =
        [AllowPolicy.brief("x.org", .domain, "t", id: "a"), .brief("x.org", .domain, "t", id: "b")]
        + [.brief("z.org", .domain, "t", id: "c")]
      let mail = KeptMail(log: MailLog(builder), heads: heads)
      return try await PolicyUsage(of: PolicySet(PolicyList(policies)), in: mail).sentences(on: id, now: now)
    }

    #expect(
      try await sentences(Self.read, "a") == [
        "It let 2 messages through since 3 November, 1 of them recorded as MALICIOUS.",
        "It shares them with 1 policy of the same pattern and grant.",
        "1 of them does not match its pattern by our reading.",
      ]
    )
    let nextYear = Instant(microseconds: 20_900 * 86_400_000_000)
    #expect(try await sentences(Self.read, "c", nextYear) == ["It let no message through since 3 November 2026."])
    #expect(try await sentences(Self.read, "c") == ["It let no message through since 3 November."])
    let part = try await sentences([MailDayHead(day: 20_760, count: 1, bytes: 1, reads: [.detections: .max])], "c")
    #expect(part.count == 3 && part[1] == "That is of mail that was read." && part[2].contains("only detections"))
    #expect(try await sentences([], "a").isEmpty)
  }

  @Test("unused is only what no message of completely read mail names, and is still the same policy")
  func unused() async throws {
    let policies = [AllowPolicy.brief("x.org", .domain, "t", id: "a"), .brief("y.org", .domain, "t", id: "b")]
    var builder = MailLogBuilder()
    builder.append(message(1, from: "a@x.org", "x.org"))
    func usage(_ reads: [MailQuery: Int]) async throws -> PolicyUsage {
      let heads = (20_760..<20_774).map { MailDayHead(day: $0, count: 1, bytes: 1, reads: reads) }
      return try await PolicyUsage(
        of: PolicySet(PolicyList(policies)),
        in: KeptMail(log: MailLog(builder), heads: heads)
      )
    }
    let whole = try await usage([.all: .max])
    #expect(!whole.isUnused(policies[0]) && whole.isUnused(policies[1]))
    #expect(!whole.isUnused(.brief("z.org", .domain, "t", id: "b")), "it has another pattern by now")
    #expect(!whole.isUnused(.brief("y.org", .domain, "t", id: "c")), "nothing is known of it")
    #expect(try await !usage([.detections: .max]).isUnused(policies[1]))
    // Laid over what is judged already, or judged together with everything else: the same.
    let list = PolicyList(policies)
    var settings = RuleSettings()
    let over = ListFindings(of: list, settings: settings).knowing(whole, settings: settings)
    settings.usage = whole
    #expect(over.rows == ListFindings(of: list, settings: settings).rows)
    #expect(over.rows.signs(ofRow: 1).ruleNames.contains("unused"))
    #expect(!over.rows.signs(ofRow: 0).ruleNames.contains("unused"))
  }

  @Test("policies with one pattern and kind share it, and say so; one with two flags has both")
  func shared() async throws {
    let usage = try await usage(
      [
        .brief("x.org", .domain, "t", id: "a"), .brief("x.org", .domain, "ta", id: "b"),
        .brief("x.org", .domain, "", id: "c"),
      ],
      [
        message(1, from: "a@x.org", "x.org"), message(2, from: "a@x.org", "x.org", .acceptableSender),
        message(3, from: "a@x.org", "x.org", .untold),
      ]
    )
    #expect(usage[0]?.count == 2 && usage[0]?.sharers == 2)
    #expect(usage[1]?.count == 3 && usage[1]?.sharers == 2)
    #expect(usage[2] == nil)
  }

  @Test("what a pattern does not match by our reading is counted as a difference")
  func differences() async throws {
    let usage = try await usage(
      [
        .brief("x.org", .domain, "t", id: "a"), .brief("^a@y\\.org$", .email, "tr", id: "b"),
        .brief("x.org", .unknown, "a", id: "c"), .brief("b@z.org", .email, "t", id: "d"),
      ],
      [
        message(1, from: "a@sub.x.org", "x.org"), message(2, from: "a@notx.org", "x.org"),
        message(3, from: "a@y.org", "^a@y\\.org$"), message(4, from: "b@y.org", "^a@y\\.org$"),
        message(5, from: "b@y.org", "x.org", .acceptableSender),
        message(6, from: "q@z.org", "b@z.org", .trustedSender, to: "b@z.org"),
      ]
    )
    #expect(usage[0]?.differences == 1 && usage[1]?.differences == 1)
    #expect(usage[2]?.differences == 0, "of an unknown type it is not known what it matches")
    #expect(usage[3]?.differences == 1, "a sender's policy is not about recipients")
    #expect(usage.differences == 3)
  }

  @Test("of random mail each policy has the messages that a plain count gives it")
  func agreement() async throws {
    var generator = SeededGenerator.announced("usage of random policies")
    let patterns = ["x.org", "a@x.org", "y.org", ".*", "8.8.8.8"]
    for _ in 0..<20 {
      let policies = (0..<8).map { number in
        let flags = ["t", "a", "x"].filter { _ in Bool.random(using: &generator) }.joined()
        return AllowPolicy.brief(patterns.randomElement(using: &generator) ?? "", .domain, flags, id: "p\(number)")
      }
      let messages = (0..<60).map { number in
        message(
          number,
          from: "a@x.org",
          Bool.random(using: &generator) ? patterns.randomElement(using: &generator) : nil,
          Kind.allCases.randomElement(using: &generator) ?? .untold,
          Verdict.allCases.randomElement(using: &generator) ?? .none
        )
      }
      let usage = try await usage(policies, messages)
      for (row, policy) in policies.enumerated() {
        let own = messages.filter { message in
          guard let allowance = message.allowance, allowance.pattern == policy.pattern else { return false }
          let flags: [Kind: Bool?] = [
            .trustedSender: policy.fields.isTrustedSender, .acceptableSender: policy.fields.isAcceptableSender,
            .exemptRecipient: policy.fields.isExemptRecipient,
          ]
          return allowance.kind == .untold ? flags.values.contains(true) : flags[allowance.kind] == true
        }
        #expect((usage[row]?.count ?? 0) == own.count)
        for verdict in Verdict.allCases {
          #expect((usage[row]?.count(verdict) ?? 0) == own.count { $0.verdict == verdict })
        }
        #expect(usage[row]?.last == own.map(\.time).max())
      }
    }
  }
}
