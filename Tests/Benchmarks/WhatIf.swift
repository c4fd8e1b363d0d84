import Mail
import Policies
import PolicyCore

extension Benchmark {
  /// What lets messages through.
  static let messages = [
    Benchmark("whatif/ready", "made ready for messages, once for a list and a draft") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      _ = try await fixture.workspace.whatIf()
      return Work {
        let whatIf = try await fixture.workspace.whatIf()
        try Unexpected.unless(whatIf.answer(to: MailMessage()).before.bypass == Bypass.none, "something passes")
      }
    },
    Benchmark("whatif/message", "one message of ten thousand, with a draft of one change") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let edit = DraftEdit.FieldEdit(policy: fixture.list[count / 2], set: PolicyFields(isTrustedSender: true))
      _ = try await fixture.workspace.perform(.edit([edit]))
      let whatIf = try await fixture.workspace.whatIf()
      let messages = try (0..<10_000).map { try Self.message($0) }
      return Work(times: messages.count) {
        let matches = messages.reduce(0) { $0 + whatIf.answer(to: $1).before.matches.count }
        try Unexpected.unless(matches > 0, "nothing matches")
      }
    },
  ]

  private static func message(_ number: Int) throws -> MailMessage {
    var message = MailMessage()
    try message.set(.from, to: "user\(number)@vendor\(number % 977).example")
    try message.set(.envelopeFrom, to: "bounce+\(number)@mail.vendor\(number % 20 + 3).example")
    try message.set(.ip, to: "\(1 + number % 200).0.0.\(number % 250)")
    try message.set(.helo, to: "mail.vendor\(number % 977).example")
    try message.set(.to, to: "person\(number % 500)@acme.example")
    try message.set(.authentication, to: number.isMultiple(of: 2) ? "pass" : "fail")
    return message
  }
}
