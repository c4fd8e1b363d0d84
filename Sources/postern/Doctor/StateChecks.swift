import PolicyCore
import Policies
import Configuration
import PolicyStore
import Values

/// Whether the drafts and the history are sound, and whether a submission waits for somebody.
struct StateChecks {
  let checks: [Check]

  /// `accounts` are those that can be chosen, so that advice can name the option; nil where that is not known.
  static func look(at folder: String, accounts: [ResolvedAccount]?) -> StateChecks {
    do throws(Problem) {
      guard let state = try StateInspection(folder: folder) else {
        let found = "There are no drafts and no history yet."
        return StateChecks(checks: [.ok(.state, found), .ok(.history, "Nothing was submitted from here.")])
      }
      return StateChecks(checks: [soundness(of: state)] + history(state.unsettled, accounts: accounts ?? []))
    } catch {
      return StateChecks(checks: [
        .failed(.state, error), .skipped(.history, because: "The state file has to be readable first."),
      ])
    }
  }

  private static func soundness(of state: StateInspection) -> Check {
    let use = state.isInUse ? " A Postern has it open." : ""
    let version = state.isOlder ? " It is of an older version; the next start brings it up to date." : ""
    return .ok(.state, "\(state.path) is sound: \(state.size / 1024) KB.\(version)\(use)")
  }

  static func history(_ unsettled: [UnsettledSubmission], accounts: [ResolvedAccount]) -> [Check] {
    guard !unsettled.isEmpty else { return [.ok(.history, "What became of every submission is known.")] }
    return unsettled.map { submission in
      let what =
        "The submission \(submission.id) of \(Timestamp.text(of: submission.startedAt)) on the account "
        + submission.account.accountID
      let option =
        accounts.first { $0.account.key == submission.account }?.origin.label.map { " --account \($0)" } ?? ""
      if submission.isRunning { return .ok(.history, "\(what) is just being sent.") }
      if submission.state.isOpen {
        return .warning(
          .history,
          "\(what) was interrupted: it is not known what became of it.",
          advice: "Run `postern history\(option)`, which finds it out; nothing is sent."
        )
      }
      return .warning(
        .history,
        "It could not be told what became of it: \(what.prefix(1).lowercased())\(what.dropFirst()).",
        advice: "Run `postern history settle \(submission.id)\(option)`, which looks again; with --applied it is taken "
          + "for applied. Nothing is sent."
      )
    }
  }
}
