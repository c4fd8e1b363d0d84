import Canvas
import Mail
import MailLog
import Policies
import PolicyCore
import TestSupport
import Testing

@testable import PolicyUI

@Suite("The review's tab of the mail")
struct ReviewMailTests {
  private func effect(_ verdicts: [Verdict]) async throws -> MailEffect {
    var builder = MailLogBuilder()
    for (number, verdict) in verdicts.enumerated() {
      var message = MailMessage()
      message.from = .given(["ceo\(number)@x.org"])
      message.recipients = .given(["ann@acme.example"])
      message.passesAuthentication = .given(false)
      builder.append(LoggedMessage(key: UInt64(number), time: 1_793_700_000, verdict: verdict, message: message))
    }
    let draft = [
      DraftOperation(
        intent: .create(
          NewPolicy(
            placeholderID: "new",
            queuedAt: "2026-11-28T00:00:00Z",
            fields: AllowPolicy.brief("x.org", .domain, "t").fields
          )
        ),
        position: 0
      )
    ]
    let whatIf = WhatIf(PolicySet(PolicyList([])), draft: draft)
    let mail = KeptMail(log: MailLog(builder), heads: [])
    return MailEffect(ReplayReport(try await MailReplay(whatIf).run(over: mail.log), of: whatIf, over: mail))
  }

