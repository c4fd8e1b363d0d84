import ArgumentParser
import Foundation
import PolicyCore

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

  @OptionGroup var account: AccountOptions
  @OptionGroup var screen: ScreenOptions

  func runScreen() throws(Problem) -> ExitStatus {
    let account = account
    var open: @Sendable () async throws(Problem) -> Session = { () async throws(Problem) in
      try await Session.open(account)
    }
    while true {
      let ending = try ScreenSession.run(screen, isReadOnly: screen.readOnly, open: open) { await $0.close() }
      switch ending {
      case .status(let status): return status
      case .account(let label): open = { () async throws(Problem) in try await Session.open(label: label) }
      }
    }
  }
}
