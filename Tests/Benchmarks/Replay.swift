import Foundation
import Mail
import MailLog
import Policies
import PolicyCore
import PolicyStore
import TestSupport
import Values

extension Benchmark {
  /// Ten messages for each policy, and a draft of one operation for each hundred of them.
  static let replaying = [
    Benchmark("replay/draft", "a draft over the mail of a month, ten messages a policy") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let edits = stride(from: 0, to: count, by: 100).map { row in
        DraftEdit.FieldEdit(
          policy: fixture.list[min(count - 1, row + row / 100 % 20)],
          set: PolicyFields(isTrustedSender: true, verifySender: false)
        )
      }
      _ = try await fixture.workspace.perform(.edit(edits))
      let whatIf = try await fixture.workspace.whatIf()
      let log = MadeMail.log(10 * count)
      return Work {
        let result = try await MailReplay(whatIf).run(over: log)
        try Unexpected.unless(result.changes.count == 10 * count && result.count(.more) > 0, "nothing passes")
      }
    },
    Benchmark("replay/open", "the same with an operation that concerns every message") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let wide = NewPolicy(
        placeholderID: PolicyID("wide"),
        queuedAt: "2026-11-28T00:00:00Z",
        fields: PolicyFields(
          pattern: ".*",
          patternType: .email,
          isRegex: true,
          isTrustedSender: true,
          isAcceptableSender: false,
          isExemptRecipient: false,
          verifySender: false,
          comments: nil
        )
      )
      _ = try await fixture.workspace.perform(.create([wide]))
      let whatIf = try await fixture.workspace.whatIf()
      let log = MadeMail.log(10 * count)
      return Work {
        let result = try await MailReplay(whatIf).run(over: log)
        try Unexpected.unless(result.count(.more) > 0, "nothing passes")
      }
    },
    Benchmark("usage", "what each policy let through of the mail of a month") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let mail = KeptMail(log: MadeMail.log(10 * count, of: fixture.list), heads: [])
      return Work {
        let usage = try PolicyUsage(of: fixture.list, in: mail)
        try Unexpected.unless(!usage.usedRows.isEmpty, "nothing was let through")
      }
    },
    Benchmark("mail/kept", "the mail of a month read from its files") { count in
      let kept = try await KeptFiles(messages: 10 * count)
      return Work(bytes: kept.bytes) {
        let mail = try await kept.reader.kept()
        try Unexpected.unless(mail.log.count == 10 * count, "the files were not taken")
        try Unexpected.unless(kept.bytes < 100 * mail.log.count, "\(kept.bytes / mail.log.count) bytes a message")
      }
    },
  ]
}

/// The mail of a month: many senders write often, and every fourth envelope has an address of its own.
enum MadeMail {
  static func log(_ count: Int, of list: PolicyList? = nil) -> MailLog {
    var builder = MailLogBuilder()
    builder.reserve(count)
    for number in 0..<count { builder.append(message(number, of: list)) }
    return MailLog(builder)
  }

  static func message(_ number: Int, of list: PolicyList? = nil) -> LoggedMessage {
    // Scattered, and the same each time.
    let mixed = Int(truncatingIfNeeded: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 >> 20)
    let vendor = mixed % 20_000
    let sender = "user\(mixed % 100_000)@vendor\(vendor % 977).example"
    var message = MailMessage()
    message.from = .given([sender])
    let isOwn = number.isMultiple(of: 4)
    message.envelopeFrom = .given(isOwn ? "bounce+\(number)@mail.vendor\(vendor).example" : sender)
    message.recipients = .given(["person\(mixed % 5000)@acme.example"])
    message.passesAuthentication = .given(!number.isMultiple(of: 3))
    if let ip = try? IPAddress.parse("\(1 + mixed % 200).0.\(mixed / 200 % 250).\(mixed % 250)") {
      message.setIPs([ip], orUntold: LoggedMessage.Untold.ip)
    }
    var allowance: LoggedMessage.Allowance?
    if let list, !list.isEmpty, number.isMultiple(of: 2), let pattern = list.fields(at: mixed % list.count).pattern {
      let isTrusted = list.fields(at: mixed % list.count).isTrustedSender == true
      allowance = LoggedMessage.Allowance(pattern: pattern, kind: isTrusted ? .trustedSender : .acceptableSender)
    }
    return LoggedMessage(
      key: UInt64(number) &* 0x9E37_79B9_7F4A_7C15,
      time: UInt32(1_790_000_000 + number),
      verdict: Verdict.allCases[mixed % 10],
      allowance: allowance,
      message: message
    )
  }
}

/// Thirty files of mail, in a folder that goes with them.
private struct KeptFiles: Sendable {
  let folder: TemporaryFolder
  let reader: MailReader
  let bytes: Int

  init(messages: Int) async throws {
    folder = try TemporaryFolder()
    let archive = MailFolder(folder: folder.path)
    let account = Account.sample().key
    let perDay = (messages + 29) / 30
    for day in 0..<30 {
      var builder = MailLogBuilder()
      for number in day * perDay..<max(day * perDay, min(messages, (day + 1) * perDay)) {
        builder.append(MadeMail.message(number))
      }
      try await archive.save(MailDay(day: 20_700 + day, reads: [.all: 1], log: MailLog(builder)), of: account)
    }
    reader = MailReader(NoMessages(), archive, of: account)
    bytes = try await reader.heads().reduce(0) { $0 + $1.bytes }
  }
}

/// Nothing is asked for here.
private struct NoMessages: MessageService {
  func messages(_ search: MessageSearch, after cursor: String?) async throws(Problem) -> MessagePage {
    MessagePage(messages: [])
  }
}
