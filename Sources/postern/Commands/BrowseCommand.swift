import ArgumentParser
import Policies
import PolicyCore
import Values

/// `postern browse`, and what runs without a sub-command.
struct BrowseCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse",
    abstract: "Open the screen on the configured account.",
    discussion: """
      With --silences, or `silences` in the configuration, `s` on a finding writes into that file, where others and a \
      pipeline find it; else it is accepted on this machine alone.

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
  @OptionGroup var silencing: SilenceOptions
  @OptionGroup var screen: ScreenOptions

  func runScreen() throws(Problem) -> ExitStatus {
    try Self.browse(account.chosen, screen.chosen, silences: try silencing.disk())
  }

  /// `silences` is the file in which findings are accepted, if there is one.
  static func browse(
    _ account: Session.Options,
    _ screen: ScreenSession.Options,
    silences: SilencesDisk?
  ) throws(Problem) -> ExitStatus {
    var place = Place.chosen
    var draft = account.draft
    while true {
      let ending = try ScreenSession.run(screen) { [place, draft] () async throws(Problem) -> Session in
        let accepted = try silences?.read() ?? []
        var session: Session
        switch place {
        case .chosen:
          var account = account
          account.draft = draft
          session = try await Session.open(account)
        case .label(let label): session = try await Session.open(label: label, draft: draft ?? .standard)
        }
        session.silences = silences
        await session.workspace.heed(accepted)
        return session
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
