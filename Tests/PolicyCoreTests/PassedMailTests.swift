import Mail
import MailLog
import PolicyCore
import Testing

@Suite("Mail that was let through, by day")
struct PassedMailTests {
  private func mail(days: ClosedRange<Int>, _ messages: [(day: Int, verdict: Verdict, isAllowed: Bool)]) -> KeptMail {
    var builder = MailLogBuilder()
    for (number, message) in messages.enumerated() {
      let allowance = LoggedMessage.Allowance(pattern: "x.example", kind: .trustedSender)
      builder.append(
        LoggedMessage(
          key: UInt64(number + 1),
          time: message.day == 0 ? 0 : UInt32(message.day * MailDay.seconds + number),
          verdict: message.verdict,
          allowance: message.isAllowed ? allowance : nil,
          message: MailMessage()
        )
      )
    }
    let heads = [days.lowerBound, days.upperBound].map { day in
      MailDayHead(day: day, count: 1, bytes: 1, reads: [.all: MailDay.times(of: day).upperBound])
    }
    return KeptMail(log: MailLog(builder), heads: heads)
  }

  @Test("counts what policies let through, with what was graver than bulk; days without any are there too")
  func days() throws {
    let mail = mail(
      days: 20_700...20_703,
      [
        (20_700, .none, true), (20_700, .spam, true), (20_700, .malicious, false), (20_702, .bulk, true),
        (20_703, .maliciousBEC, true), (0, .none, true), (20_699, .spam, true), (20_704, .none, true),
      ]
    )
    let passed = try #require(PassedMail(mail))
    #expect(
      passed.days == [
        .init(day: 20_700, count: 2, grave: 1), .init(day: 20_701), .init(day: 20_702, count: 1),
        .init(day: 20_703, count: 1, grave: 1),
      ]
    )
    #expect(passed.messages == 8 && passed.passed == 7 && passed.grave == 3 && passed.undated == 3)
    #expect(passed.days[0].text == "2026-09-04")
  }

  @Test("of files that lie far apart only the last days have a place")
  func bounded() throws {
    let passed = try #require(PassedMail(mail(days: 1...20_703, [(1, .none, true), (20_703, .none, true)])))
    #expect(passed.days.count == PassedMail.most && passed.days.last == .init(day: 20_703, count: 1))
    #expect(passed.undated == 1)
  }

  @Test("without any mail there is none")
  func none() {
    #expect(PassedMail(KeptMail(log: MailLog(), heads: [])) == nil)
  }
}
