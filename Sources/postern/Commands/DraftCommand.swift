import ArgumentParser
import PolicyCore

/// The command `postern draft`.
struct DraftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft",
    abstract: "Show, export, clear, undo or redo what is queued.",
    subcommands: [Show.self, Export.self, Clear.self, Undo.self, Redo.self],
    defaultSubcommand: Show.self
  )

  struct Show: WorkCommand {
    static let configuration = CommandConfiguration(abstract: "Print what is queued, in the order of execution.")

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let (review, conflicts) = try await session.review()
        Output.write(lines: ReviewText.lines(of: review, conflicts: conflicts))
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
      try await withSession(account) { session throws(Problem) in
        Output.write(try await session.workspace.review().request.body)
        return .done
      }
    }
  }

  struct Clear: WorkCommand {
    static let configuration = CommandConfiguration(abstract: "Take everything out of the draft; undo brings it back.")

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let outcome = try await session.workspace.perform(.clear)
        let count = outcome.change.steps.count
        Output.say("Cleared \(count) \(count == 1 ? "operation" : "operations").")
        return .done
      }
    }
  }

  struct Undo: WorkCommand {
    static let configuration = CommandConfiguration(abstract: "Take the last change of the draft back.")

    @OptionGroup var account: AccountOptions

    func work() async throws(Problem) -> ExitStatus {
      try await withSession(account) { session throws(Problem) in
        let outcome = try await session.workspace.undo()
        return DraftCommand.say(outcome, "Undone", nothing: "There is nothing to undo.")
      }
    }
  }

  struct Redo: WorkCommand {
    static let configuration = CommandConfiguration(abstract: "Carry out again what was taken back.")

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
