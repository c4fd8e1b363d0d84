import Mail
import MailLog
package import Policies
package import PolicyCore

extension KeptMail {
  /// The mail of four weeks, the same each time, of which policies of a list let some through: the more the nearer a policy
  /// stands to the first.
  ///
  /// The last day holds the moment `end`, in seconds since 1970. Every fifth message that is let through was found to be
  /// spam; a few were let through by a pattern that no policy has.
  package static func sample(of policies: [AllowPolicy], ending end: Int, messages: Int = 2_000) -> KeptMail {
    let last = MailDay.day(of: end)
    var builder = MailLogBuilder()
    for number in 0..<messages {
      // Scattered, and the same each time.
      let mixed = Int((UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 40)
      let day = last - 27 + mixed % 28
      builder.append(
        LoggedMessage(
          key: UInt64(number + 1),
          time: UInt32(clamping: day * MailDay.seconds + mixed / 28 % MailDay.seconds),
          verdict: number.isMultiple(of: 5) ? .spam : .none,
          allowance: allowance(number, policies),
          message: message(mixed)
        )
      )
    }
    let heads = (last - 27...last).map { day in
      MailDayHead(day: day, count: 1, bytes: 100, reads: [.all: MailDay.times(of: day).upperBound])
    }
    return KeptMail(log: MailLog(builder), heads: heads)
  }

  private static func allowance(
    _ number: Int,
    _ policies: [AllowPolicy]
  ) -> LoggedMessage.Allowance? {
    guard number.isMultiple(of: 3), !policies.isEmpty else { return nil }
    if number.isMultiple(of: 33) { return LoggedMessage.Allowance(pattern: "gone.example", kind: .trustedSender) }
    let fields = policies[min(number / 3 % policies.count, number / 3 / policies.count % policies.count)].fields
    guard let pattern = fields.pattern else { return nil }
    let kind: LoggedMessage.Allowance.Kind =
      fields.isTrustedSender == true
      ? .trustedSender : fields.isExemptRecipient == true ? .exemptRecipient : .acceptableSender
    return LoggedMessage.Allowance(pattern: pattern, kind: kind)
  }

  private static func message(_ mixed: Int) -> MailMessage {
    var message = MailMessage()
    message.from = .given(["user\(mixed % 100)@vendor\(mixed % 17).example"])
    message.recipients = .given(["person\(mixed % 50)@acme.example"])
    message.passesAuthentication = .given(!mixed.isMultiple(of: 3))
    return message
  }
}
