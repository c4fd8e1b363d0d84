import ArgumentParser
import Foundation
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

  @OptionGroup var account: AccountOptions
  @OptionGroup var screen: ScreenOptions

  func runScreen() throws(Problem) -> ExitStatus { try Self.browse(account.chosen, screen.chosen) }

  static func browse(_ account: Session.Options, _ screen: ScreenSession.Options) throws(Problem) -> ExitStatus {
    var open: @Sendable () async throws(Problem) -> Session = { () async throws(Problem) in
      try await Session.open(account)
    }
    while true {
      switch try ScreenSession.run(screen, open: open, close: { await $0.close() }) {
      case .status(let status): return status
      case .account(let label): open = { () async throws(Problem) in try await Session.open(label: label) }
      }
    }
  }
}
