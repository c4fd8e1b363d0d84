import Mail
import MailLog
import TestSupport
import Testing
import Values

@testable import PolicyCore
@testable import Policies

@Suite("What a batch would have done with mail, in its review")
struct MailEffectTests {
  private static let mail: [(String, Verdict)] = [
    ("a@x.org", .malicious), ("b@x.org", .malicious), ("c@x.org", .maliciousBEC), ("d@x.org", .bulk),
    ("e@y.org", .malicious),
  ]

  private func review(_ verdicts: Set<Verdict> = Set(Verdict.allCases)) async throws -> Review {
    var builder = MailLogBuilder()
    for (number, (from, verdict)) in Self.mail.enumerated() where verdicts.contains(verdict) {
      var message = MailMessage()
      message.from = .given([from])
      message.passesAuthentication = .given(true)
      builder.append(LoggedMessage(key: UInt64(number), time: 1, verdict: verdict, message: message))
    }
    let policy = AllowPolicy.brief("x.org", .domain, "av", id: "new", comments: "SEC-1")
    let operations = [DraftOperation.post(policy)]
    var review = try Review(of: operations, for: .sample(), against: PolicySet(PolicyList([])))
    let whatIf = WhatIf(PolicySet(PolicyList([])), draft: operations)
    let mail = KeptMail(log: MailLog(builder), heads: [])
    let result = try await MailReplay(whatIf).run(over: mail.log)
    review.mail = MailEffect(ReplayReport(result, of: whatIf, over: mail))
    return review
  }

  @Test("malicious mail that would have passed has to be typed out, and the reason says how much")
  func danger() async throws {
    let review = try await review()
    #expect(Confirmation.needs(of: review) == [.accept])
    let words = "2 messages recorded as MALICIOUS and 1 message recorded as MALICIOUS-BEC would have passed."
    #expect(Confirmation.reasonsToAccept(review).contains(words))
    #expect(ReviewText.lines(of: review).contains("danger: \(words)"))
    let examples = try #require(review.mail?.examples)
    #expect(examples.map(\.message.verdict) == [.malicious, .malicious, .maliciousBEC, .bulk])
    #expect(examples.allSatisfy { $0.change == .more && $0.patterns == ["x.org"] })
  }

  @Test("other mail is told, and asks for no more than before")
  func harmless() async throws {
    let review = try await review([.bulk])
    #expect(Confirmation.needs(of: review) == [.yes])
    #expect(review.mail?.danger == nil)
    #expect(
      review.mail?.words
        == "Of 1 message that was read, 1 would newly have passed (BULK 1), 0 no longer, 0 as before. Not all mail was read."
    )
  }
}
