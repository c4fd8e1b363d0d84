import ArgumentParser
import Configuration
import Mail
import PolicyCore
import Values

/// The command `postern whatif`.
struct WhatIfCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "whatif",
    abstract: "Print what lets a message through, today and after the draft.",
    discussion: """
      The message is told by options, or by files: an .eml file, a folder of them, an mbox file, or a CSV file whose \
      first row names some of the columns from, envelope_from, reply_to, ip, helo, to and auth; - for standard input. \
      What is not given matches nothing.

      Of a message in a file, IP address, server name and authentication are taken only from what a server wrote that \
      the configuration trusts (trusted_servers under [mail]), and the envelope's sender from Return-Path. What cannot be \
      told is undecided.

      It is an approximation. How the server reads an expression, whether it minds upper and lower case, and whether \
      a domain covers the names below it are not documented: every reading is tried, and what differs is undecided. Where \
      several policies match, the message is taken to get all that they grant.

      Exit status 0, whatever the answer.

      EXAMPLES
        postern whatif --from ann@vendor.example --ip 198.51.100.7 --auth fail
        postern whatif --envelope-from '<>' --to phish@acme.example
        postern whatif inbox.mbox --format json | jq '.messages[] | select(.change != "same")'
      """
  )

  /// Whether a message passes authentication.
  enum Authentication: String, CaseIterable, ExpressibleByArgument {
    case pass
    case fail
  }

  @OptionGroup var account: AccountOptions
  @Argument(
    help: "Files or folders with messages; - for standard input.",
    completion: .file(extensions: ["eml", "mbox", "csv"])
  )
  var files: [String] = []
  @Option(help: .init("The header's From; several with commas between.", valueName: "address"))
  var from: String?
  @Option(help: .init("The envelope's sender; '<>' for that of a bounce.", valueName: "address"))
  var envelopeFrom: String?
  @Option(help: .init("The Reply-To; several with commas between.", valueName: "address"))
  var replyTo: String?
  @Option(help: .init("The address of the server that sends it.", valueName: "address"))
  var ip: String?
  @Option(help: .init("The name that this server gives.", valueName: "name"))
  var helo: String?
  @Option(help: .init("The recipient; several with commas between.", valueName: "address"))
  var to: String?
  @Option(help: "pass or fail: whether DMARC, SPF or DKIM passes.")
  var auth: Authentication?
  @Option(help: "text or json.")
  var format = TextFormat.text

  private var parts: [(field: MailMessage.Field, option: String, text: String)] {
    let all: [(MailMessage.Field, String, String?)] = [
      (.from, "--from", from), (.envelopeFrom, "--envelope-from", envelopeFrom), (.replyTo, "--reply-to", replyTo),
      (.ip, "--ip", ip), (.helo, "--helo", helo), (.to, "--to", to), (.authentication, "--auth", auth?.rawValue),
    ]
    return all.compactMap { field, option, text in text.map { (field, option, $0) } }
  }

  func validate() throws {
    guard files.isEmpty || parts.isEmpty else {
      throw ValidationError("A message is told by options or by files, not by both.")
    }
    guard !files.isEmpty || parts.contains(where: { $0.field != .authentication }) else {
      throw ValidationError("Which message? Name one by --from, --to, --ip and the like, or a file.")
    }
    guard files.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("- can stand once only.") }
  }

  func work() async throws(Problem) -> ExitStatus {
    let told = files.isEmpty ? try message() : nil
    return try await withSession(account, isReading: true) { session throws(Problem) in
      _ = try await session.policies()
      let whatIf = try await session.workspace.whatIf()
      var printer = WhatIfPrinter(whatIf, format)
      if let told {
        printer.take(NamedMessage(name: nil, message: told))
      } else {
        let servers = TrustedServers(session.settings.trustedServers)
        for path in files {
          for remark in try MessageFiles(servers).read(path, { printer.take($0) }) { Output.say("postern: \(remark)") }
        }
      }
      printer.finish()
      return .done
    }
  }

  private func message() throws(Problem) -> MailMessage {
    var message = MailMessage()
    for part in parts {
      do throws(TypedPartProblem) {
        try message.set(part.field, to: part.text)
      } catch {
        throw Problem(.usage, what: "\(part.option): “\(part.text)” \(error).", advice: "Correct it, or leave it out.")
      }
    }
    return message
  }
}

/// A message, and where it was found.
struct NamedMessage: Sendable {
  /// A file, and of one with several the message's place in it; nil for one that was told by options.
  let name: String?
  let message: MailMessage
}