  private func fixture(_ size: Size = Size(rows: 24, columns: 80)) throws -> (fixture: Fixture, review: Review) {
    let edit = DraftEdit.FieldEdit(policy: Fixture.policies[0], set: PolicyFields(comments: "why"))
    var fixture = try Fixture(size, edits: [.edit([edit])])
    fixture.press("r")
    let review = try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account)
    fixture.send(.review(.reviewed(review)))
    _ = fixture.takeEffects()
    return (fixture, review)
  }

  @Test("is there once mail was replayed, counts what would pass, and lists the gravest first")
  func tab() async throws {
    var (fixture, review) = try fixture()
    #expect(!fixture.text.contains("5 Mail"))
    fixture.press("5")
    #expect(fixture.text.contains("No mail is kept"))
    fixture.send(.review(.replayed(try await effect([.bulk, .malicious]), of: review.fingerprint)))
    #expect(fixture.text.contains("5 Mail 2"))
    fixture.press("5")
    let lines = fixture.lines
    let first = try #require(lines.firstIndex { $0.contains("MALICIOUS     2026-11-03  ceo1@x.org") })
    let second = try #require(lines.firstIndex { $0.contains("BULK          2026-11-03  ceo0@x.org") })
    #expect(first < second)
    #expect(fixture.text.contains("1 message recorded as MALICIOUS would have passed."))
    #expect(lines[first].contains("by x.org"))
  }

  @Test("it is there as soon as mail is replayed, with the first figures before the last, and esc stops that")
  func progress() async throws {
    var (fixture, review) = try fixture()
    fixture.send(.review(.replaying(messages: 1_200_000, of: review.fingerprint)))
    fixture.press("5")
    #expect(fixture.text.contains("Working it out for 1,200,000 messages"))
    var first = try await effect([.bulk])
    first.isPartial = true
    fixture.send(.review(.replayed(first, of: review.fingerprint)))
    #expect(fixture.text.contains("So far:") && fixture.text.contains("ceo0@x.org"))
    fixture.press("S")
    #expect(fixture.text.contains("with 1,200,000 messages is still being worked"))
    fixture.send(.review(.replayed(try await effect([.bulk, .malicious]), of: review.fingerprint)))
    #expect(!fixture.text.contains("is still being worked"))
    fixture.press("esc")
    #expect(!fixture.text.contains("So far:") && fixture.text.contains("ceo1@x.org"))
    fixture.send(.review(.replaying(messages: 3, of: review.fingerprint)))
    fixture.send(.review(.replaying(messages: 0, of: review.fingerprint)))
    #expect(fixture.text.contains("[5 Mail 2]"), "what was found stays")
    fixture.send(.review(.replaying(messages: 3, of: review.fingerprint)))
    _ = fixture.takeEffects()
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty && fixture.takeEffects() == [.mail(.stopReplay)])
  }

  @Test("enter asks what becomes of the message that is selected")
  func whatIf() async throws {
    var (fixture, review) = try fixture()
    fixture.send(.review(.replayed(try await effect([.bulk, .malicious]), of: review.fingerprint)))
    fixture.press("5", "j", "enter")
    guard case .whatIf(let whatIf) = fixture.state.layers.last else {
      Issue.record("the what-if is not open: \(fixture.text)")
      return
    }
    #expect(whatIf.texts[.from]?.text == "ceo0@x.org" && whatIf.texts[.to]?.text == "ann@acme.example")
    #expect(whatIf.passes == false)
  }

  @Test("the keyboard stays on its message when the figures of all mail follow those of a part")
  func cursor() async throws {
    var (fixture, review) = try fixture()
    var first = try await effect([.bulk, .bulk, .bulk])
    first.isPartial = true
    fixture.send(.review(.replayed(first, of: review.fingerprint)))
    fixture.press("5", "j")
    func selected() -> UInt64? {
      guard case .review(let review) = fixture.state.layers.last else { return nil }
      return review.selectedExample?.message.key
    }
    let key = try #require(selected())
    fixture.send(.review(.replayed(try await effect([.bulk, .bulk, .bulk, .malicious]), of: review.fingerprint)))
    #expect(selected() == key)
    // It is worked out anew once the review is another one, as it was for the first.
    fixture.send(.review(.reviewed(review)))
    fixture.send(.review(.replayed(try await effect([.bulk, .bulk, .bulk]), of: review.fingerprint)))
    #expect(selected() == key)
    fixture.press("k")
    #expect(selected() != key)
  }

  @Test("a replay that comes late does not make one key of what has to be typed to take a submission for applied")
  func settling() async throws {
    var (fixture, review) = try fixture()
    fixture.press("S", "enter")
    let record = SubmissionRecord(
      id: "s",
      account: fixture.state.account.key,
      startedAt: fixture.state.now,
      user: "ada",
      reason: nil,
      fingerprint: review.fingerprint.hex,
      encoding: review.account.encoding,
      operations: review.operations.map(\.operation),
      request: review.request.body,
      state: .unknown
    )
    fixture.send(.submission(.ended(SubmissionReport(outcome: .unknown, record: record))))
    fixture.press("A")
    #expect(fixture.text.contains("1 applied"))
    _ = fixture.takeEffects()
    fixture.send(.review(.replayed(try await effect([.bulk]), of: review.fingerprint)))
    #expect(fixture.text.contains("1 applied"))
    fixture.press("y", "enter")
    #expect(!fixture.takeEffects().contains { if case .work(.settleAsApplied) = $0 { true } else { false } })
  }

  @Test("a question on a review of which there is a newer one says no longer that its mail is being worked out")
  func newer() throws {
    var (fixture, review) = try fixture()
    fixture.send(.review(.replaying(messages: 9, of: review.fingerprint)))
    fixture.press("S")
    #expect(fixture.text.contains("is still being worked"))
    let policy = AllowPolicy.brief("x.org", .domain, "t", id: "another")
    let other = try Review(
      of: [.init(intent: .delete(base: policy, suspended: nil), position: 0)],
      for: fixture.state.account
    )
    fixture.send(.review(.reviewed(other)))
    #expect(!fixture.text.contains("is still being worked"))
  }

  @Test("its filter knows what policies let through")
  func filter() async throws {
    var (fixture, _) = try fixture()
    let told = try await MailTold.sample(of: Fixture.policies)
    fixture.usage = told.usage
    fixture.send(.mail(.counted))
    fixture.press("/")
    fixture.type("used:>0")
    guard case .work(.review(let kept, _)) = fixture.takeEffects().last else {
      Issue.record("nothing is kept: \(fixture.text)")
      return
    }
    #expect(kept == [Fixture.policies[0].id])
  }

  @Test("mail of another review is not taken")
  func other() async throws {
    var (fixture, _) = try fixture()
    let policy = AllowPolicy.brief("x.org", .domain, "t", id: "another")
    let other = try Review(
      of: [.init(intent: .delete(base: policy, suspended: nil), position: 0)],
      for: fixture.state.account
    )
    fixture.send(.review(.replayed(try await effect([.malicious]), of: other.fingerprint)))
    #expect(!fixture.text.contains("5 Mail"))
  }

  @Test("malicious mail that would have passed asks for more, even where the question was asked already")
  func confirmation() async throws {
    var (fixture, review) = try fixture()
    fixture.press("S")
    guard case .submission(let asked) = fixture.state.layers.last else { return }
    #expect(asked.phase == .confirming(Confirmation.needed(for: review)))
    fixture.send(.review(.replayed(try await effect([.malicious]), of: review.fingerprint)))
    guard case .submission(let now) = fixture.state.layers.last, case .confirming(.typed) = now.phase else {
      Issue.record("a key would do: \(fixture.text)")
      return
    }
    #expect(fixture.text.contains("recorded as MALICIOUS would have passed."))
  }
}
