import ArgumentParser
import PolicyCore
package import Policies
import Values

/// The command `postern new`.
struct NewCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Queue a new policy.",
    discussion: """
      A flag alone is on: --verify is --verify on. What is queued already, with the same comment, is not queued again.

      EXAMPLES
        postern new --pattern partner.example.org --type domain --acceptable --verify --comment 'SEC-1201'
        postern new --pattern '^.*@news\\.example\\.org$' --type email --regex --acceptable --verify
      """
  )

  @OptionGroup var account: AccountOptions
  @Option(help: "The address, domain, IP address, network or expression to match.")
  var pattern: String
  @Option(help: "email, domain or ip.")
  var type: PatternType
  @Option(help: .init("The pattern is a regular expression.", valueName: "on|off"))
  var regex = Switch.off
  @Option(help: .init("Trusted sender: bypasses all detections and link following.", valueName: "on|off"))
  var trusted = Switch.off
  @Option(help: .init("Acceptable sender: exempt from Spam, Spoof and Bulk.", valueName: "on|off"))
  var acceptable = Switch.off
  @Option(help: .init("Exempt recipient: messages to it bypass all detections.", valueName: "on|off"))
  var exempt = Switch.off
  @Option(help: .init("Only when DMARC, SPF or DKIM passes.", valueName: "on|off"))
  var verify = Switch.off
  @Option(name: [.long, .customLong("comments")], help: "Why this door is open, and for whom.")
  var comment = ""

  func work() async throws(Problem) -> ExitStatus {
    let fields = PolicyFields(
      pattern: pattern,
      patternType: type,
      isRegex: regex.isOn,
      isTrustedSender: trusted.isOn,
      isAcceptableSender: acceptable.isOn,
      isExemptRecipient: exempt.isOn,
      verifySender: verify.isOn,
      comments: comment
    )
    return try await withSession(account) { session throws(Problem) in
      let draft = try await session.workspace.draft().draft
      let isQueued = draft.operations.contains {
        $0.kind == .post && $0.result.map { $0.isCreated(from: fields) } == true
      }
      guard !isQueued else {
        Output.say("The same is queued already: \(pattern). The draft has \(draft.count.counted("operation")).")
        return .done
      }
      let policy = await session.workspace.newPolicy(fields)
      return QueueReport.print(try await session.workspace.perform(.create([policy])))
    }
  }
}

/// The command `postern edit`.
struct EditCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Queue a change of policies.",
    discussion: """
      Only what is given changes. A flag alone is on: --verify is --verify on. What returns a policy to how the server has it leaves the draft again.

      EXAMPLES
        postern edit billing@acme.example --verify on
        postern edit --filter 'accept:on verify:off' --verify on --yes
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var selection: PolicySelection
  @Option(help: "The new pattern.")
  var pattern: String?
  @Option(help: "email, domain or ip.")
  var type: PatternType?
  @Option(help: "Whether the pattern is a regular expression: on or off.")
  var regex: Switch?
  @Option(help: "Trusted sender: on or off.")
  var trusted: Switch?
  @Option(help: "Acceptable sender: on or off.")
  var acceptable: Switch?
  @Option(help: "Exempt recipient: on or off.")
  var exempt: Switch?
  @Option(help: "Verify sender: on or off.")
  var verify: Switch?
  @Option(name: [.long, .customLong("comments")], help: "The new comment.")
  var comment: String?
  @Flag(inversion: .prefixedNo, help: "Replace the whole policy (put) instead of what changed (patch).")
  var put: Bool?

  func work() async throws(Problem) -> ExitStatus {
    let set = PolicyFields(
      pattern: pattern,
      patternType: type,
      isRegex: regex?.isOn,
      isTrustedSender: trusted?.isOn,
      isAcceptableSender: acceptable?.isOn,
      isExemptRecipient: exempt?.isOn,
      verifySender: verify?.isOn,
      comments: comment
    )
    guard !set.isEmpty || put != nil else {
      throw Problem(.usage, what: "Nothing is said to change.", advice: "Name a field, such as --verify on.")
    }
    return try await withSession(account) { session throws(Problem) in
      let subjects = try await selection.subjects(of: session)
      guard !subjects.isEmpty else { return .done }
      let edits = subjects.map { DraftEdit.FieldEdit(policy: $0, set: set, replacesWhole: put) }
      return QueueReport.print(try await session.workspace.perform(.edit(edits)))
    }
  }
}

/// The command `postern delete`.
struct DeleteCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Queue the deletion of policies.",
    discussion: """
      A queued new policy leaves the draft instead.

      EXAMPLES
        postern delete 198.51.100.0/24
        postern delete --filter 'expired modified:<2024' --yes
      """
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var selection: PolicySelection

  func work() async throws(Problem) -> ExitStatus {
    try await withSession(account) { session throws(Problem) in
      let subjects = try await selection.subjects(of: session)
      guard !subjects.isEmpty else { return .done }
      return QueueReport.print(try await session.workspace.perform(.delete(subjects)))
    }
  }
}

/// A flag's value on the command line.
enum Switch: String, CaseIterable, ExpressibleByArgument, Sendable {
  case on
  case off

  var isOn: Bool { self == .on }
}

extension PatternType: ExpressibleByArgument {
  /// Takes the types that can be sent, in either case.
  package init?(argument: String) {
    self.init(rawValue: argument.uppercased())
    guard isWritable else { return nil }
  }

  package static var allValueStrings: [String] { writable.map(\.label) }
}

/// Says what a command queued, in words on standard error: standard output is for data.
enum QueueReport {
  static func print(_ outcome: DraftOutcome) -> ExitStatus {
    let total = outcome.snapshot.draft.count
    let draft = "The draft has \(total.counted("operation"))."
    let text =
      outcome.change.isEmpty
      ? "Nothing changed: that is how it is already. \(draft)" : "Queued: \(outcome.change.title). \(draft)"
    Output.say(text)
    return .done
  }
}
