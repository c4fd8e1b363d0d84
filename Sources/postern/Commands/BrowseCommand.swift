import ArgumentParser
import Foundation
import PolicyCore

/// `postern browse`, and what runs without a sub-command.
struct BrowseCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse",
    abstract: "Open the screen on the configured account."
  )

  @OptionGroup var account: AccountOptions
  @OptionGroup var screen: ScreenOptions

  func runScreen() throws(Problem) -> ExitStatus {
    try ScreenSession.run(screen, isReadOnly: screen.readOnly) { () async throws(Problem) -> Session in
      try await Session.open(account)
    } close: { session in
      await session.close()
    }
  }
}
