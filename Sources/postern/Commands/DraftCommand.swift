import ArgumentParser
import PolicyCore
import Policies
import Values

/// The command `postern draft`.
struct DraftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft",
    abstract: "List drafts; show, export, drop, resolve, clear, undo or redo what is queued.",
    discussion: """
      An account has one draft, and as many others as have a name: --draft NAME, or POSTERN_DRAFT, works on one of them, \
      in every command and on the screen. History, accepted findings and the lock of a submission are the account's.

      EXAMPLES
        postern draft show
        postern draft list
        postern new --draft onboarding --pattern partner.example --type domain --acceptable --verify
      """,
    subcommands: [List.self, Show.self, Export.self, Drop.self, Keep.self, Clear.self, Undo.self, Redo.self],
    defaultSubcommand: Show.self
  )

  struct List: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the drafts of this account.",
      discussion: """
        Those that have operations, the one without a name, which is called default, and the one that is worked on.

        EXAMPLES
          postern draft list
          postern draft list --format json | jq -r '.[] | select(.operations > 0) | .name'
        """
    )

    @OptionGroup var account: AccountOptions
    @Option(help: "table or json.")
    var format = TableFormat.table

    func work() async throws(Problem) -> ExitStatus {
      let (drafts, current) = try await withSession(account, isReading: true) { session throws(Problem) in
        (try await session.workspace.drafts(), session.workspace.draftName)
      }
      switch format {
      case .table:
        var table = TextTable(["NAME", "OPERATIONS", "CHANGED", "CURRENT"])
        for draft in drafts {
          table.append([
            draft.name.text, String(draft.operations), draft.changedAt.map { Timestamp.text(of: $0) } ?? "",
            draft.name == current ? "yes" : "",
          ])
        }
        Output.write(table.text)
      case .json: Output.write(JSONShapes.drafts(drafts, current: current))
      }
      return .done
    }
  }

  struct Show: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what is queued, in the order of execution.",
      discussion: """
        As `postern review`, with exit status 0 whatever stands against it.

        EXAMPLES
          postern draft show
          postern draft show --format json | jq .counts
        """
    )

    @OptionGroup var account: AccountOptions
    @Option(help: "text or json.")
    var format = TextFormat.text

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let (review, conflicts) = try await session.review()
        if format == .json {
          Output.write(JSONShapes.review(review, conflicts: conflicts))
        } else {
          Output.write(lines: ReviewText.lines(of: review, conflicts: conflicts))
        }
        return .done
      }
    }
  }

  struct Export: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the request body exactly as it would be sent, to the byte.",
      discussion: """
        EXAMPLES
          postern draft export > batch.json
          postern draft export | jq .patches
        """
    )

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account, isReading: true) { session throws(Problem) in
        let review = try await session.workspace.review()
        Output.write(review.request.body)
        let leftOut = review.findings.filter { $0.rule == "not-writable" }
        for finding in leftOut { Output.say("postern: left out: \(finding.pattern). \(finding.message)") }
        return leftOut.isEmpty ? .done : .invalid
      }
    }
  }

  struct Drop: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take operations out of the draft; in a conflict that takes theirs.",
      discussion: """
        EXAMPLES
          postern draft drop billing@acme.example
          postern draft drop 198.51.100.0/24 && postern review
        """
    )

    @OptionGroup var account: AccountOptions
    @Argument(help: "The policies' ids or whole patterns.")
    var policies: [String]

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let ids = try await session.workspace.draft().draft.operations(named: policies).map(\.id)
        return DraftCommand.say(try await session.workspace.perform(.drop(ids)), "Done", nothing: "Nothing changed.")
      }
    }
  }

  struct Keep: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Settle conflicts: keep what is queued, over the policies as they are now.",
      discussion: """
        EXAMPLES
          postern draft keep billing@acme.example
          postern draft keep billing@acme.example && postern review
        """
    )

    @OptionGroup var account: AccountOptions
    @Argument(help: "The policies' ids or whole patterns.")
    var policies: [String]

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        var bases: [AllowPolicy] = []
        for operation in try await session.workspace.draft().draft.operations(named: policies) {
          guard let policy = try await session.workspace.policy(operation.id) else {
            throw Problem(
              .conflict,
              what: "\(operation.pattern) no longer exists; the draft is as it was.",
              advice: "Drop the operation with `postern draft drop`."
            )
          }
          bases.append(policy)
        }
        return DraftCommand.say(
          try await session.workspace.perform(.rebase(bases)),
          "Done",
          nothing: "Nothing changed."
        )
      }
    }
  }

  struct Clear: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take everything out of the draft; undo brings it back.",
      discussion: """
        EXAMPLES
          postern draft clear
          postern draft clear && postern draft undo
        """
    )

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let outcome = try await session.workspace.perform(.clear)
        let count = outcome.change.steps.count
        Output.say("Cleared \(count.counted("operation")).")
        return .done
      }
    }
  }

  struct Undo: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take the last change of the draft back.",
      discussion: """
        EXAMPLES
          postern draft undo
          postern draft undo && postern draft show
        """
    )

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let outcome = try await session.workspace.undo()
        return DraftCommand.say(outcome, "Undone", nothing: "There is nothing to undo.")
      }
    }
  }

  struct Redo: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Carry out again what was taken back.",
      discussion: """
        EXAMPLES
          postern draft redo
          postern draft redo && postern review
        """
    )

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let outcome = try await session.workspace.redo()
        return DraftCommand.say(outcome, "Done again", nothing: "There is nothing to redo.")
      }
    }
  }

  private static func say(_ outcome: DraftOutcome, _ verb: String, nothing: String) -> ExitStatus {
    let text = outcome.change.isEmpty ? nothing : "\(verb): \(outcome.change.title)."
    Output.say(text)
    return .done
  }
}

extension Draft {
  /// The queued operations on these policies, by id or whole pattern; every operation that has the pattern is meant.
  fileprivate func operations(named names: [String]) throws(Problem) -> [DraftOperation] {
    var found: [DraftOperation] = []
    for name in names {
      let matching = operations.filter { operation in
        [operation.id.text, operation.pattern, operation.result?.pattern].contains {
          $0?.hasSameBytes(as: name) == true
        }
      }
      guard !matching.isEmpty else {
        throw Problem(
          .notFound,
          what: "Nothing is queued for \(name); the draft is as it was.",
          advice: "`postern draft show` lists what is."
        )
      }
      found += matching
    }
    return found
  }
}
