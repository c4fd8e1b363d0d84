import ArgumentParser
import Policies
import Values

/// `postern browse`, and what runs without a sub-command.
struct BrowseCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse",
    abstract: "Open the screen on the configured account.",
    discussion: """
      EXAMPLES
        postern
        postern browse --account acme --read-only
      """
  )

  /// Which account the screen is on.
  private enum Place {
    /// The one that the command line, or what stands for it, names.
    case chosen
    /// The one of this label, or of the environment, which was chosen on the screen.
    case label(String?)
  }

  @OptionGroup var account: AccountOptions
  @OptionGroup var screen: ScreenOptions

  func runScreen() throws(Problem) -> ExitStatus { try Self.browse(account.chosen, screen.chosen) }

  static func browse(_ account: Session.Options, _ screen: ScreenSession.Options) throws(Problem) -> ExitStatus {
    var place = Place.chosen
    var draft = account.draft
    while true {
      let ending = try ScreenSession.run(screen) { [place, draft] () async throws(Problem) -> Session in
        switch place {
        case .chosen:
          var account = account
          account.draft = draft
          return try await Session.open(account)
        case .label(let label): return try await Session.open(label: label, draft: draft ?? .standard)
        }
      } close: { session in
        await session.close()
      }
      switch ending {
      case .status(let status): return status
      case .account(let label): (place, draft) = (.label(label), .standard)
      case .draft(let name): draft = name
      }
    }
  }
}
